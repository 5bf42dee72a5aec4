using NetTopologySuite.Geometries;

namespace Cardo.Standards.Mvt;

/// <summary>What a feature is drawn as (vector tile specification 2.1, section 4.3.4).</summary>
public enum MvtKind : byte
{
    Point = 1,
    Line = 2,
    Polygon = 3,
}

/// <summary>
/// A geometry projected once to the world square, as flat arrays, ready to be cut into any number of tiles.
/// Parts are points, lines or rings one after another; rings don't repeat their first point; an outer ring is followed by its holes.
/// </summary>
public sealed class MvtShape
{
    internal MvtShape(MvtKind kind, double[] xy, int[] ends, bool[] outer)
    {
        (Kind, Xy, Ends, Outer) = (kind, xy, ends, outer);
        (MinX, MinY, MaxX, MaxY) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        for (var i = 0; i < xy.Length; i += 2)
        {
            MinX = Math.Min(MinX, xy[i]);
            MaxX = Math.Max(MaxX, xy[i]);
            MinY = Math.Min(MinY, xy[i + 1]);
            MaxY = Math.Max(MaxY, xy[i + 1]);
        }
    }

    public MvtKind Kind { get; }

    public double MinX { get; }
    public double MinY { get; }
    public double MaxX { get; }
    public double MaxY { get; }

    /// <summary>How many points it has.</summary>
    public int Points => Xy.Length / 2;

    /// <summary>x and y in turn, world units.</summary>
    internal double[] Xy { get; }

    /// <summary>Where each part ends, counted in points.</summary>
    internal int[] Ends { get; }

    /// <summary>For each part of a polygon: whether it is an outer ring.</summary>
    internal bool[] Outer { get; }

    /// <summary>
    /// From a geometry in degrees (longitude, latitude). Null for an empty one, for one with NaN, and for a collection
    /// of mixed kinds, which a tile's feature cannot hold.
    /// </summary>
    public static MvtShape? From(Geometry geometry)
    {
        var kind = geometry switch
        {
            Point or MultiPoint => MvtKind.Point,
            LineString or MultiLineString => MvtKind.Line,
            Polygon or MultiPolygon => MvtKind.Polygon,
            _ => default,
        };
        if (kind == default || geometry.IsEmpty) return null;
        var xy = new List<double>(geometry.NumPoints * 2);
        var ends = new List<int>();
        var outer = new List<bool>();
        for (var i = 0; i < geometry.NumGeometries; i++)
            switch (geometry.GetGeometryN(i))
            {
                case Polygon { IsEmpty: false } polygon:
                    Add(polygon.ExteriorRing.CoordinateSequence, 1, xy, ends);
                    outer.Add(true);
                    for (var h = 0; h < polygon.NumInteriorRings; h++)
                    {
                        Add(polygon.GetInteriorRingN(h).CoordinateSequence, 1, xy, ends);
                        outer.Add(false);
                    }
                    break;
                case LineString { IsEmpty: false } line: Add(line.CoordinateSequence, 0, xy, ends); break;
                case Point { IsEmpty: false } point: Add(point.CoordinateSequence, 0, xy, ends); break;
            }
        return xy.Count == 0 || xy.Exists(double.IsNaN) ? null : new MvtShape(kind, [.. xy], [.. ends], [.. outer]);
    }

    /// <summary>A point in degrees.</summary>
    public static MvtShape At(double lon, double lat) => new(MvtKind.Point, [TileId.WorldX(lon), TileId.WorldY(lat)], [1], []);

    static void Add(CoordinateSequence points, int without, List<double> xy, List<int> ends)
    {
        for (var i = 0; i < points.Count - without; i++)
        {
            xy.Add(TileId.WorldX(points.GetX(i)));
            xy.Add(TileId.WorldY(points.GetY(i)));
        }
        ends.Add(xy.Count / 2);
    }

    /// <summary>Surveyor's area of a ring in square units of its coordinates: positive when it turns clockwise with y downwards.</summary>
    internal static double Area(ReadOnlySpan<double> ring)
    {
        if (ring.Length < 6) return 0;
        double twice = 0, x = ring[^2], y = ring[^1];
        // Relative to one corner, so that small rings far from the origin keep their digits.
        double ox = x, oy = y;
        for (var i = 0; i < ring.Length; i += 2)
        {
            twice += (x - ox) * (ring[i + 1] - oy) - (ring[i] - ox) * (y - oy);
            (x, y) = (ring[i], ring[i + 1]);
        }
        return twice / 2;
    }
}
