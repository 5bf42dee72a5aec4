using System.Globalization;
using System.Text;
using Cardo.Standards.GeoJson;
using Cardo.Standards.JsonLd;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>The relations of clause 4.10. An entity's geometry stands on the left: "within" is the entity within the query's shape.</summary>
public enum GeoRel : byte { Near, Within, Contains, Intersects, Equals, Disjoint, Overlaps }

/// <summary>A geo-query: entities whose geometry stands in a relation to a shape. Distances are metres on the ground.</summary>
public sealed class GeoQuery : IEntityFilter
{
    readonly IPreparedGeometry prepared;
    readonly Geometry shape;
    readonly double min_m, max_m;

    GeoQuery(GeoRel rel, Geometry shape, string property, double min_m, double max_m)
    {
        (Rel, this.shape, Property, this.min_m, this.max_m) = (rel, shape, property, min_m, max_m);
        prepared = PreparedGeometryFactory.Prepare(shape);
        Box = rel switch
        {
            GeoRel.Disjoint => null,
            GeoRel.Near => double.IsInfinity(max_m) ? null : Geodesy.Around(shape.EnvelopeInternal, max_m),
            _ => shape.EnvelopeInternal,
        };
    }

    public GeoRel Rel { get; }

    /// <summary>The attribute it looks at (expanded).</summary>
    public string Property { get; }

    /// <summary>A box in degrees that the geometry of every match touches; null when there is none.</summary>
    public Envelope? Box { get; }

    public const string DefaultProperty = CoreContext.Namespace + "location";

    /// <param name="georel"><c>near;maxDistance==2000</c>, <c>within</c>, …</param>
    /// <param name="geometry">a GeoJSON type</param>
    /// <param name="coordinates">the JSON of its coordinates</param>
    /// <param name="geoproperty">an attribute's name; null for location</param>
    public static LdResult<GeoQuery> Parse(string? georel, string? geometry, string? coordinates, string? geoproperty, LdContext context)
    {
        if (georel is null || geometry is null || coordinates is null)
            return LdError.Bad("A geo-query has georel, geometry and coordinates.", georel is null ? "georel" : geometry is null ? "geometry" : "coordinates");
        if (!GeoJsonReader.TryRead(geometry, Encoding.UTF8.GetBytes(coordinates), out var shape, out var wrong)) return LdError.Bad(wrong!, "coordinates");
        var property = geoproperty is null ? DefaultProperty : context.Expand(geoproperty);
        var words = georel.Split(';');
        if (words[0] != "near")
            return words.Length == 1 && Enum.TryParse<GeoRel>(words[0], true, out var rel) && Enum.IsDefined(rel) && !char.IsAsciiDigit(words[0][0])
                ? new GeoQuery(rel, shape!, property, 0, double.PositiveInfinity)
                : LdError.Bad("georel is near, within, contains, intersects, equals, disjoint or overlaps.", "georel");
        var (min, max) = (0d, double.PositiveInfinity);
        foreach (var word in words.AsSpan(1))
        {
            var parts = word.Split('=', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !double.TryParse(parts[1], CultureInfo.InvariantCulture, out var metres) || !double.IsFinite(metres) || metres < 0 || parts[0] is not ("maxDistance" or "minDistance"))
                return LdError.Bad("near has maxDistance==metres or minDistance==metres.", "georel");
            if (parts[0] == "maxDistance") max = metres;
            else min = metres;
        }
        if (words.Length == 1) return LdError.Bad("near has maxDistance==metres or minDistance==metres.", "georel");
        return new GeoQuery(GeoRel.Near, shape!, property, min, max);
    }

    public bool Matches(Entity entity)
    {
        foreach (var attribute in entity.Attributes)
            if ((ReferenceEquals(attribute.Name, Property) || attribute.Name == Property) && attribute.Value.Geo is { } geo && Matches(geo)) return true;
        return false;
    }

    public bool Matches(GeoValue geo)
    {
        if (Box is { } box && (geo.MinX > box.MaxX || geo.MaxX < box.MinX || geo.MinY > box.MaxY || geo.MaxY < box.MinY)) return false;
        try
        {
            if (Rel == GeoRel.Near) return Geodesy.Metres(geo, shape) is var metres && metres >= min_m && metres <= max_m;
            var there = geo.Geometry();
            return Rel switch
            {
                GeoRel.Within => prepared.Covers(there),
                GeoRel.Contains => there.Covers(shape),
                GeoRel.Intersects => prepared.Intersects(there),
                GeoRel.Equals => there.EqualsTopologically(shape),
                GeoRel.Disjoint => prepared.Disjoint(there),
                _ => prepared.Overlaps(there),
            };
        }
        catch (Exception wrong) when (wrong is TopologyException or ArgumentException or InvalidOperationException)
        {
            // A self-crossing polygon has no relation to anything.
            return false;
        }
    }
}
