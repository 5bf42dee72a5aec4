using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Sensing.Import;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Tests.Twin;
using Cardo.Twin;

namespace Cardo.Tests.Sensing.Import;

public sealed class ReplayTests : IDisposable
{
    readonly Given given = new();

    public void Dispose() => given.Dispose();

    Settings City()
    {
        given.File("imports/levels.yaml", Levels("levels"));
        given.File("imports/later.yaml", Levels("later"));
        given.File("imports/places.yaml", "title: P\nfiles: places.csv\ntype: Level\nid: \"urn:x:{id}\"\nattributes:\n  name: {from: name}\n");
        given.File("places.csv", "id,name\na,A\n");
        // The day before the beginning at 2018-08-22 (Taipei), the beginning, and two days on; one row out of order.
        given.File("levels.csv", "id,at,level\na,2018-08-20 10:00,0\na,2018-08-21 10:00,1\nb,2018-08-21 12:00,7\na,2018-08-22 00:10,2\na,2018-08-22 00:30,4\na,2018-08-22 00:20,3\nb,2018-08-23 00:00,8\n");
        given.File("later.csv", "id,at,level\nc,2025-01-01 00:00,1\n");
        return new Settings(new Dictionary<string, string> { ["time_zone"] = "Asia/Taipei", ["data"] = "." })
        {
            CityDir = given.Folder,
            DataDir = Path.Combine(given.Folder, "data"),
            Store = "",
        };
    }

    static string Levels(string name) => $$"""
        title: {{name}}
        files: {{name}}.csv
        type: Level
        id: "urn:x:{id}"
        history: observations
        observedAt: {from: at, format: "yyyy-MM-dd HH:mm"}
        attributes:
          level: {from: level, type: number}
          kind: {const: {{name}}, still: true}
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Name(string name) => Names.Default(name);

    [Fact]
    public async Task Each_observation_enters_the_twin_when_its_moment_comes()
    {
        await using var twin = TwinHost.Open(Engine.Sqlite);
        var settings = City();
        var real = new HandClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = ReplayDesk.Clock(settings, "2018-08-22", 60, real).Value;
        using var replay = new ReplayDesk(twin.Desk, new ImportDesk(twin.Desk, settings, real), settings, clock);
        double Level(string id) => twin.Desk.Find("", "urn:x:" + id)?.Find(Name("level"))?.Value.Number ?? double.NaN;

        var state = (await replay.Prepare(stop: Stop)).Value;
        state.Sources.Select(s => (s.Name, s.Plays)).ShouldBe([("later", false), ("levels", true)]);
        Instants.Format(clock.NowUs()).ShouldBe("2018-08-21T16:00:00Z");
        (Level("a"), Level("b"), Level("c")).ShouldBe((1, 7, double.NaN));
        twin.Desk.Find("", "urn:x:a")!.Find(Name("name"))!.Value.Text.ShouldBe("A");
        twin.Desk.Find("", "urn:x:c")!.Find(Name("kind"))!.Value.Text.ShouldBe("later");
        twin.Desk.History("", "urn:x:a", Name("level"))!.Count.ShouldBe(1);

        var run = replay.Run(Stop);
        real.Advance(TimeSpan.FromSeconds(5));
        await Task.Delay(50, Stop);
        Level("a").ShouldBe(1);
        await Steps(real, 6);
        await Eventually.Until(() => Level("a") == 2);
        await Steps(real, 10);
        await Eventually.Until(() => Level("a") == 3);
        await Steps(real, 10);
        await Eventually.Until(() => Level("a") == 4);
        for (var i = 0; i < 200 && !run.IsCompleted; i++) await Steps(real, 15);
        await run.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        Level("b").ShouldBe(8);
        replay.State.Ended.ShouldBeTrue();
        replay.State.Sent.ShouldBe(6);
    }

    /// <summary>Lets the replay's own work between two steps of the clock be done.</summary>
    static async Task Steps(HandClock clock, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Stop);
        }
        await Task.Delay(20, Stop);
    }

    [Fact]
    public void The_clock_stands_until_it_is_started_and_then_runs_as_fast_as_said()
    {
        var real = new HandClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = new ReplayClock(real, new DateTimeOffset(2018, 8, 22, 0, 0, 0, TimeSpan.FromHours(8)), 60);
        real.Advance(TimeSpan.FromHours(1));
        clock.GetUtcNow().ShouldBe(clock.Began);
        clock.Start();
        var rang = 0;
        using var timer = clock.CreateTimer(_ => rang++, null, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
        real.Advance(TimeSpan.FromSeconds(9));
        rang.ShouldBe(0);
        real.Advance(TimeSpan.FromSeconds(3));
        rang.ShouldBe(3);
        (clock.GetUtcNow() - clock.Began).ShouldBe(TimeSpan.FromMinutes(12));
        clock.GetElapsedTime(0).ShouldBe(TimeSpan.FromMinutes(12));
    }

    [Theory]
    [InlineData("22.8.2018", 60, "bad-replay")]
    [InlineData("2018-08-22", 0, "bad-speed")]
    [InlineData("2018-08-22", double.NaN, "bad-speed")]
    public void A_day_that_is_none_and_a_speed_that_is_none_are_refused(string day, double speed, string code) =>
        ReplayDesk.Clock(City(), day, speed, TimeProvider.System).Refusal.Code.ShouldBe(code);

    [Fact]
    public async Task A_time_without_recordings_is_refused()
    {
        await using var twin = TwinHost.Open(Engine.Sqlite);
        var settings = City();
        using var replay = new ReplayDesk(twin.Desk, new ImportDesk(twin.Desk, settings, TimeProvider.System), settings, ReplayDesk.Clock(settings, "1999-01-01", 1, TimeProvider.System).Value);
        (await replay.Prepare(stop: Stop)).Refusal.Code.ShouldBe("nothing-to-replay");
    }

    [Fact]
    public void A_replay_throws_away_only_what_a_replay_made()
    {
        var folder = ReplayDesk.FreshFolder(given.Folder).Value;
        File.WriteAllText(Path.Combine(folder, "city.db"), "");
        ReplayDesk.FreshFolder(given.Folder).Value.ShouldBe(folder);
        Directory.GetFiles(folder).Length.ShouldBe(1);
        File.Delete(Path.Combine(folder, "replay.txt"));
        File.WriteAllText(Path.Combine(folder, "mine"), "");
        ReplayDesk.FreshFolder(given.Folder).Refusal.Code.ShouldBe("not-a-replay");
    }

    [Fact]
    public void A_day_of_buses_whose_file_is_out_of_order_comes_in_the_order_of_time_but_for_two_hours_old_positions()
    {
        var mapping = MappingReader.Read(Path.Combine(Repository.Root, "cities/tainan/imports/bus_positions.yaml"), Given.Taipei).Value;
        using var issues = new IssueBook(Path.Combine(given.Folder, "list.csv"), mapping.Files);
        using var stream = new ObservationStream(mapping, Repository.Shared("tainan"), Given.City, issues, long.MinValue);
        long last = long.MinValue, count = 0, late = 0;
        while (stream.NextUs is { } next)
        {
            if (next < last) late++;
            last = Math.Max(last, next);
            count++;
            stream.Take();
        }
        // Two positions were hours old when the feed gave them: later than any window, they are sent when met.
        (count, late).ShouldBe((108_713, 2));
    }
}
