using Cardo.Kernel;
using Cardo.Standards.GeoJson;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using NetTopologySuite.Geometries;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Traffic.Live;

/// <summary>
/// A network and its traffic as entities of the twin: RoadSegment, Road and TrafficFlowObserved as the Smart Data Models
/// name them, RoadLane and TrafficSignal beside them, and a TrafficNetwork for the whole.
/// </summary>
internal sealed class NetworkInTwin(TwinDesk twin)
{
    /// <summary>Entities a write.</summary>
    const int AWrite = 1000;

    /// <summary>Segments whose flow is told every minute; of larger networks the busiest.</summary>
    const int MostSegments = 2000;

    long segmentsUs = long.MinValue;

    public static string IdOf(string type, string network, string id = "") => $"urn:ngsi-ld:{type}:{Uri.EscapeDataString(network)}{(id.Length > 0 ? ":" + Uri.EscapeDataString(id) : "")}";

    /// <summary>Writes what stands: once, and again only where it differs.</summary>
    public async Task<Outcome<Done>> Found(TrafficScene scene)
    {
        foreach (var chunk in Standing(scene).Chunk(AWrite))
            foreach (var written in await twin.Write("", [.. chunk.Select(e => (TwinCommand)new UpsertEntity(e, Update: true, SkipUnchanged: true))]))
                if (!written.Try(out _, out var refusal)) return refusal;
        return Done.It;
    }

    /// <summary>Writes what was measured: signals, streets and the whole each time, segments once a minute.</summary>
    public async Task Observe(TrafficScene scene, TrafficPicture now)
    {
        var commands = new List<TwinCommand> { new Observe(IdOf("TrafficNetwork", scene.Name), Type("TrafficNetwork"), [.. Flowing(now.City, now.AtUs), Number("vehicles", now.City.Vehicles, now.AtUs)]) };
        for (var j = 0; j < now.Junctions.Length; j++)
            commands.Add(new Observe(IdOf("TrafficSignal", scene.Name, scene.Junctions[j].Id), Type("TrafficSignal"), [.. Flowing(now.Junctions[j].Flow, now.AtUs), Number("stage", now.Junctions[j].Stage + 1, now.AtUs)]));
        for (var s = 0; s < now.Streets.Length; s++)
            commands.Add(new Observe(IdOf("Road", scene.Name, scene.Streets[s].Named.Name!), Type("Road"), Flowing(now.Streets[s], now.AtUs)));
        if (now.AtUs - segmentsUs >= Instants.MinuteUs || segmentsUs == long.MinValue)
        {
            segmentsUs = now.AtUs;
            foreach (var r in Enumerable.Range(0, now.Roads.Length).Where(r => now.Roads[r].Flow_veh_h > 0 || now.Roads[r].Vehicles > 0).OrderByDescending(r => now.Roads[r].Vehicles).Take(MostSegments))
                commands.Add(new Observe(IdOf("TrafficFlowObserved", scene.Name, scene.Roads[r].Road.Edge), Type("TrafficFlowObserved"), Segment(scene, now, r)));
        }
        foreach (var chunk in commands.Chunk(AWrite)) await twin.Write("", chunk);
    }

    static List<Attribute> Segment(TrafficScene scene, TrafficPicture now, int r)
    {
        var flow = now.Roads[r];
        List<Attribute> list = [.. Flowing(flow, now.AtUs), Number("intensity", Math.Round(flow.Flow_veh_h), now.AtUs), Bool("congested", flow.Index >= Congested, now.AtUs), Link("refRoadSegment", IdOf("RoadSegment", scene.Name, scene.Roads[r].Road.Edge))];
        if (flow.Speed_km_h is { } speed) list.Add(Number("averageVehicleSpeed", Math.Round(speed, 1), now.AtUs, "KMH"));
        if (scene.Projection is not null && Middle(scene, r) is { } middle) list.Add(Place(GeoValue.Point(middle.Lon, middle.Lat)));
        list.Add(NameOf(scene.Roads[r].Road));
        return list;
    }

    /// <summary>Twice the free travel time is congested.</summary>
    public const double Congested = 2;

    static List<Attribute> Flowing(Flow flow, long atUs)
    {
        List<Attribute> list = [Number("congestionIndex", Math.Round(flow.Index, 2), atUs), Number("queueLength", flow.Queue, atUs), Number("throughput", Math.Round(flow.Flow_veh_h), atUs)];
        if (flow.Delay_s is { } delay) list.Add(Number("averageDelay", Math.Round(delay, 1), atUs, "SEC"));
        return list;
    }

