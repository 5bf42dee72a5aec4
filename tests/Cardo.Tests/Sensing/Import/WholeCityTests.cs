using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Tests.Twin;
using Cardo.Twin;

namespace Cardo.Tests.Sensing.Import;

/// <summary>Tainan into a real twin: all but the two large recordings, whose rows <see cref="TainanTests"/> counts and whose rate the bench measures.</summary>
public sealed class WholeCityTests
{
    [Fact]
    public async Task Tainan_lives_in_the_twin_and_a_second_import_writes_nothing()
    {
        var data = Repository.Shared("tainan");
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("cardo-import-");
        try
        {
            await using var twin = TwinHost.Open(Engine.Sqlite);
            var settings = new Settings(new Dictionary<string, string> { ["time_zone"] = "Asia/Taipei", ["bbox"] = "120.00, 22.87, 120.68, 23.43" })
            {
                CityDir = Path.Combine(Repository.Root, "cities", "tainan"),
                DataDir = folder.FullName,
                Store = "",
            };
            var desk = new ImportDesk(twin.Desk, settings, TimeProvider.System);
            var names = desk.Sources(data).Value.Select(s => s.Name).Except(["water_level", "bus_positions"]).ToArray();
            var reports = (await desk.Run(names, data, stop: stop)).Value;
            reports.ShouldAllBe(r => r.Problems.Count == 0 && r.Rejected == 0);
            var yongkang = twin.Desk.Find("", "urn:ngsi-ld:AdministrativeArea:67000310")!;
            yongkang.Find(Names.Default("name"))!.Value.Text.ShouldBe("永康區");
            yongkang.Find(Names.Default("population"))!.Value.Number.ShouldBe(231_474);
            var air = twin.Desk.History("", "urn:ngsi-ld:AirQualityObserved:46", Names.Default("airQualityIndex"))!;
            air.Count.ShouldBe(1_094);
            var before = twin.Desk.Count();
            (await desk.Run(names, data, stop: stop)).Value.ShouldAllBe(r => r.Skipped);
            (await desk.Run(["garbage_stops", "districts", "flood_reports"], data, force: true, stop: stop)).Value.ShouldAllBe(r => r.Imported == 0);
            twin.Desk.Count().ShouldBe(before);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
