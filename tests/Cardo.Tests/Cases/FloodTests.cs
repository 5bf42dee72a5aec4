using Cardo.Cases;
using Cardo.Cases.Alarms;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Sensing;
using Cardo.Server;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Twin;
using Case = Cardo.Cases.Case;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Cases;

/// <summary>Tainan's flood of 23 to 25 August 2018, from the gauges' own levels and the hotline's own calls, through the desk.</summary>
public class FloodTests
{
    const double Speed = 7200;

    static readonly TimeZoneInfo taipei = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");

    [Fact]
    public async Task The_flood_of_August_2018_comes_back_as_cases_each_with_its_clock_and_its_story()
    {
        var data = Path.Combine(Repository.Root, "..", "shared", "data", "tainan");
        foreach (var file in new[] { "water_level/water_level_2018-06_2018-09.csv.gz", "water_level/stations.csv", "requests_1999/requests_2015-04_2018-12.csv.gz" })
            if (!File.Exists(Path.Combine(data, file))) Assert.Skip($"{Path.Combine(data, file)} is missing: cities/tainan/README.md says where it is from");
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("cardo-flood-").FullName;
        try
        {
            var settings = City(folder);
            var clock = ReplayDesk.Clock(settings, "2018-08-22T22:00", Speed, TimeProvider.System).Value;
            await using var city = CityApp.Build(settings, clock).Value;
            city.Recover();
            using var water = new ReplayDesk(city.Services.GetRequiredService<TwinDesk>(), city.Services.GetRequiredService<ImportDesk>(), settings, clock);
            (await water.Prepare(data, stop: stop)).Ok.ShouldBeTrue();
            using var calls = city.Services.GetRequiredService<HistoryDesk>().Calls(data, Instants.FromDateTimeOffset(clock.Began), clock).Single();
            (await calls.Prepare(stop)).ShouldBeGreaterThan(10_000);
            await city.Start(stop);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var playing = Task.WhenAll(water.Run(ending.Token), calls.Run(ending.Token));
            var end = new DateTimeOffset(2018, 8, 26, 2, 0, 0, TimeSpan.FromHours(8));
            while (clock.GetUtcNow() < end) await Task.Delay(200, stop);
            await ending.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(playing);
            Judge(city, calls);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Tainan as it is in the project, but for what the flood does not need.</summary>
    static Settings City(string folder)
    {
        var (from, city) = (Path.Combine(Repository.Root, "cities", "tainan"), Path.Combine(folder, "city"));
        string[] wanted = ["imports/water_stations.yaml", "imports/water_level.yaml", "rules/water.json", "cases/history/requests.json", .. Directory.GetFiles(Path.Combine(from, "cases")).Select(f => "cases/" + Path.GetFileName(f))];
        foreach (var file in wanted)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(city, file))!);
            File.Copy(Path.Combine(from, file), Path.Combine(city, file));
        }
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        return new Settings(new Dictionary<string, string> { ["name"] = "臺南市", ["time_zone"] = "Asia/Taipei", ["bbox"] = "120.00, 22.87, 120.68, 23.43" })
        { DataDir = data, Store = "sqlite:" + Path.Combine(data, "city.db"), Port = 0, MqttPort = 0, CityDir = city };
    }

    static void Judge(CityApp city, CallReplay calls)
    {
        var desk = city.Services.GetRequiredService<CaseDesk>();
        var live = new List<Case>();
        desk.Board.Visit(openOnly: false, newestFirst: false, (in spot) =>
        {
            if (!spot.Imported) live.Add(desk.Find(spot.Number)!);
            return true;
        });
        var matters = live.SelectMany(c => desk.MattersOf(c.Number, 1000).Select(m => (Case: c, Matter: m))).ToList();
        int On(int day) => matters.Count(m => m.Matter.Source == MatterSource.Phone && TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(m.Matter.AtUs), taipei).Date == new DateTime(2018, 8, day, 0, 0, 0, DateTimeKind.Unspecified));
        calls.Refused.ShouldBe(0);
        (On(23), On(24), On(25)).ShouldBe((80, 83, 167), "every call became a matter");

        // Every alarm about water became a matter of a case, and none twice.
        var water = city.Services.GetRequiredService<RulesDesk>().Alarms().Where(a => a.Category == "naturalDisaster").Select(AlarmIntake.RefOf).ToHashSet();
        var alarms = matters.Where(m => m.Matter.Source == MatterSource.Alarm).ToList();
        water.Count.ShouldBeGreaterThan(35);
        alarms.Select(m => m.Matter.Ref!).ShouldBeUnique();
        water.Except(alarms.Select(m => m.Matter.Ref!)).ShouldBeEmpty();
        alarms.Select(m => m.Case.Number).Distinct().Count().ShouldBeLessThan(alarms.Count, "what is about the same water is one case");
        alarms.ShouldAllBe(m => m.Case.Service == "flooding" && m.Case.Unit == "water");

        // The call about water on Taizi Road at 10:39 on the 23rd stands with the gauge that had reached its alert level 1.1 km away.
        var road = matters.Single(m => m.Matter.Source == MatterSource.Phone && m.Matter.Ref is not null && m.Case.Service == "flooding").Case;
        alarms.ShouldContain(m => m.Case.Number == road.Number);
        desk.StoryOf(road.Number).SelectMany(e => e.Events).OfType<MattersJoined>().ShouldContain(j => j.Reasons[0].StartsWith("alarm-near:", StringComparison.Ordinal));

        foreach (var each in live.Where(c => c.Status != CaseStatus.Joined && c.Decisions.Count > 0))
        {
            each.Commitment.ShouldNotBeNull($"case {each.Number} has its clock");
            desk.StoryOf(each.Number).SelectMany(e => e.Events).OfType<CaseOpened>().Count().ShouldBe(1, $"case {each.Number} has its story");
        }
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_call_near_a_standing_alarm_is_joined_to_it_and_stays_parted_once_a_person_says_so(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var same = new SameCause(house.Desk, house.News);
        var call = (await house.Do(CasesHouse.Dark(words: "Water up to the knees") with { Service = "flooding" })).Number;
        (await same.Look(house.Desk.Find(call)!)).ShouldBe(0);
        var alarm = (await house.Do(new RaiseAlarms("flooding", Priority.High, null, [new AlarmMatter("m1", "a1", house.NowUs, 123.203, 30.25, null, "The water stands high")]) { By = Actor.Rules })).Number;
        (await same.Look(house.Desk.Find(alarm)!)).ShouldBe(1, "whichever came first");
        house.Desk.Find(alarm)!.Matters.ShouldBe(2);
        house.Desk.Find(call)!.JoinedInto.ShouldBe(alarm);
        await house.Do(new PartCases(alarm, call) { By = CasesHouse.Duty });
        (await same.Look(house.Desk.Find(call)!)).ShouldBe(0, "a person has said that it is another thing");
        var far = (await house.Do(CasesHouse.Dark(0.03, words: "Water") with { Service = "flooding" })).Number;
        (await same.Look(house.Desk.Find(far)!)).ShouldBe(0);
        var before = house.Dump();
        CaseDesk.Rebuild(house.Db, house.Journal);
        house.Dump().ShouldBe(before);
    }
}
