using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Sensing.Payloads;

/// <summary>Where a thing says it is: a GeoJSON point (RFC 7946: longitude first), or two numbers of a profile.</summary>
internal static class Geometries
{
    public static Refusal? Read(ReadOnlyMemory<byte> json, string name, out Value value)
    {
        value = default;
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (!root.TryGetProperty("type", out var type) || !type.ValueEquals("Point"))
            return Refusal.Bad("geometry-not-a-point", $"'{name}' is not a GeoJSON Point; other shapes are written through NGSI-LD.");
        if (!root.TryGetProperty("coordinates", out var at) || at.ValueKind != JsonValueKind.Array || at.GetArrayLength() is < 2 or > 3) return Wrong(name);
        foreach (var number in at.EnumerateArray())
            if (number.ValueKind != JsonValueKind.Number) return Wrong(name);
        return Point(at[0].GetDouble(), at[1].GetDouble(), name, out value);
    }

    public static Refusal? Point(double lon, double lat, string name, out Value value)
    {
        value = default;
        if (!(Math.Abs(lon) <= 180 && Math.Abs(lat) <= 90)) return Wrong(name);
        value = Value.Of(GeoValue.Point(lon, lat));
        return null;
    }

    static Refusal Wrong(string name) => Refusal.Bad("geometry-invalid", $"'{name}' needs coordinates [longitude, latitude] in degrees, at most ±180 and ±90.");
}
