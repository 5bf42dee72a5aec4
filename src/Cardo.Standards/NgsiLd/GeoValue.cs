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
    readonly Shape? shape;

    sealed class Shape(double maxX, double maxY, byte[] json, Func<ReadOnlyMemory<byte>, Geometry> read)
    {
        WeakReference<Geometry>? made;

        public readonly double MaxX = maxX;
        public readonly double MaxY = maxY;
        public readonly byte[] Json = json;

        public Geometry Geometry()
        {
            if (made is not null && made.TryGetTarget(out var there)) return there;
            var geometry = read(Json);
            made = new WeakReference<Geometry>(geometry);
            return geometry;
        }
    }

    GeoValue(double minX, double minY, Shape? shape) => (MinX, MinY, this.shape) = (minX, minY, shape);

    public double MinX { get; }
    public double MinY { get; }
    public double MaxX => shape?.MaxX ?? MinX;
    public double MaxY => shape?.MaxY ?? MinY;

    public bool IsPoint => shape is null;

    /// <summary>A point at a longitude and a latitude in degrees.</summary>
    public static GeoValue Point(double lon, double lat) => new(lon, lat, null);

    /// <summary>A geometry from its compact JSON, its box and the reader that makes it when needed.</summary>
    public static GeoValue From(byte[] json, Envelope box, Func<ReadOnlyMemory<byte>, Geometry> read) =>
        new(box.MinX, box.MinY, new Shape(box.MaxX, box.MaxY, json, read));

    public ReadOnlyMemory<byte> Json => shape?.Json ?? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"Point\",\"coordinates\":[{MinX},{MinY}]}}"));

    /// <summary>Whether both say the same, to the letter.</summary>
    public bool Same(GeoValue other) => IsPoint && other.IsPoint
        ? MinX.Equals(other.MinX) && MinY.Equals(other.MinY)
        : IsPoint == other.IsPoint && shape!.Json.AsSpan().SequenceEqual(other.shape!.Json);

    public Geometry Geometry() => shape is null ? new Point(MinX, MinY) : shape.Geometry();
}
