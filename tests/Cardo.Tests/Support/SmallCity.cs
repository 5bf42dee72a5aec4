using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using NetTopologySuite.Geometries;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Support;

/// <summary>
/// A town of a few streets, a river, a park and ninety devices, with a day of history and one alarm: enough for
/// every page to have something to show. From a seed, around a given moment.
/// </summary>
public static class SmallCity
{
    public const double Lon = 120.20, Lat = 23.00;

    /// <summary>A water level station that stands in alarm.</summary>
    public const string River = "urn:ngsi-ld:WaterLevelObserved:river-1";

    /// <summary>An air station in the middle of the map, fine.</summary>
    public const string Air = "urn:ngsi-ld:AirQualityObserved:air-1";

    /// <summary>A folder of the city's own, with the rule by which the river's gauge raises its alarm.</summary>
    public static string Folder(string under)
    {
        var folder = Path.Combine(under, "city");
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        File.WriteAllText(Path.Combine(folder, "rules", "water.json"), """
            [{ "id": "high-water", "kind": "threshold", "type": "WaterLevelObserved", "attribute": "waterLevel", "above": "alertLevel1", "hysteresis": 0.1,
               "severity": "high", "category": "water", "subCategory": "highWater", "text": { "en": "Water above the first alert level", "zh-Hans": "水位超过一级警戒" } }]
            """);
        return folder;
    }

    public static async Task Build(TwinDesk twin, long nowUs)
    {
        var random = new Random(7);
        await Write(twin, [.. Base()]);
        var things = new List<Entity>();
        for (var i = 1; i <= 12; i++)
            things.Add(Thing("AirQualityObserved", $"air-{i}", i == 1 ? "Market square" : $"Air station {i}", i == 1 ? (Lon, Lat) : Somewhere(random), "pm25", 12 + random.NextDouble() * 20, "GQ", nowUs - Seconds(random.Next(30, 900))));
        for (var i = 1; i <= 10; i++)
            things.Add(Thing("WaterLevelObserved", $"river-{i}", i == 1 ? "Anping bridge" : $"Gauge {i}", (Lon - 0.012 + i * 0.0026, Lat + 0.004 + 0.0012 * Math.Sin(i)), "waterLevel", i == 1 ? 3.42 : 1 + random.NextDouble(), "MTR",
                nowUs - Seconds(random.Next(30, 500)), [new("alertLevel1", Value.Of(3.2)), new("alertLevel2", Value.Of(2.6))]));
        for (var i = 1; i <= 60; i++)
            things.Add(Thing("Streetlight", $"lamp-{i}", $"Lamp {i}", Somewhere(random), "powerState", 0, null, nowUs - Seconds(i == 3 ? 90_000 : random.Next(10, 3000)), text: i % 7 == 0 ? "off" : "on"));
        for (var i = 1; i <= 8; i++)
            things.Add(Thing("WasteContainer", $"bin-{i}", $"Container {i}", Somewhere(random), "fillingLevel", i == 2 ? 0.94 : 0.05 + random.NextDouble() * 0.8, "C62", nowUs - Seconds(random.Next(100, 20_000))));
        await Write(twin, [.. things.Select(t => (TwinCommand)new CreateEntity(t))]);
        await History(twin, nowUs);
    }

    static async Task History(TwinDesk twin, long nowUs)
    {
        foreach (var (id, name, middle, swing) in new[] { (River, "waterLevel", 2.4, 0.9), (Air, "pm25", 18.0, 9.0) })
        {
            var past = new List<Attribute>();
            for (var m = 10; m < 26 * 60; m += 10)
                if (m is < 400 or > 520) past.Add(new Attribute { Name = Names.Default(name), Value = Value.Of(Math.Round(middle + swing * Math.Cos(m / 260.0), 2)), ObservedAtUs = nowUs - m * Instants.MinuteUs });
            await twin.AddHistory("", id, past);
        }
    }

    static async Task Write(TwinDesk twin, IReadOnlyList<TwinCommand> commands)
    {
        foreach (var outcome in await twin.Write("", commands)) outcome.Ok.ShouldBeTrue(outcome.ToString());
    }

    static long Seconds(int s) => s * Instants.SecondUs;

    static (double, double) Somewhere(Random random) => (Lon - 0.011 + random.NextDouble() * 0.022, Lat - 0.009 + random.NextDouble() * 0.018);

