using Cardo.Standards.GeoJson;
using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;

namespace Cardo.Twin.Persist;

/// <summary>Geometries as they were kept: JSON and box, the shape only when somebody asks.</summary>
internal static class Geometries
{
    public static GeoValue Kept(byte[] json, double minX, double minY, double maxX, double maxY) =>
        GeoValue.From(json, new Envelope(minX, maxX, minY, maxY), GeoJsonReader.Read);
}
