using Cardo.Standards.Mvt;
using NetTopologySuite.Geometries;

namespace Cardo.Tests.Standards.Mvt;

public sealed class MvtTileTests
{
    static readonly TileId Tile = TileId.At(14, 120.2, 23.0);
    static readonly MvtLimits Limits = new();
    static readonly GeometryFactory Make = new();

    // A place in the tile, in cells.
    static Coordinate At(double x, double y) => new(
        TileId.Longitude(Tile.West + x / 4096 * Tile.Span), TileId.Latitude(Tile.North + y / 4096 * Tile.Span));

    static Polygon Box(double x0, double y0, double x1, double y1, params LinearRing[] holes) => Make.CreatePolygon(Ring(x0, y0, x1, y1), holes);

    static LinearRing Ring(double x0, double y0, double x1, double y1) =>
        Make.CreateLinearRing([At(x0, y0), At(x1, y0), At(x1, y1), At(x0, y1), At(x0, y0)]);

    static List<TileReader.Layer> Encode(MvtLimits limits, params MvtFeature[] features) =>
        TileReader.Read(new MvtTile().Encode(Tile, [new MvtLayer("things", features)], limits).Bytes);

    static MvtFeature Feature(Geometry geometry, ulong id = 1, params KeyValuePair<string, MvtValue>[] tags) => new(id, MvtShape.From(geometry)!, tags);

