using System.Runtime.CompilerServices;
using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Cardo.Rules;

/// <summary>
/// How far a point is from an area, in metres on a plane laid at the area's middle: exact to a tenth of a percent over
/// a city, which is far inside any fence's hysteresis.
/// </summary>
internal sealed class FenceGeometry
{
    const double MetresADegree = 111_194.93; // mean Earth radius 6,371,008.8 m

    static readonly ConditionalWeakTable<GeoValue, FenceGeometry> laid = [];

    readonly double lon0, lat0, xScale;
    readonly Geometry plane;
    readonly IPreparedGeometry prepared;

    FenceGeometry(Geometry geometry)
    {
        var middle = geometry.EnvelopeInternal.Centre ?? new Coordinate(0, 0);
        (lon0, lat0) = (middle.X, middle.Y);
        xScale = MetresADegree * Math.Cos(lat0 * Math.PI / 180);
        plane = geometry.Copy();
        foreach (var at in plane.Coordinates) (at.X, at.Y) = ((at.X - lon0) * xScale, (at.Y - lat0) * MetresADegree);
        plane.GeometryChanged();
        prepared = PreparedGeometryFactory.Prepare(plane);
    }

    public static FenceGeometry Of(GeoValue geo) => laid.GetValue(geo, g => new FenceGeometry(g.Geometry()));

    public static FenceGeometry Of(IReadOnlyList<(double Lon, double Lat)> ring)
    {
        var corners = ring.Select(c => new Coordinate(c.Lon, c.Lat)).ToList();
        if (corners.Count == 1) return new FenceGeometry(new Point(corners[0]));
        if (!corners[0].Equals2D(corners[^1])) corners.Add(corners[0].Copy());
        return new FenceGeometry(new Polygon(new LinearRing([.. corners])));
    }

    /// <summary>Metres to the area's edge widened by <paramref name="radius_m"/>; negative inside.</summary>
    public double Distance_m(double lon, double lat, double radius_m)
    {
        var point = new Point((lon - lon0) * xScale, (lat - lat0) * MetresADegree);
        var inside = plane.Dimension == Dimension.Surface && prepared.Covers(point);
        return (inside ? -plane.Boundary.Distance(point) : plane.Distance(point)) - radius_m;
    }
}
