using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Cardo.Cases.Pages;

/// <summary>A part of the city by which the desk can be narrowed.</summary>
public sealed record District(string Id, string Name);

/// <summary>The city's districts, as its twin draws them.</summary>
internal sealed class Districts(TwinDesk twin)
{
    const int Most = 200;

    static readonly string[] types = ["District", "AdministrativeArea"];

    /// <summary>Those with an area and a name, by name; the city itself is none of them.</summary>
    public IReadOnlyList<District> All(string lang) =>
        [.. types.SelectMany(t => twin.OfType("", Names.Default(t))).Where(IsPart).Take(Most).Select(e => new District(e.Id, Called.In(e, lang) ?? e.Id.Split(':')[^1])).OrderBy(d => d.Name, StringComparer.Ordinal)];

    static bool IsPart(Entity entity) => entity.Find(Names.Location)?.Value.Geo is { IsPoint: false } && entity.Find(Names.Default("adminLevel"))?.Value.Text is not "city";

    /// <summary>Whether a place (degrees) lies in a district; null when there is no such district.</summary>
    public Func<double, double, bool>? Inside(string id)
    {
        if (id.Length == 0 || twin.Find("", id)?.Find(Names.Location)?.Value.Geo is not { IsPoint: false } geo) return null;
        var area = PreparedGeometryFactory.Prepare(geo.Geometry());
        // The box first: it is a hundred times cheaper and says no to nearly all.
        return (lon, lat) => lon >= geo.MinX && lon <= geo.MaxX && lat >= geo.MinY && lat <= geo.MaxY && area.Covers(new Point(lon, lat));
    }
}