    static long Twice(List<(int X, int Y)> ring)
    {
        var sum = 0L;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++) sum += (long)ring[j].X * ring[i].Y - (long)ring[i].X * ring[j].Y;
        return sum;
    }

    [Fact]
    public void A_point_a_line_and_a_polygon_come_back_where_they_were()
    {
        var layer = Encode(Limits,
            Feature(Make.CreatePoint(At(100, 200)), 7),
            Feature(Make.CreateLineString([At(0, 0), At(1000, 500), At(4000, 4000)]), 8),
            Feature(Box(10, 20, 110, 220), 9)).Single();
        layer.Version.ShouldBe(2);
        layer.Extent.ShouldBe(4096);
        layer.Name.ShouldBe("things");
        layer.Features.Select(f => (f.Id, f.Kind)).ShouldBe([(7ul, 1), (8ul, 2), (9ul, 3)]);
        layer.Features[0].Parts.Single().ShouldBe([(100, 200)]);
        layer.Features[1].Parts.Single().ShouldBe([(0, 0), (1000, 500), (4000, 4000)]);
        layer.Features[2].Parts.Single().ShouldBe([(10, 20), (110, 20), (110, 220), (10, 220)], ignoreOrder: true);
        layer.Features[2].Closed.ShouldBe(1);
    }

    [Fact]
    public void Tags_of_every_kind_come_back_and_equal_ones_are_stored_once()
    {
        KeyValuePair<string, MvtValue>[] tags =
            [new("name", "中山路"), new("lanes", 4.0), new("below", -3.0), new("width", 7.25), new("oneway", true), new("closed", false)];
        var features = Encode(Limits, Feature(Make.CreatePoint(At(1, 1)), 1, tags), Feature(Make.CreatePoint(At(2, 2)), 2, tags)).Single().Features;
        foreach (var feature in features)
        {
            feature.Tags["name"].ShouldBe("中山路");
            feature.Tags["lanes"].ShouldBe(4.0);
            feature.Tags["below"].ShouldBe(-3.0);
            feature.Tags["width"].ShouldBe(7.25);
            feature.Tags["oneway"].ShouldBe(true);
            feature.Tags["closed"].ShouldBe(false);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Outer_rings_turn_one_way_and_holes_the_other_whichever_way_they_came(bool reversed)
    {
        var polygon = Box(100, 100, 1000, 1000, Ring(200, 200, 400, 400), Ring(500, 500, 700, 700));
        var feature = Encode(Limits, Feature(reversed ? polygon.Reverse() : polygon)).Single().Features.Single();
        feature.Parts.Count.ShouldBe(3);
        feature.Closed.ShouldBe(3);
        Twice(feature.Parts[0]).ShouldBe(2 * 900 * 900);
        Twice(feature.Parts[1]).ShouldBe(-2 * 200 * 200);
        Twice(feature.Parts[2]).ShouldBe(-2 * 200 * 200);
    }

    [Fact]
    public void A_hole_whose_ring_lies_outside_the_tile_is_not_taken_for_a_ring()
    {
        var far = Box(5000, 5000, 9000, 9000, Ring(6000, 6000, 7000, 7000));
        var near = Box(100, 100, 200, 200);
        var feature = Encode(Limits, Feature(Make.CreateMultiPolygon([far, near]))).Single().Features.Single();
        feature.Parts.Count.ShouldBe(1);
        Twice(feature.Parts[0]).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_crosses_the_edge_is_cut_at_the_buffer()
    {
        var layer = Encode(Limits,
            Feature(Box(-9000, 1000, 9000, 2000)),
            Feature(Make.CreateLineString([At(-9000, 50), At(9000, 50), At(9000, 100), At(-9000, 100)]))).Single();
        var ring = layer.Features[0].Parts.Single();
        (ring.Min(p => p.X), ring.Max(p => p.X)).ShouldBe((-64, 4160));
        layer.Features[1].Parts.Count.ShouldBe(2, "a line that leaves and comes back is two lines");
        layer.Features[1].Parts.SelectMany(p => p).ShouldAllBe(p => p.X == -64 || p.X == 4160);
    }

    [Fact]
    public void A_tile_in_which_nothing_lies_is_empty_and_a_layer_without_features_is_left_out()
    {
        var away = Feature(Box(50000, 50000, 60000, 60000));
        var none = new MvtTile().Encode(Tile, [new MvtLayer("away", [away]), new MvtLayer("none", [])], Limits);
        none.Bytes.ShouldBeEmpty();
        none.Dropped.ShouldBe(0);
    }

    [Fact]
    public void A_ring_smaller_than_a_cell_and_a_line_within_one_are_left_out()
    {
        Encode(Limits, Feature(Box(10.1, 10.1, 10.3, 10.3)), Feature(Make.CreateLineString([At(10.1, 10.1), At(10.2, 10.2)]))).ShouldBeEmpty();
    }

    [Fact]
    public void Over_the_limit_of_features_the_smallest_go_first_and_are_counted()
    {
        var boxes = Enumerable.Range(1, 50).Select(i => Feature(Box(i * 60, 0, i * 60 + i, i), (ulong)i)).ToArray();
        var result = new MvtTile().Encode(Tile, [new MvtLayer("boxes", boxes)], Limits with { Features = 10 });
        result.Kept.ShouldBe(10);
        result.Dropped.ShouldBe(40);
        TileReader.Read(result.Bytes).Single().Features.Select(f => f.Id).ShouldBe(Enumerable.Range(41, 10).Select(i => (ulong)i));
    }

    [Fact]
    public void Over_the_limit_of_bytes_the_smallest_go_first_and_the_tile_fits()
    {
        var lines = Enumerable.Range(1, 400).Select(i =>
            Feature(Make.CreateLineString([.. Enumerable.Range(0, 40).Select(k => At(k * i / 4.0, (k % 2) * 30 + i))]), (ulong)i)).ToArray();
        var result = new MvtTile().Encode(Tile, [new MvtLayer("lines", lines)], Limits with { Bytes = 10_000 });
        result.Bytes.Length.ShouldBeInRange(1_000, 10_000);
        result.Dropped.ShouldBeGreaterThan(100);
        var kept = TileReader.Read(result.Bytes).Single().Features.Select(f => f.Id).ToHashSet();
        kept.ShouldContain(400ul);
        kept.ShouldNotContain(1ul);
    }

    [Fact]
    public void Geometry_a_feature_cannot_hold_is_no_shape()
    {
        MvtShape.From(Make.CreatePoint((Coordinate?)null)).ShouldBeNull();
        MvtShape.From(Make.CreateGeometryCollection([Make.CreatePoint(At(1, 1))])).ShouldBeNull();
        MvtShape.From(Make.CreatePoint(new Coordinate(double.NaN, 1))).ShouldBeNull();
    }

    [Fact]
    public void Fewer_points_stay_within_the_tolerance_and_a_ring_keeps_an_area()
    {
        var cell = Tile.Span / 4096;
        var wave = MvtShape.From(Make.CreateLineString([.. Enumerable.Range(0, 2000).Select(i => At(i * 2, 2000 + 300 * Math.Sin(i / 90.0)))]))!;
        var fewer = MvtSimplify.At(wave, 4 * cell)!;
        fewer.Points.ShouldBeInRange(10, 300);
        var circle = MvtShape.From(Make.CreatePoint(At(2000, 2000)).Buffer(At(2010, 0).X - At(2000, 0).X))!;
        MvtSimplify.At(circle, 15 * cell)!.Points.ShouldBeGreaterThanOrEqualTo(3);
        MvtSimplify.At(circle, 40 * cell).ShouldBeNull("nobody would see it");
    }
}
