using System.Buffers;
using System.Text.Json;
using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;

namespace Cardo.Sensing.Import;

/// <summary>
/// GeoJSON geometries as sources have them (coordinates as text, with heights, rings left open, another coordinate
/// system) made into the twin's: two numbers a position on WGS 84, seven decimals (a centimetre), rings closed.
/// </summary>
internal sealed class Shapes(Projection? projection)
{
    /// <summary>Positions of one geometry.</summary>
    public const int MaxPositions = 1_000_000;

    /// <summary>What was odd but could be used.</summary>
    public bool CoordinatesWereText { get; private set; }

    /// <returns>null, and why, when it is no geometry</returns>
    public Geometry? Read(ReadOnlyMemory<byte> json, out string? wrong)
    {
        CoordinatesWereText = false;
        wrong = null;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            var type = root.GetProperty("type").GetString();
            var coordinates = root.TryGetProperty("coordinates", out var c) ? c : default;
            Geometry? shape = type switch
            {
                "Point" => new Point(Position(coordinates)),
                "MultiPoint" => new MultiPoint([.. coordinates.EnumerateArray().Select(p => new Point(Position(p)))]),
                "LineString" => Line(coordinates),
                "MultiLineString" => new MultiLineString([.. coordinates.EnumerateArray().Select(Line)]),
                "Polygon" => Polygon(coordinates),
                "MultiPolygon" => new MultiPolygon([.. coordinates.EnumerateArray().Select(Polygon)]),
                _ => null,
            };
            if (shape is null) wrong = $"a geometry of type {type}";
            else if (shape.IsEmpty) wrong = "an empty geometry";
            else return shape;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            wrong = $"a geometry that can't be read: {e.Message}";
        }
        return null;
    }

    LineString Line(JsonElement positions)
    {
        var points = Positions(positions);
        if (points.Length == 1) throw new FormatException("a line of one position");
        return new LineString(points);
    }

    Polygon Polygon(JsonElement rings)
    {
        var all = rings.EnumerateArray().Select(Ring).Where(r => r.Count >= 4).ToArray();
        return all.Length == 0 ? new Polygon(null) : new Polygon(all[0], all[1..]);
    }

    LinearRing Ring(JsonElement positions)
    {
        var points = Positions(positions);
        if (points.Length > 0 && !points[0].Equals2D(points[^1])) points = [.. points, points[0].Copy()];
        return points.Length < 4 ? new LinearRing([]) : new LinearRing(points);
    }

    Coordinate[] Positions(JsonElement list)
    {
        if (list.GetArrayLength() > MaxPositions) throw new FormatException($"more than {MaxPositions} positions");
        return list.EnumerateArray().Select(Position).ToArray();
    }

    Coordinate Position(JsonElement position)
    {
        var (x, y) = (Number(position[0]), Number(position[1]));
        if (projection is not null) (x, y) = projection.ToWgs84(x, y);
        if (!double.IsFinite(x) || !double.IsFinite(y)) throw new FormatException("a coordinate that is no number");
        return new Coordinate(Math.Round(x, 7), Math.Round(y, 7));
    }

    double Number(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number) return element.GetDouble();
        CoordinatesWereText = true;
        return double.Parse(element.GetString() ?? "", System.Globalization.CultureInfo.InvariantCulture);
    }

    public static Geometry Swapped(Geometry shape)
    {
        var swapped = shape.Copy();
        foreach (var c in swapped.Coordinates) (c.X, c.Y) = (c.Y, c.X);
        swapped.GeometryChanged();
        return swapped;
    }

    public static GeoValue Value(Geometry shape)
    {
        if (shape is Point point) return GeoValue.Point(point.X, point.Y);
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("type", shape.GeometryType);
        json.WritePropertyName("coordinates");
        WriteShape(json, shape);
        json.WriteEndObject();
        json.Flush();
        return GeoValue.From(bytes.WrittenSpan.ToArray(), shape.EnvelopeInternal, Kept);
    }

    static Geometry Kept(ReadOnlyMemory<byte> json) => new Shapes(null).Read(json, out _) ?? Point.Empty;

    static void WriteShape(Utf8JsonWriter json, Geometry shape)
    {
        switch (shape)
        {
            case Point point:
                WritePosition(json, point.Coordinate);
                break;
            case Polygon polygon:
                json.WriteStartArray();
                WriteLine(json, polygon.ExteriorRing);
                foreach (var hole in polygon.InteriorRings) WriteLine(json, hole);
                json.WriteEndArray();
                break;
            case LineString line:
                WriteLine(json, line);
                break;
            case GeometryCollection many:
                json.WriteStartArray();
                foreach (var one in many.Geometries) WriteShape(json, one);
                json.WriteEndArray();
                break;
        }
    }

    static void WriteLine(Utf8JsonWriter json, LineString line)
    {
        json.WriteStartArray();
        foreach (var c in line.Coordinates) WritePosition(json, c);
        json.WriteEndArray();
    }

    static void WritePosition(Utf8JsonWriter json, Coordinate c)
    {
        json.WriteStartArray();
        json.WriteNumberValue(c.X);
        json.WriteNumberValue(c.Y);
        json.WriteEndArray();
    }
}