    static IEnumerable<Entity> Standing(TrafficScene scene)
    {
        yield return Make("TrafficNetwork", scene, "", [Text("name", scene.Name), Text("dataProvider", scene.Source.Provider), Number("signals", scene.Junctions.Length), Number("segments", scene.Roads.Length), .. scene.Projection is null ? Array.Empty<Attribute>() : [Place(Point(scene, ((scene.Box.MinX + scene.Box.MaxX) / 2, (scene.Box.MinY + scene.Box.MaxY) / 2)))]]);
        foreach (var street in scene.Streets)
            yield return Make("Road", scene, street.Named.Name!, [NameOf(street.Named), Links("refRoadSegment", street.Roads.Select(r => IdOf("RoadSegment", scene.Name, scene.Roads[r].Road.Edge)))]);
        foreach (var road in scene.Roads)
        {
            var class_ = road.Road.Kind?.Split('.')[^1] is { Length: > 0 } kind ? kind : road.Lanes.Length > 1 ? "secondary" : "residential";
            yield return Make("RoadSegment", scene, road.Road.Edge, [NameOf(road.Road), Text("roadClass", class_), Number("totalLaneNumber", road.Lanes.Length), Number("length", Math.Round(road.Length_m, 1), unit: "MTR"), Number("maximumAllowedSpeed", Math.Round(road.Limit_m_s * 3.6), unit: "KMH"), .. Line(scene, road.Shape)]);
            foreach (var lane in road.Lanes)
                yield return Make("RoadLane", scene, lane.Id, [Number("laneId", lane.Index + 1), Link("refRoadSegment", IdOf("RoadSegment", scene.Name, road.Road.Edge)), Number("maximumAllowedSpeed", Math.Round(lane.Speed_m_s * 3.6), unit: "KMH"), .. Line(scene, lane.Shape)]);
        }
        foreach (var junction in scene.Junctions)
            yield return Make("TrafficSignal", scene, junction.Id, [Names(language => Naming.Of(scene, junction, language)), Number("stages", junction.Stages.Count), Links("refRoadSegment", junction.Approaches.Select(a => IdOf("RoadSegment", scene.Name, a.Edge))), .. scene.Projection is null ? Array.Empty<Attribute>() : [Place(Point(scene, junction.Middle))]]);
    }

    static Entity Make(string type, TrafficScene scene, string id, Attribute[] attributes) => new() { Id = IdOf(type, scene.Name, id), Types = [Type(type)], Attributes = attributes };

    static GeoValue Point(TrafficScene scene, (double X, double Y) at)
    {
        var (lon, lat) = scene.Projection!.ToEarth(at.X, at.Y);
        return GeoValue.Point(Math.Round(lon, 7), Math.Round(lat, 7));
    }

    static (double Lon, double Lat)? Middle(TrafficScene scene, int r)
    {
        var shape = scene.Roads[r].Shape;
        if (shape.Count == 0) return null;
        var at = Geometries.Along(shape, 0.5);
        var (lon, lat) = scene.Projection!.ToEarth(at.X, at.Y);
        return (Math.Round(lon, 7), Math.Round(lat, 7));
    }

    static Attribute[] Line(TrafficScene scene, IReadOnlyList<(double X, double Y)> shape)
    {
        if (scene.Projection is null || shape.Count < 2) return [];
        var line = new LineString([.. shape.Select(p => { var (lon, lat) = scene.Projection.ToEarth(p.X, p.Y); return new Coordinate(Math.Round(lon, 7), Math.Round(lat, 7)); })]);
        return [Place(GeoJsonWriter.ToGeoValue(line))];
    }

    public static string Type(string type) => Twin.Names.Default(type);

    static Attribute Names(Func<string, string> said) => new() { Name = Twin.Names.Default("name"), Kind = AttributeKind.LanguageProperty, Value = Value.OfJson(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, string>(Ui.Texts.Languages.ToDictionary(l => l, said), StringComparer.Ordinal), plain)) };

    static readonly System.Text.Json.JsonSerializerOptions plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static Attribute NameOf(Road road) => Names(language => road.NameIn(language) ?? road.Edge);

    public static Attribute Text(string name, string text, long atUs = Attribute.NoTime) => new() { Name = Twin.Names.Default(name), Value = Value.Of(text), ObservedAtUs = atUs };

    public static Attribute Number(string name, double number, long atUs = Attribute.NoTime, string? unit = null) => new() { Name = Twin.Names.Default(name), Value = Value.Of(number), UnitCode = unit, ObservedAtUs = atUs };

    public static Attribute Bool(string name, bool flag, long atUs) => new() { Name = Twin.Names.Default(name), Value = Value.Of(flag), ObservedAtUs = atUs };

    public static Attribute Link(string name, string id) => new() { Name = Twin.Names.Default(name), Kind = AttributeKind.Relationship, Value = Value.Of(id) };

    static Attribute Links(string name, IEnumerable<string> ids) => new() { Name = Twin.Names.Default(name), Kind = AttributeKind.Relationship, Value = Value.OfJson(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(ids.ToArray())) };

    static Attribute Place(GeoValue place) => new() { Name = Twin.Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(place) };
}
