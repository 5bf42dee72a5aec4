using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Cardo.Standards.GeoJson;

/// <summary>One geometry out of JSON. Throws only what <see cref="Utf8JsonReader"/> throws on text that is no JSON.</summary>
internal ref struct GeoJsonParser(ReadOnlySpan<byte> json)
{
    static readonly GeometryFactory factory = new(new PrecisionModel(), 4326);

    Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 64 });
    int positions;

    public string? Error { get; private set; }

    public bool HasAltitude { get; private set; }

    public Geometry? Geometry()
    {
        reader.Read();
        return Object(0);
    }

    Geometry? Object(int depth)
    {
        if (depth > 4) return Fail("Geometry collections nest deeper than 4.");
        if (reader.TokenType != JsonTokenType.StartObject) return Fail("A geometry is an object with type and coordinates.");
        string? type = null;
        Utf8JsonReader at = default;
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.ValueTextEquals("type"u8) ? 1 : reader.ValueTextEquals("coordinates"u8) ? 2 : reader.ValueTextEquals("geometries"u8) ? 2 : 0;
            reader.Read();
            if (member == 1)
            {
                if (reader.TokenType != JsonTokenType.String || !GeoJsonReader.IsType(reader.ValueSpan)) return Fail("The type is no GeoJSON geometry's.");
                type = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
            }
            else if (member == 2)
            {
                at = reader;
                found = true;
            }
            reader.Skip();
        }
        if (type is null) return Fail("A geometry has a type.");
        if (!found || at.TokenType != JsonTokenType.StartArray) return Fail("A geometry has an array of coordinates.");
        var end = reader;
        reader = at;
        var geometry = Of(type, depth);
        reader = end;
        return Error is null ? geometry : null;
    }

    Geometry? Of(string type, int depth)
    {
        switch (type)
        {
            case "Point": return Position(out var p) ? factory.CreatePoint(p) : null;
            case "LineString": return Line() is { } line ? factory.CreateLineString(line) : null;
            case "MultiPoint": return Positions(0) is { } points ? factory.CreateMultiPointFromCoords(points) : null;
            case "Polygon": return Polygon();
            case "MultiLineString": return Many(static (ref GeoJsonParser p) => p.Line() is { } l ? factory.CreateLineString(l) : null) is { } lines ? factory.CreateMultiLineString(lines) : null;
            case "MultiPolygon": return Many(static (ref GeoJsonParser p) => p.Polygon()) is { } polygons ? factory.CreateMultiPolygon(polygons) : null;
            default:
                var all = new List<Geometry>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (Object(depth + 1) is not { } one) return null;
                    all.Add(one);
                }
                return all.Count == 0 ? Fail("A geometry collection holds at least one geometry.") : factory.CreateGeometryCollection([.. all]);
        }
    }

    delegate T? Part<T>(ref GeoJsonParser parser) where T : class;

    T[]? Many<T>(Part<T> part) where T : class
    {
        var all = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (part(ref this) is not { } one) return null;
            all.Add(one);
        }
        if (all.Count > 0) return [.. all];
        Fail("The coordinates are empty.");
        return null;
    }

    Coordinate[]? Line() => Positions(2);

    Polygon? Polygon()
    {
        if (Many(static (ref GeoJsonParser p) => p.Ring()) is not { } rings) return null;
        return factory.CreatePolygon(rings[0], rings[1..]);
    }

    LinearRing? Ring()
    {
        if (Positions(4) is not { } ring) return null;
        if (ring[0].Equals2D(ring[^1])) return factory.CreateLinearRing(ring);
        Fail("A polygon's ring ends where it begins.");
        return null;
    }

    Coordinate[]? Positions(int atLeast)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Fail("Coordinates are arrays of positions.");
            return null;
        }
        var all = new List<Coordinate>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!Position(out var one)) return null;
            all.Add(one);
        }
        if (all.Count >= Math.Max(1, atLeast)) return [.. all];
        Fail(atLeast == 4 ? "A polygon's ring has at least four positions." : "A line has at least two positions.");
        return null;
    }

    bool Position(out Coordinate position)
    {
        position = null!;
        Span<double> numbers = stackalloc double[3];
        var n = 0;
        if (reader.TokenType != JsonTokenType.StartArray) return Fail("A position is an array of numbers.") is not null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var number) || !double.IsFinite(number))
                return Fail("A position is an array of numbers.") is not null;
            if (n < 3) numbers[n] = number;
            n++;
        }
        if (n is < 2 or > 4) return Fail("A position has a longitude and a latitude, and perhaps an altitude.") is not null;
        if (Math.Abs(numbers[0]) > 180) return Fail($"The longitude {numbers[0]} is beyond 180 degrees.") is not null;
        if (Math.Abs(numbers[1]) > 90) return Fail($"The latitude {numbers[1]} is beyond 90 degrees (longitude comes first).") is not null;
        if (++positions > GeoJsonReader.MaxPositions) return Fail($"The geometry has more than {GeoJsonReader.MaxPositions} positions.") is not null;
        HasAltitude |= n > 2;
        position = n > 2 ? new CoordinateZ(numbers[0], numbers[1], numbers[2]) : new Coordinate(numbers[0], numbers[1]);
        return true;
    }

    Geometry? Fail(string message)
    {
        Error ??= message;
        return null;
    }
}
