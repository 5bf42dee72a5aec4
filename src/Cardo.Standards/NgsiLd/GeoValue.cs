using System.Globalization;
using System.Text;
using NetTopologySuite.Geometries;

namespace Cardo.Standards.NgsiLd;

/// <summary>
/// A GeoJSON geometry (RFC 7946: WGS 84, longitude first). A point is three numbers; anything else keeps its JSON and
/// its box, and makes the NetTopologySuite geometry when asked: a million lamps must fit.
/// </summary>
public sealed class GeoValue
{
    readonly byte[]? json;
    readonly Func<ReadOnlyMemory<byte>, Geometry>? read;
    WeakReference<Geometry>? made;

    GeoValue(double minX, double minY, double maxX, double maxY, byte[]? json, Func<ReadOnlyMemory<byte>, Geometry>? read)
    {
        (MinX, MinY, MaxX, MaxY) = (minX, minY, maxX, maxY);
        (this.json, this.read) = (json, read);
    }

    public double MinX { get; }
    public double MinY { get; }
    public double MaxX { get; }
    public double MaxY { get; }

    public bool IsPoint => json is null;

    /// <summary>A point at a longitude and a latitude in degrees.</summary>
    public static GeoValue Point(double lon, double lat) => new(lon, lat, lon, lat, null, null);

    /// <summary>A geometry from its compact JSON, its box and the reader that makes it when needed.</summary>
    public static GeoValue From(byte[] json, Envelope box, Func<ReadOnlyMemory<byte>, Geometry> read) =>
        new(box.MinX, box.MinY, box.MaxX, box.MaxY, json, read);

    public ReadOnlyMemory<byte> Json => json ?? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"Point\",\"coordinates\":[{MinX},{MinY}]}}"));

    /// <summary>Whether both say the same, to the letter.</summary>
    public bool Same(GeoValue other) => IsPoint && other.IsPoint
        ? MinX.Equals(other.MinX) && MinY.Equals(other.MinY)
        : IsPoint == other.IsPoint && json.AsSpan().SequenceEqual(other.json);

    public Geometry Geometry()
    {
        if (made is not null && made.TryGetTarget(out var there)) return there;
        var geometry = json is null ? new Point(MinX, MinY) : read!(json);
        made = new WeakReference<Geometry>(geometry);
        return geometry;
    }
}
