using System.Globalization;
using NetTopologySuite.Geometries;

namespace Cardo.Sensing.Import;

/// <summary>
/// Finds where a row says it is: reads the two columns or the geometry, transforms to WGS 84, notices swapped axes and
/// places outside the city.
/// </summary>
internal sealed class Place(LocationMap map, Box? city)
{
    readonly Shapes shapes = new(map.Projection);
    readonly Box? box = map.Within ?? city;

    /// <summary>The geometry, or null with the reason; <paramref name="mark"/> is what was odd, <paramref name="reject"/> whether the row can't stand.</summary>
    public Geometry? Find(Row row, out string? mark, out bool reject)
    {
        mark = null;
        reject = false;
        var shape = map.Geometry ? Shape(row, ref mark) : Point(row, ref mark);
        if (shape is null)
        {
            reject = map.Missing == Misplaced.Reject;
            return null;
        }
        if (box is null || map.Outside == Misplaced.Keep || Holds(shape)) return shape;
        var swapped = Swapped(row, shape);
        if (swapped is not null && map.CorrectSwapped)
        {
            mark = "axes swapped, corrected";
            return swapped;
        }
        mark = swapped is not null ? "axes swapped" : "outside the city";
        reject = map.Outside == Misplaced.Reject;
        return null;
    }

    Geometry? Shape(Row row, ref string? mark)
    {
        if (row.Geometry.IsEmpty)
        {
            mark = "no geometry";
            return null;
        }
        var shape = shapes.Read(row.Geometry, out var wrong);
        if (shape is null) mark = wrong;
        else if (shape is NetTopologySuite.Geometries.Point { X: 0, Y: 0 })
        {
            mark = "coordinates 0, 0";
            return null;
        }
        else if (shapes.CoordinatesWereText) mark = "coordinates written as text";
        return shape;
    }

    Point? Point(Row row, ref string? mark)
    {
        var lon = row[map.Lon].Trim();
        var lat = row[map.Lat].Trim();
        if (Cell.IsNull(lon, map.Nulls) || Cell.IsNull(lat, map.Nulls)) mark = "no coordinates";
        else if (!Number(lon, out var x) || !Number(lat, out var y)) mark = "coordinates that are no numbers";
        else if (x == 0 && y == 0) mark = "coordinates 0, 0";
        else return At(x, y);
        return null;
    }

    Point At(double x, double y)
    {
        if (map.Projection is not null) (x, y) = map.Projection.ToWgs84(x, y);
        return new Point(Math.Round(x, 7), Math.Round(y, 7));
    }

    static bool Number(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    bool Holds(Geometry shape)
    {
        var e = shape.EnvelopeInternal;
        return box!.Holds(e.MinX, e.MinY) && box.Holds(e.MaxX, e.MaxY);
    }

    /// <summary>The same with its axes the other way round, when that is where the city is.</summary>
    Geometry? Swapped(Row row, Geometry shape)
    {
        Geometry? other;
        if (map.Geometry) other = map.Projection is null ? Shapes.Swapped(shape) : null;
        else
        {
            if (!Number(row[map.Lat].Trim(), out var x) || !Number(row[map.Lon].Trim(), out var y)) return null;
            other = At(x, y);
        }
        return other is not null && Holds(other) ? other : null;
    }
}
