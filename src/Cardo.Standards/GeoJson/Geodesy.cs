using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Cardo.Standards.GeoJson;

/// <summary>
/// Distances on the ground in metres. Between points by the haversine on the mean sphere (within 0.6 % of the
/// ellipsoid); between other shapes on a plane laid at the middle latitude, which is as good within a few hundred
/// kilometres: a city's scale.
/// </summary>
public static class Geodesy
{
    /// <summary>Mean radius of the earth in metres (IUGG).</summary>
    public const double Radius_m = 6_371_008.8;

    public const double MetresPerDegree = Math.PI / 180 * Radius_m;

    /// <summary>Metres between two positions in degrees.</summary>
    public static double Metres(double lon1, double lat1, double lon2, double lat2)
    {
        var (a, b) = (double.DegreesToRadians(lat1), double.DegreesToRadians(lat2));
        var (dLat, dLon) = (b - a, double.DegreesToRadians(lon2 - lon1));
        var h = Math.Pow(Math.Sin(dLat / 2), 2) + Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(dLon / 2), 2);
        return 2 * Radius_m * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary>Metres between the nearest parts of two geometries.</summary>
    public static double Metres(Geometry a, Geometry b)
    {
        if (a is Point p && b is Point q) return Metres(p.X, p.Y, q.X, q.Y);
        var middle = (a.EnvelopeInternal.Centre.Y + b.EnvelopeInternal.Centre.Y) / 2;
        var flat = AffineTransformation.ScaleInstance(Math.Cos(double.DegreesToRadians(middle)) * MetresPerDegree, MetresPerDegree);
        return flat.Transform(a).Distance(flat.Transform(b));
    }

    /// <summary>Metres between a kept geometry and another; points need no object made.</summary>
    public static double Metres(GeoValue a, Geometry b) =>
        a.IsPoint && b is Point q ? Metres(a.MinX, a.MinY, q.X, q.Y) : Metres(a.Geometry(), b);

    /// <summary>The box that holds everything within so many metres of another, a little large.</summary>
    public static Envelope Around(Envelope box, double metres)
    {
        var dLat = metres / MetresPerDegree * 1.01;
        var top = Math.Min(89.9, Math.Max(Math.Abs(box.MinY - dLat), Math.Abs(box.MaxY + dLat)));
        var dLon = Math.Min(360, dLat / Math.Cos(double.DegreesToRadians(top)));
        return new Envelope(box.MinX - dLon, box.MaxX + dLon, box.MinY - dLat, box.MaxY + dLat);
    }
}
