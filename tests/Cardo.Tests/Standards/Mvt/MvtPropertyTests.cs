using Cardo.Standards.Mvt;
using NetTopologySuite.Geometries;

namespace Cardo.Tests.Standards.Mvt;

/// <summary>Whatever is drawn, what is read back lies within a cell of it.</summary>
public sealed class MvtPropertyTests
{
    static readonly GeometryFactory Make = new();
    static readonly MvtLimits Limits = new();

    static (double X, double Y) Cells(TileId tile, Coordinate c) =>
        ((TileId.WorldX(c.X) - tile.West) / tile.Span * 4096, (TileId.WorldY(c.Y) - tile.North) / tile.Span * 4096);

    static Coordinate Place(TileId tile, double x, double y) =>
        new(TileId.Longitude(tile.West + x / 4096 * tile.Span), TileId.Latitude(tile.North + y / 4096 * tile.Span));

    static Geometry Seen(Geometry geometry, TileId tile) =>
        new NetTopologySuite.Geometries.Utilities.GeometryEditor(Make).Edit(geometry, new Projected(tile));

    sealed class Projected(TileId tile) : NetTopologySuite.Geometries.Utilities.GeometryEditor.CoordinateOperation
    {
        public override Coordinate[] Edit(Coordinate[] coordinates, Geometry geometry) =>
            [.. coordinates.Select(c => Cells(tile, c)).Select(c => new Coordinate(c.X, c.Y))];
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_line_read_back_lies_within_a_cell_of_what_was_drawn_and_leaves_nothing_out(int seed)
    {
        var random = new Random(seed);
        var tile = TileId.At(random.Next(5, 20), random.NextDouble() * 300 - 150, random.NextDouble() * 140 - 70);
        var line = Make.CreateLineString([.. Enumerable.Range(0, random.Next(2, 60)).Select(_ => Place(tile, random.NextDouble() * 9000 - 2500, random.NextDouble() * 9000 - 2500))]);
        var drawn = Seen(line, tile);
        var box = Make.ToGeometry(new Envelope(-64, 4160, -64, 4160));
        var expected = drawn.Intersection(box);
        var layers = TileReader.Read(new MvtTile().Encode(tile, [new MvtLayer("l", [new MvtFeature(1, MvtShape.From(line)!, [])])], Limits).Bytes);
        if (expected.IsEmpty || expected.Length < 2) return;
        var parts = layers.Single().Features.Single().Parts;
        Geometry read = Make.CreateMultiLineString([.. parts.Select(p => Make.CreateLineString([.. p.Select(c => new Coordinate(c.X, c.Y))]))]);
        foreach (var point in parts.SelectMany(p => p)) drawn.Distance(Make.CreatePoint(new Coordinate(point.X, point.Y))).ShouldBeLessThan(0.75);
        foreach (var corner in expected.Coordinates) read.Distance(Make.CreatePoint(corner)).ShouldBeLessThan(1.5);
        read.Length.ShouldBe(expected.Length, 2.0 * expected.NumPoints);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_polygon_read_back_covers_what_was_drawn_within_a_cell_along_its_edge(int seed)
    {
        var random = new Random(seed + 1000);
        var tile = TileId.At(random.Next(5, 20), random.NextDouble() * 300 - 150, random.NextDouble() * 140 - 70);
        // A star around a centre never crosses itself; a hole of a third of its size fits inside.
        var corners = random.Next(3, 40);
        var (cx, cy) = (random.NextDouble() * 6000 - 1000, random.NextDouble() * 6000 - 1000);
        var radii = Enumerable.Range(0, corners).Select(_ => 300 + random.NextDouble() * 1500).ToArray();
        LinearRing Star(double part) => Make.CreateLinearRing([.. Enumerable.Range(0, corners + 1).Select(i =>
            Place(tile, cx + part * radii[i % corners] * Math.Cos(i % corners * Math.Tau / corners), cy + part * radii[i % corners] * Math.Sin(i % corners * Math.Tau / corners)))]);
        var polygon = random.Next(2) == 0 ? Make.CreatePolygon(Star(1)) : Make.CreatePolygon(Star(1), [Star(.33)]);
        var expected = Seen(polygon, tile).Intersection(Make.ToGeometry(new Envelope(-64, 4160, -64, 4160)));
        var layers = TileReader.Read(new MvtTile().Encode(tile, [new MvtLayer("p", [new MvtFeature(1, MvtShape.From(polygon)!, [])])], Limits).Bytes);
        if (expected.Area < 4)
        {
            return;
        }
        var feature = layers.Single().Features.Single();
        feature.Closed.ShouldBe(feature.Parts.Count);
        var area = feature.Parts.Sum(Area);
        area.ShouldBe(expected.Area, expected.Length + 4, "off by at most a cell along the edge");
        var edge = expected.Boundary;
        foreach (var (x, y) in feature.Parts.SelectMany(p => p).Where(p => p.X is > -64 and < 4160 && p.Y is > -64 and < 4160))
            edge.Distance(Make.CreatePoint(new Coordinate(x, y))).ShouldBeLessThan(0.75);
    }

    static double Area(List<(int X, int Y)> ring)
    {
        var sum = 0.0;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++) sum += (double)ring[j].X * ring[i].Y - (double)ring[i].X * ring[j].Y;
        return sum / 2;
    }

    public static IEnumerable<TheoryDataRow<int>> Seeds() => Enumerable.Range(0, 200).Select(i => new TheoryDataRow<int>(i));
}
