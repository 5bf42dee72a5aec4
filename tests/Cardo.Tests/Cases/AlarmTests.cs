using System.Xml.Linq;
using Cardo.Cases;
using Cardo.Cases.Alarms;
using Cardo.Cases.Cap;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cardo.Tests.Cases;

/// <summary>Alarms become cases, few in a storm, and none is lost.</summary>
public class AlarmTests
{
    static Alarm Lamp(int cause, int n, long atUs, string category = "lighting") => new()
    {
        Id = $"urn:ngsi-ld:Alert:lamp-out:{cause}-{n}",
        RuleId = "lamp-out",
        SourceId = $"urn:ngsi-ld:Streetlight:{cause}-{n}",
        Category = category,
        SubCategory = "lampOut",
        Text = new Dictionary<string, string> { ["en"] = "Street light is out" },
        IssuedUs = atUs,
        // Causes stand a kilometre apart, their lamps within 80 m.
        Location = GeoValue.Point(123.15 + 0.0104 * (cause % 10) + 0.0000007 * n, 30.22 + 0.009 * (cause / 10)),
    };

    static async Task<(CasesHouse House, AlarmIntake Intake)> Open(Engine engine)
    {
        var house = CasesHouse.Open(engine);
        var intake = new AlarmIntake(house.Desk, () => [], house.News, house.Clock, Ids.System, NullLogger<AlarmIntake>.Instance);
        await intake.Start();
        return (house, intake);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_storm_of_ten_thousand_alarms_from_fifty_causes_becomes_at_most_sixty_cases_and_loses_none(Engine engine)
    {
        var (house, intake) = await Open(engine);
        await using var _ = house;
        var alarms = Enumerable.Range(0, 10_000).Select(i => Lamp(i % 50, i / 50, house.NowUs + i * 5000L)).ToList();
        foreach (var some in alarms.Chunk(700))
        {
            await intake.Raise(some);
            await intake.Raise(some.Take(100).ToList()); // the news comes at least once
            house.Clock.Advance(TimeSpan.FromSeconds(4));
        }
        house.Desk.Board.LastNumber.ShouldBeInRange(50, 60);
        var matters = Enumerable.Range(1, (int)house.Desk.Board.LastNumber).SelectMany(n => house.Desk.MattersOf(n, 100_000)).Select(m => m.Ref!).ToList();
        matters.Count.ShouldBe(10_000);
        matters.Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public async Task More_causes_than_a_desk_can_read_still_become_at_most_sixty_cases()
    {
        var (house, intake) = await Open(Engine.Sqlite);
        await using var _ = house;
        var alarms = Enumerable.Range(0, 2000).Select(i => Lamp(i, 0, house.NowUs)).ToList();
        await intake.Raise(alarms);
        house.Desk.Board.LastNumber.ShouldBeLessThanOrEqualTo(60);
        Enumerable.Range(1, (int)house.Desk.Board.LastNumber).Sum(n => house.Desk.Find(n)!.Matters).ShouldBe(2000);
    }

    [Fact]
    public async Task A_sensor_back_to_normal_is_the_proof_and_the_next_occurrence_is_another_case()
    {
        var (house, intake) = await Open(Engine.Sqlite);
        await using var _ = house;
        var alarm = Lamp(1, 1, house.NowUs);
        await intake.Raise([alarm, Lamp(1, 2, house.NowUs)]);
        var opened = house.Desk.Find(1)!;
        opened.ShouldSatisfyAllConditions(c => c.Unit.ShouldBe("lighting"), c => c.Matters.ShouldBe(2), c => c.Alarms.Count.ShouldBe(2), c => c.Asset.ShouldBe("urn:ngsi-ld:Streetlight:1-1"));
        await intake.Clear([alarm]);
        house.Desk.Find(1)!.IsOpen.ShouldBeTrue("another lamp is still dark");
        // The news of the second clearing was dropped: comparing finds it.
        await intake.Start();
        var closed = house.Desk.Find(1)!;
        closed.Resolution.ShouldBe("back-to-normal");
        closed.Verifications.Single().Proof.ShouldBe(Proof.Sensor);
        house.Clock.Advance(TimeSpan.FromHours(1));
        await intake.Raise([Lamp(1, 1, house.NowUs)]);
        house.Desk.Board.LastNumber.ShouldBe(2);
        var before = house.Dump();
        CaseDesk.Rebuild(house.Db, house.Journal);
        house.Dump().ShouldBe(before);
    }

    [Fact]
    public async Task An_alarm_is_told_as_cap()
    {
        var (house, intake) = await Open(Engine.Sqlite);
        await using var _ = house;
        await intake.Raise([Lamp(1, 1, house.NowUs, "water")]);
        XNamespace cap = "urn:oasis:names:tc:emergency:cap:1.2";
        var alert = XDocument.Parse(System.Text.Encoding.UTF8.GetString(CapAlert.Write(house.Desk.Find(1)!, house.Desk.Profile, "city.example", TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")))).Root!;
        alert.Name.ShouldBe(cap + "alert");
        alert.Element(cap + "msgType")!.Value.ShouldBe("Alert");
        alert.Element(cap + "sent")!.Value.ShouldBe("2026-09-07T09:00:00+08:00");
        alert.Elements(cap + "info").Select(i => i.Element(cap + "event")!.Value).ShouldBe(["Water in the street", "街道积水"]);
        alert.Element(cap + "info")!.Element(cap + "area")!.Element(cap + "circle")!.Value.ShouldMatch(@"^30\.\d+,123\.\d+ 0\.15$");
    }
}
