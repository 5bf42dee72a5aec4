using Cardo.Cases;
using Cardo.Cases.History;
using Cardo.Cases.InTwin;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Twin;

namespace Cardo.Tests.Cases;

/// <summary>Cases in the twin, and a city's past cases.</summary>
public class TwinAndHistoryTests
{
    [Fact]
    public async Task A_case_and_its_task_stand_in_the_twin_as_anybody_may_read_them()
    {
        await using var city = await CasesCity.Start();
        var desk = city.Get<CaseDesk>();
        var number = (await desk.Do(CasesHouse.Dark(words: "dark, call 138 0013 8000") with { AtUs = null })).Value.Number;
        var twin = city.Get<TwinDesk>();
        await Eventually.Until(() => twin.Find("", CaseEntities.IdOf(number)) is not null);
        var entity = twin.Find("", CaseEntities.IdOf(number))!;
        entity.Types.ShouldBe([Names.Default("Open311ServiceRequest")]);
        entity.Find(Names.Default("status"))!.Value.Text.ShouldBe("open");
        entity.Find(Names.Default("description"))!.Value.Text.ShouldBe("dark, call […]");
        entity.Find(Names.Location)!.Value.Geo!.MinX.ShouldBe(123.2);
        await Eventually.Until(() => twin.Find("", CaseEntities.TaskIdOf(number, "t1")) is not null);
        twin.Find("", CaseEntities.TaskIdOf(number, "t1"))!.Find(Names.Default("refCase"))!.Value.Text.ShouldBe(entity.Id);
        await desk.Do(new VerifyCase(number, Proof.Audit, true) { By = CasesHouse.Duty });
        await Eventually.Until(() => twin.Find("", CaseEntities.IdOf(number))!.Find(Names.Default("status"))!.Value.Text == "closed");
    }

    const string Csv = "id,at,kind,text,lon,lat,done\r\na1,2018-08-23 10:00:00,灯,\"dark, \"\"very\"\"\n dark\",123.2,30.25,2018-08-24 09:00:00\nb2,2018-08-23 11:00:00,?,odd,0,0,\nc3,yesterday,灯,x,,,\na1,2018-08-23 10:00:00,灯,again,123.2,30.25,\n";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Every_row_of_the_past_is_accounted_for_and_none_is_taken_twice(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var file = Path.Combine(Path.GetTempPath(), $"cardo-{Ids.System.Secret()}.csv");
        await File.WriteAllTextAsync(file, Csv, TestContext.Current.CancellationToken);
        var map = new HistoryMap(file, "id", "at", "kind", new Dictionary<string, string> { ["灯"] = "street-light" }, "other", "text", null, "lon", "lat", "done");
        var import = new ImportHistory(house.Desk, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), TimeProvider.System);
        var first = await import.Run(map, file, null, TestContext.Current.CancellationToken);
        (first.Read, first.Taken, first.Before, first.Refused).ShouldBe((4, 2, 1, 1));
        (await import.Run(map, file, null, TestContext.Current.CancellationToken)).Taken.ShouldBe(0);
        File.Delete(file);
        var lamp = house.Desk.Find(1)!;
        lamp.ShouldSatisfyAllConditions(c => c.Service.ShouldBe("street-light"), c => c.Status.ShouldBe(CaseStatus.Closed), c => Instants.Format(c.OpenedUs).ShouldBe("2018-08-23T02:00:00Z"), c => Instants.Format(c.ClosedUs!.Value).ShouldBe("2018-08-24T01:00:00Z"));
        house.Desk.SaidOf([lamp.FirstMatter])[lamp.FirstMatter].Words.ShouldBe("dark, \"very\"\n dark");
        house.Desk.Find(2)!.ShouldSatisfyAllConditions(c => c.Service.ShouldBe("other"), c => c.Lon.ShouldBeNull());
        var before = house.Dump();
        CaseDesk.Rebuild(house.Db, house.Journal);
        house.Dump().ShouldBe(before);
    }

    [Fact]
    public void An_open_request_is_not_over_for_a_moment_that_stands_beside_its_status()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("history").FullName, "past.csv");
        File.WriteAllText(file, """
            id,at,kind,state,changed
            1,2020-01-01 08:00,a,open,2020-01-03 08:00
            2,2020-01-01 08:00,a,Closed,2020-01-03 08:00
            3,2020-01-01 08:00,a,,2020-01-03 08:00
            4,2020-01-01 08:00,a,,
            """);
        var map = new HistoryMap(file, "id", "at", "kind", [], "other", Closed: "changed", Status: "state");

        var read = ImportHistory.Rows(map, file, TimeZoneInfo.Utc).Select(r => r.Value.Imported!).ToArray();

        read.Select(r => r.Closed).ShouldBe([false, true, true, false]);
        read.Select(r => r.ClosedUs is not null).ShouldBe([false, true, true, false]);
    }

    [Fact]
    public void A_map_with_a_time_zone_that_nobody_knows_is_refused()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("history").FullName, "map.json");
        File.WriteAllText(file, """{ "file": "past.csv", "id": "id", "at": "at", "service": "kind", "services": {}, "otherwise": "other", "zone": "Europe/Atlantis" }""");
        HistoryMap.Read(file).Refusal.Message.ShouldContain("Europe/Atlantis");
    }
}