    static Entity Thing(string type, string id, string name, (double Lon, double Lat) at, string attribute, double number, string? unit, long atUs, (string, Value)[]? more = null, string? text = null) => new()
    {
        Id = $"urn:ngsi-ld:{type}:{id}",
        Types = [Names.Default(type)],
        Attributes =
        [
            new() { Name = Names.Default("name"), Value = Value.Of(name) },
            new() { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoValue.Point(at.Lon, at.Lat)) },
            new() { Name = Names.Default(attribute), Value = text is null ? Value.Of(Math.Round(number, 2)) : Value.Of(text), UnitCode = unit, ObservedAtUs = atUs },
            .. (more ?? []).Select(m => new Attribute { Name = Names.Default(m.Item1), Value = m.Item2 }),
        ],
    };

    static IEnumerable<TwinCommand> Base()
    {
        var make = new GeometryFactory();
        Coordinate At(double x, double y) => new(Lon + x * 0.001, Lat + y * 0.001);
        Polygon Area(params (double X, double Y)[] corners) => make.CreatePolygon([.. corners.Append(corners[0]).Select(c => At(c.X, c.Y))]);
        yield return Place("AdministrativeArea", "west", "{\"en\":\"West district\",\"zh-Hans\":\"西区\"}", Area((-13, -11), (0, -11), (0, 11), (-13, 11)));
        yield return Place("AdministrativeArea", "east", "{\"en\":\"East district\",\"zh-Hans\":\"东区\"}", Area((0, -11), (13, -11), (13, 11), (0, 11)));
        yield return Place("WaterBody", "river", "{\"en\":\"Yan river\",\"zh-Hans\":\"盐水溪\"}", Area((-13, 3.6), (-6, 4.4), (0, 3.9), (7, 5), (13, 4.4), (13, 5.4), (7, 6), (0, 5), (-6, 5.4), (-13, 4.7)));
        yield return Place("Park", "park", "{\"en\":\"South park\",\"zh-Hans\":\"南公园\"}", Area((2.2, -6.8), (5.8, -6.8), (5.8, -4.2), (2.2, -4.2)));
        for (var i = -12; i <= 12; i += 2)
        {
            yield return Place("RoadSegment", $"ns-{i}", null, make.CreateLineString([At(i, -11), At(i, 11)]), i % 4 == 0 ? $"{Math.Abs(i / 2)} Street" : null, i % 4 == 0 ? "secondary" : "residential");
            if (i is > -12 and < 11) yield return Place("RoadSegment", $"ew-{i}", null, make.CreateLineString([At(-13, i), At(13, i)]), i == 0 ? "Market road" : null, i == 0 ? "primary" : "residential");
        }
        for (var x = -12; x < 12; x += 2)
            for (var y = -10; y < 10; y += 2)
                if (y is not (4 or 2) && !(x is 2 or 4 && y is -6 or -8)) yield return Place("Building", $"b{x}-{y}", null, Area((x + .3, y + .3), (x + 1.7, y + .3), (x + 1.7, y + 1.2), (x + .3, y + 1.2)));
    }

    static CreateEntity Place(string type, string id, string? names, Geometry geometry, string? name = null, string? roadClass = null)
    {
        var json = System.Text.Encoding.UTF8.GetBytes(GeoText(geometry));
        var attributes = new List<Attribute> { new() { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoValue.From(json, geometry.EnvelopeInternal, _ => geometry)) } };
        if (names is not null) attributes.Add(new Attribute { Name = Names.Default("name"), Kind = AttributeKind.LanguageProperty, Value = Value.OfJson(System.Text.Encoding.UTF8.GetBytes(names)) });
        if (name is not null) attributes.Add(new Attribute { Name = Names.Default("name"), Value = Value.Of(name) });
        if (roadClass is not null) attributes.Add(new Attribute { Name = Names.Default("roadClass"), Value = Value.Of(roadClass) });
        return new CreateEntity(new Entity { Id = $"urn:ngsi-ld:{type}:{id}", Types = [Names.Default(type)], Attributes = [.. attributes] });
    }

    static string GeoText(Geometry geometry)
    {
        string Points(Coordinate[] all) => "[" + string.Join(',', all.Select(c => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{c.X:0.000000},{c.Y:0.000000}]"))) + "]";
        return geometry is Polygon polygon
            ? $"{{\"type\":\"Polygon\",\"coordinates\":[{Points(polygon.ExteriorRing.Coordinates)}]}}"
            : $"{{\"type\":\"LineString\",\"coordinates\":{Points(geometry.Coordinates)}}}";
    }
}
