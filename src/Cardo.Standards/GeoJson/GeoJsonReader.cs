using System.Buffers.Text;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;

namespace Cardo.Standards.GeoJson;

/// <summary>
/// Reads RFC 7946 geometries: WGS 84, longitude first, rings closed. What breaks a rule is told in one sentence; the
/// commonest mistake (latitude first) shows as a latitude beyond 90 degrees.
/// </summary>
public static class GeoJsonReader
{
    /// <summary>More vertices than a city's boundary has.</summary>
    public const int MaxPositions = 500_000;

    /// <summary>A geometry as the twin keeps it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out GeoValue? value, out string? error)
    {
        (value, error) = (null, "This is no JSON.");
        if (TryPoint(json, out value)) return true;
        var parser = new GeoJsonParser(json);
        Geometry? geometry;
        try
        {
            geometry = parser.Geometry();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
        error = parser.Error;
        if (geometry is null) return false;
        value = geometry is Point { IsEmpty: false } point && !parser.HasAltitude
            ? GeoValue.Point(point.X, point.Y)
            : GeoValue.From(JsonText.Compact(json), geometry.EnvelopeInternal, Read);
        return true;
    }

    // Most geometries are points said plainly: no shape has to be made of them. Whatever else it is, the parser tells.
    static bool TryPoint(ReadOnlySpan<byte> json, out GeoValue? value)
    {
        value = null;
        var head = "{\"type\":\"Point\",\"coordinates\":["u8;
        if (!json.StartsWith(head) || !json.EndsWith("]}"u8)) return false;
        var rest = json[head.Length..^2];
        var comma = rest.IndexOf((byte)',');
        if (comma <= 0 || !Degrees(rest[..comma], 180, out var lon) || !Degrees(rest[(comma + 1)..], 90, out var lat)) return false;
        value = GeoValue.Point(lon, lat);
        return true;
    }

    // A JSON number as most are written: digits and a point. (What .NET reads beyond that, JSON does not allow.)
    static bool Degrees(ReadOnlySpan<byte> text, double most, out double number)
    {
        number = 0;
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        return digits.Length > 0 && char.IsAsciiDigit((char)digits[0]) && char.IsAsciiDigit((char)digits[^1])
            && (digits[0] != '0' || digits.Length == 1 || digits[1] == '.')
            && digits.IndexOfAnyExcept("0123456789."u8) < 0
            && Utf8Parser.TryParse(text, out number, out var used) && used == text.Length && Math.Abs(number) <= most;
    }

    /// <summary>The geometry of JSON that was read before.</summary>
    public static Geometry Read(ReadOnlyMemory<byte> json)
    {
        var parser = new GeoJsonParser(json.Span);
        return parser.Geometry() ?? throw new InvalidOperationException($"not a geometry: {parser.Error}");
    }

    /// <summary>A geometry made of its type and the JSON of its coordinates, as geo-queries give them.</summary>
    public static bool TryRead(string type, ReadOnlySpan<byte> coordinates, out Geometry? geometry, out string? error)
    {
        var buffer = new byte[coordinates.Length + type.Length + 32];
        geometry = null;
        error = "no GeoJSON";
        foreach (var c in type) if (!char.IsAsciiLetter(c)) return false;
        var length = System.Text.Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"coordinates\":", buffer);
        coordinates.CopyTo(buffer.AsSpan(length));
        length += coordinates.Length;
        buffer[length++] = (byte)'}';
        try
        {
            var parser = new GeoJsonParser(buffer.AsSpan(0, length));
            geometry = parser.Geometry();
            error = parser.Error;
            return geometry is not null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            error = "The coordinates are no JSON array.";
            return false;
        }
    }

    /// <summary>Whether the word names a GeoJSON geometry.</summary>
    public static bool IsType(ReadOnlySpan<byte> word) => word.Length switch
    {
        5 => word.SequenceEqual("Point"u8),
        7 => word.SequenceEqual("Polygon"u8),
        10 => word.SequenceEqual("LineString"u8) || word.SequenceEqual("MultiPoint"u8),
        12 => word.SequenceEqual("MultiPolygon"u8),
        15 => word.SequenceEqual("MultiLineString"u8),
        18 => word.SequenceEqual("GeometryCollection"u8),
        _ => false,
    };
}
