using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Server.Demo.City;

/// <summary>The city while it is drawn: entities, spots, and the pens to draw them with.</summary>
internal sealed class Draft(Plan plan)
{
    readonly Dictionary<string, int> numbers = [];

    public Plan Plan => plan;

    public List<Entity> Entities { get; } = [];

    public List<Spot> Spots { get; } = [];

    /// <summary>An entity with a name and a shape; its id. Ids count from 1 by type.</summary>
    public string Add(string type, CityName name, Geometry shape, params Attribute[] more)
    {
        var number = numbers[type] = numbers.GetValueOrDefault(type) + 1;
        return Add(type, $"urn:ngsi-ld:{type}:demo-{number:0000}", name, shape, more);
    }

    public string Add(string type, string id, CityName name, Geometry shape, params Attribute[] more)
    {
        Entities.Add(new Entity { Id = id, Types = [Say.Name(type)], Attributes = [Say.Names(name), Say.Place(shape), .. more] });
        return id;
    }

    public void Spot(string kind, double x, double y, string near, CityName name)
    {
        var (lon, lat) = plan.Lay(x, y);
        Spots.Add(new Spot(kind, lon, lat, near, name));
    }

    public Polygon Area(IEnumerable<(double X, double Y)> corners)
    {
        var ring = corners.Select(Lay).ToList();
        ring.Add(ring[0].Copy());
        var polygon = new Polygon(new LinearRing([.. ring]));
        return polygon.Shell.IsCCW ? polygon : (Polygon)polygon.Reverse(); // RFC 7946 section 3.1.6: outer rings run counter-clockwise
    }

    public LineString Line(IEnumerable<(double X, double Y)> points) => new([.. points.Select(Lay)]);

    Coordinate Lay((double X, double Y) at)
    {
        var (lon, lat) = plan.Lay(at.X, at.Y);
        return new Coordinate(lon, lat);
    }
}
