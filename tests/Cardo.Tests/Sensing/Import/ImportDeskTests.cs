using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Storage;
using Cardo.Tests.Twin;
using Cardo.Twin;

namespace Cardo.Tests.Sensing.Import;

/// <summary>Imports into a real twin over a real store.</summary>
public sealed class ImportDeskTests : IDisposable
{
    readonly Given given = new();

    public void Dispose() => given.Dispose();

    Settings City()
    {
        given.File("imports/places.yaml", """
            title: Places
            source: {licence: CC0, repository: nowhere}
            files: places.csv
            type: WaterObserved
            id: "urn:x:{id}"
            attributes:
              name: {from: name}
            location: {lon: lon, lat: lat}
            """);
        given.File("imports/levels.yaml", """
            title: Levels
            files: levels.csv
            type: WaterObserved
            id: "urn:x:{id}"
            history: observations
            observedAt: {from: at, format: "yyyy-MM-dd HH:mm"}
            attributes:
              waterLevel: {from: level, type: number, unitCode: MTR}
            """);
        given.File("places.csv", "id,name,lon,lat\n1,One,120.1,23\n2,Two,120.2,23\n3,Out,130,23\n");
        given.File("levels.csv", "id,at,level\n" + string.Concat(Enumerable.Range(0, 60).Select(m => $"1,2018-08-23 00:{m:00},{m / 10.0}\n2,2018-08-23 00:{m:00},5\n")));
        return new Settings(new Dictionary<string, string> { ["time_zone"] = "Asia/Taipei", ["bbox"] = "120.00, 22.87, 120.68, 23.43", ["data"] = "." })
        {
            CityDir = given.Folder,
            DataDir = Path.Combine(given.Folder, "data"),
            Store = "",
        };
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Name(string name) => Names.Default(name);

    [Fact]
    public async Task The_newest_observation_becomes_current_and_the_others_are_history()
    {
        await using var twin = TwinHost.Open(Engine.Sqlite);
        var reports = (await new ImportDesk(twin.Desk, City(), TimeProvider.System).Run([], stop: Stop)).Value;
        reports.Select(r => (r.Name, r.Read, r.Imported, r.Rejected)).ShouldBe([("places", 3, 2, 1), ("levels", 120, 120, 0)]);
        var one = twin.Desk.Find("", "urn:x:1")!;
        one.Find(Name("name"))!.Value.Text.ShouldBe("One");
        one.Find(Name("waterLevel"))!.Value.Number.ShouldBe(5.9);
        Instants.Format(one.Find(Name("waterLevel"))!.ObservedAtUs).ShouldBe("2018-08-22T16:59:00Z");
        var history = twin.Desk.History("", "urn:x:1", Name("waterLevel"))!;
        history.Count.ShouldBe(60);
        twin.Desk.Find("", "urn:ngsi-ld:Dataset:import:levels")!.Find(Name("rowsImported"))!.Value.Number.ShouldBe(120);
    }

    [Fact]
    public async Task What_is_unchanged_is_neither_read_nor_written_again()
    {
        await using var twin = TwinHost.Open(Engine.Sqlite);
        var desk = new ImportDesk(twin.Desk, City(), TimeProvider.System);
        (await desk.Run([], stop: Stop)).Ok.ShouldBeTrue();
        var before = twin.Desk.Find("", "urn:x:1");
        var again = (await desk.Run([], stop: Stop)).Value;
        again.ShouldAllBe(r => r.Skipped && r.Imported == 0);
        again[1].Unchanged.ShouldBe(120);
        var forced = (await desk.Run([], force: true, stop: Stop)).Value;
        forced.Select(r => (r.Skipped, r.Imported, r.Unchanged, r.Rejected)).ShouldBe([(false, 0, 2, 1), (false, 0, 120, 0)]);
        twin.Desk.Find("", "urn:x:1").ShouldBeSameAs(before);
        twin.Desk.History("", "urn:x:1", Name("waterLevel"))!.Range(long.MinValue, long.MaxValue, 1000).ShouldAllBe(s => s.Quality == Quality.Good);
    }

    [Fact]
    public async Task A_changed_file_is_read_again_and_only_what_differs_is_written()
    {
        await using var twin = TwinHost.Open(Engine.Sqlite);
        var desk = new ImportDesk(twin.Desk, City(), TimeProvider.System);
        (await desk.Run([], stop: Stop)).Ok.ShouldBeTrue();
        given.File("places.csv", "id,name,lon,lat\n1,Renamed,120.1,23\n2,Two,120.2,23\n");
        var report = (await desk.Run(["places"], stop: Stop)).Value.Single();
        (report.Imported, report.Unchanged).ShouldBe((1, 1));
        var one = twin.Desk.Find("", "urn:x:1")!;
        one.Find(Name("name"))!.Value.Text.ShouldBe("Renamed");
        one.Find(Name("waterLevel")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Wrong_mappings_are_refused_before_anything_is_read()
    {
        await using var twin = TwinHost.Open(Engine.Sqlite);
        var settings = City();
        given.File("imports/bad.yaml", "title: T\nfile: a\n");
        var desk = new ImportDesk(twin.Desk, settings, TimeProvider.System);
        var refusal = (await desk.Run([], stop: Stop)).Refusal;
        refusal.Code.ShouldBe("bad-mapping");
        refusal.Details!.ShouldContain("bad.yaml:2: file: is not a key of this place");
        (await desk.Run(["nothing"], stop: Stop)).Refusal.Code.ShouldBe("no-mapping");
        twin.Desk.Count().ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_file_is_told_and_does_not_count_as_done()
    {
        await using var twin = TwinHost.Open(Engine.Sqlite);
        var settings = City();
        File.Delete(Path.Combine(given.Folder, "levels.csv"));
        var desk = new ImportDesk(twin.Desk, settings, TimeProvider.System);
        desk.Sources().Value.Single(s => s.Name == "levels").Missing.ShouldBe(["levels.csv"]);
        (await desk.Run(["levels"], stop: Stop)).Value.Single().Problems.Single().ShouldStartWith("levels.csv is not in");
        (await desk.Run(["levels"], stop: Stop)).Value.Single().Skipped.ShouldBeFalse();
    }
}
