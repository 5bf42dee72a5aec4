using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Sensing.Import;
using Cardo.Tests.Support;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Sensing.Import;

/// <summary>The mappings of cities/tainan against the real files: every row accounted for, every trap where it was found.</summary>
public sealed class TainanTests
{
    static readonly TimeZoneInfo Taipei = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");
    static readonly Box City = new(120.00, 22.87, 120.68, 23.43);

    static async Task<(ImportReport Report, CountingSink Sink)> Run(string name, Action<string, Attribute>? observed = null)
    {
        var data = Repository.Shared("tainan");
        var outcome = MappingReader.Read(Path.Combine(Repository.Root, "cities", "tainan", "imports", name + ".yaml"), Taipei);
        outcome.Ok.ShouldBeTrue(outcome.Ok ? "" : string.Join("\n", outcome.Refusal.Details ?? [outcome.Refusal.Message]));
        var folder = Directory.CreateTempSubdirectory("cardo-import-");
        try
        {
            using var issues = new IssueBook(Path.Combine(folder.FullName, "list.csv"), outcome.Value.Files);
            var sink = new CountingSink(observed);
            var report = await new ImportRun(outcome.Value, data, City, issues, sink, null).Go(CancellationToken.None);
            report.Problems.ShouldBeEmpty();
            (report.Imported + report.Unchanged + report.Duplicates + report.Rejected + report.LeftOut).ShouldBe(report.Read);
            return (report, sink);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Rows read, left out (another city's), imported, duplicate, rejected, marked; entities. README.md tells what the marks are.</summary>
    [Theory]
    [InlineData("activity_centres", 344, 0, 344, 0, 0, 344, 344)]
    [InlineData("air_quality", 91_896, 86_426, 5_470, 0, 0, 12, 5)]
    [InlineData("bus_positions", 108_713, 0, 108_713, 0, 0, 463, 297)]
    [InlineData("bus_routes", 11_681, 0, 11_681, 0, 0, 0, 360)]
    [InlineData("city_wall", 185, 0, 185, 0, 0, 0, 185)]
    [InlineData("districts", 752, 0, 752, 0, 0, 0, 37)]
    [InlineData("drainage_areas", 41, 0, 41, 0, 0, 0, 41)]
    [InlineData("drainage_lines", 1_046, 0, 1_046, 0, 0, 0, 1_045)]
    [InlineData("drainage_points", 88, 0, 88, 0, 0, 0, 88)]
    [InlineData("flood_depth", 22_246, 0, 21_965, 281, 0, 701, 313)]
    [InlineData("flood_reports", 8_226, 5_827, 2_399, 0, 0, 111, 2_399)]
    [InlineData("flood_sensors", 2_236, 1_909, 327, 0, 0, 0, 327)]
    [InlineData("garbage_stops", 16_967, 0, 16_967, 0, 0, 6, 16_967)]
    [InlineData("narrow_roads", 1_525, 0, 1_525, 0, 0, 63, 1_525)]
    [InlineData("nightmarkets", 40, 0, 40, 0, 0, 0, 40)]
    [InlineData("parks", 486, 0, 486, 0, 0, 0, 486)]
    [InlineData("pipelines", 17_779, 0, 17_779, 0, 0, 129, 17_779)]
    [InlineData("population", 11_870, 0, 11_870, 0, 0, 0, 37)]
    [InlineData("school_places", 78, 0, 78, 0, 0, 0, 78)]
    [InlineData("schools", 2_632, 2_421, 211, 0, 0, 0, 211)]
    [InlineData("sewers", 1_973, 0, 1_973, 0, 0, 1_487, 1_973)]
    [InlineData("tbike", 52, 0, 52, 0, 0, 0, 52)]
    [InlineData("villages", 752, 0, 752, 0, 0, 0, 752)]
    [InlineData("water_level", 1_086_943, 0, 1_086_943, 0, 0, 205, 77)]
    [InlineData("water_stations", 87, 0, 87, 0, 0, 1, 87)]
    public async Task Every_row_of_every_file_is_accounted_for(string name, long read, long leftOut, long imported, long duplicates, long rejected, long marked, long entities)
    {
        var (r, _) = await Run(name);
        (r.Read, r.LeftOut, r.Imported, r.Duplicates, r.Rejected, r.Marked, r.Entities).ShouldBe((read, leftOut, imported, duplicates, rejected, marked, entities), string.Join("; ", r.MarkedBy));
    }

    [Fact]
    public void Every_mapping_of_the_city_is_counted_above()
    {
        var counted = typeof(TainanTests).GetMethod(nameof(Every_row_of_every_file_is_accounted_for))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>();
        counted.Select(c => (string)c.Data[0]!).Order().ShouldBe(Directory.GetFiles(Path.Combine(Repository.Root, "cities", "tainan", "imports"), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order());
    }

    [Fact]
    public void The_citys_rules_and_alarm_texts_are_read()
    {
        var file = Path.Combine(Repository.Root, "cities", "tainan", "rules", "water.json");
        var rules = Cardo.Rules.ReadRules.Read("water.json", "city", File.ReadAllBytes(file));
        rules.Ok.ShouldBeTrue(rules.Ok ? "" : string.Join("\n", rules.Refusal.Details ?? [rules.Refusal.Message]));
        rules.Value.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_flood_of_August_2018_has_its_alert_readings_and_the_gauges_their_73_jumps()
    {
        var alerts = new Dictionary<string, int>();
        var (report, _) = await Run("water_level", (_, a) =>
        {
            if (a.Name != Terms.Expand("alert") || !a.Value.IsTrue) return;
            var day = TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(a.ObservedAtUs), Taipei).ToString("MM-dd", null);
            alerts[day] = alerts.GetValueOrDefault(day) + 1;
        });
        (alerts["08-23"], alerts["08-24"], alerts["08-25"]).ShouldBe((1_259, 3_444, 714));
        report.MarkedBy["jumps: waterLevel"].ShouldBe(73);
    }

    [Fact]
    public async Task Districts_are_the_union_of_their_villages_and_hold_their_residents()
    {
        var (_, shapes) = await Run("districts");
        var (_, people) = await Run("population");
        shapes.Entities.Keys.Order().ShouldBe(people.Entities.Keys.Order());
        var yongkang = "urn:ngsi-ld:AdministrativeArea:67000310";
        shapes.Entities[yongkang].Find(Terms.Expand("name"))!.Value.Text.ShouldBe("永康區");
        people.Entities[yongkang].Find(Terms.Expand("population"))!.Value.Number.ShouldBe(231_474);
        people.Entities.Values.Sum(e => e.Find(Terms.Expand("population"))!.Value.Number).ShouldBe(1_883_274);
        var (_, villages) = await Run("villages");
        // Neighbouring villages overlap here and there by a few metres.
        Area(shapes).ShouldBe(Area(villages), 1e-5);
    }

    static double Area(CountingSink sink) => sink.Entities.Values.Sum(e => e.Find(Cardo.Twin.Names.Location)!.Value.Geo!.Geometry().Area);

    [Fact]
    public async Task The_same_depth_reading_under_two_time_zones_is_one_reading()
    {
        var moments = new List<long>();
        await Run("flood_depth", (id, a) =>
        {
            if (id.EndsWith("4189824a-daa4-491d-95db-7fd93c149f4e", StringComparison.Ordinal)) moments.Add(a.ObservedAtUs);
        });
        moments.Count(m => Instants.Format(m) == "2025-05-20T02:53:03Z").ShouldBe(1);
        moments.ShouldNotContain(m => Instants.Format(m) == "2025-05-20T10:53:03Z");
    }

    [Fact]
    public async Task Swapped_activity_centres_stand_where_the_corrected_file_has_them()
    {
        var (report, sink) = await Run("activity_centres");
        report.MarkedBy.ShouldBe(new Dictionary<string, long> { ["axes swapped, corrected"] = 341, ["no coordinates"] = 3 });
        using var reader = new JsonRows(File.OpenRead(Repository.Shared("tainan/parks/ac.json")), "features", true, ["name", "address"]);
        var row = new Row(2);
        var right = new HashSet<(double, double)>();
        while (reader.Next(row)) right.Add(new Shapes(null).Read(row.Geometry, out _) is NetTopologySuite.Geometries.Point p ? (p.X, p.Y) : default);
        sink.Entities.Values.Select(e => e.Find(Cardo.Twin.Names.Location)?.Value.Geo).OfType<Cardo.Standards.NgsiLd.GeoValue>().Count(g => right.Contains((g.MinX, g.MinY))).ShouldBe(341);
    }
}
