using Cardo.Sensing.Import;
using Cardo.Tests.Support;

namespace Cardo.Tests.Sensing.Import;

/// <summary>Coordinates against published control points.</summary>
public sealed class ProjectionTests
{
    static void Near(int epsg, double x, double y, double lon, double lat, double degrees)
    {
        var (gotLon, gotLat) = Projection.Of(epsg).ShouldNotBeNull().ToWgs84(x, y);
        gotLon.ShouldBe(lon, degrees);
        gotLat.ShouldBe(lat, degrees);
    }

    // IOGP Guidance Note 7-2, "Popular Visualisation Pseudo-Mercator", example.
    [Fact]
    public void Web_Mercator_agrees_with_the_guidance_notes_example() =>
        Near(3857, -11169055.58, 2800000.00, -(100 + 20 / 60.0), 24 + 22 / 60.0 + 54.433 / 3600, 1e-7);

    // The meridian arc of GRS 80 to 45 degrees is 4,984,944.378 m; TM2's scale on its meridian is 0.9999.
    [Theory]
    [InlineData(3826, 121)]
    [InlineData(3825, 119)]
    public void Taiwans_TM2_has_its_meridian_and_scale(int epsg, double meridian) => Near(epsg, 250_000, 4_984_944.378 * 0.9999, meridian, 45, 1e-7);

    [Fact]
    public void A_UTM_zone_has_its_own_meridian() => Near(25832, 500_000, 4_984_944.378 * 0.9996, 9, 45, 1e-7);

    // Ordnance Survey, "A guide to coordinate systems in Great Britain": Caister water tower, National Grid and ETRS89.
    [Fact]
    public void The_British_grid_is_shifted_to_WGS_84_within_its_five_metres() =>
        Near(27700, 651_409.903, 313_177.270, 1 + 42 / 60.0 + 57.8663 / 3600, 52 + 39 / 60.0 + 28.8282 / 3600, 1e-4);

    [Fact]
    public void An_unknown_code_is_null() => Projection.Of(1).ShouldBeNull();

    [Fact]
    public void Tainans_drains_begin_where_their_own_TWD97_columns_say()
    {
        using var reader = new JsonRows(File.OpenRead(Repository.Shared("tainan/drainage/lines.json")), "features", true, ["START_X", "START_Y", "DR_LEN"]);
        var row = new Row(3);
        var projection = Projection.Of(3826)!;
        int near = 0, all = 0;
        while (reader.Next(row))
        {
            var (x, y) = (double.Parse(row[0]), double.Parse(row[1]));
            if (x == 0 || new Shapes(null).Read(row.Geometry, out _) is not { } line) continue;
            all++;
            var (lon, lat) = projection.ToWgs84(x, y);
            // 0.0005 degrees are 50 m: the columns were typed by hand, from either end.
            if (line.Coordinates.Any(c => Math.Abs(c.X - lon) < 0.0005 && Math.Abs(c.Y - lat) < 0.0005)) near++;
        }
        all.ShouldBe(166);
        near.ShouldBeGreaterThan(all / 2);
    }
}
