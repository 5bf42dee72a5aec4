using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Cardo.Kernel;

namespace Cardo.Traffic.Networks;

/// <summary>Reads SUMO networks (.net.xml, also .gz) and the plans in additional files, as a stream.</summary>
internal sealed class ReadNetwork
{
    /// <summary>No phase table is longer than this; longer ones are no plan.</summary>
    public const int MaxPhases = 200;

    // The element that the next ones belong to.
    (string Id, bool Inside) edge;
    Junction? junction;
    List<Phase>? phases;

    /// <summary>Reads the network and then the plans of the additional files: the last program of a signal is the one that runs.</summary>
    public static Outcome<RoadNetwork> Read(string networkFile, IReadOnlyList<string> additional)
    {
        var parts = new NetworkParts();
        foreach (var file in additional.Prepend(networkFile))
        {
            var read = new ReadNetwork();
            if (!Each(file, reader => read.Take(reader, parts)).Try(out _, out var refusal)) return refusal;
        }
        if (parts.Lanes.Count == 0) return Refusal.Bad("network-empty", $"{networkFile} has no lanes; give a SUMO network (*.net.xml).");
        return BuildIntersections.Build(parts);
    }

    /// <summary>Hands every element of a file, plain or packed, to <paramref name="take"/>.</summary>
    public static Outcome<Done> Each(string file, Action<XmlReader> take)
    {
        try
        {
            using var raw = File.OpenRead(file);
            using Stream stream = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true });
            while (reader.Read())
                if (reader.NodeType == XmlNodeType.Element) take(reader);
            return Done.It;
        }
        catch (XmlException e)
        {
            return Refusal.Bad("network-unreadable", $"{file} is not readable XML (line {e.LineNumber}): {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Refusal.NotFound("network-missing", $"{file} cannot be read: {e.Message}");
        }
    }

    void Take(XmlReader x, NetworkParts parts)
    {
        switch (x.Name)
        {
            case "edge":
                edge = (A(x, "id"), x.GetAttribute("function") is { } f && f != "normal");
                if (!edge.Inside) parts.Roads[edge.Id] = new Road(edge.Id, x.GetAttribute("name") is { Length: > 0 } name ? name : null, x.GetAttribute("type"));
                break;
            case "lane": TakeLane(x, parts); break;
            case "param" when A(x, "key").StartsWith("name:", StringComparison.Ordinal) && parts.Roads.TryGetValue(edge.Id ?? "", out var road): road.Names[A(x, "key")[5..]] = A(x, "value"); break;
            case "connection": TakeConnection(x, parts); break;
            case "junction": junction = new Junction(A(x, "id"), A(x, "type"), A(x, "intLanes").Split(' ', StringSplitOptions.RemoveEmptyEntries), []); parts.Junctions[junction.Id] = junction; break;
            case "request" when junction is not null: junction.Foes[I(x, "index")] = A(x, "foes"); break;
            case "tlLogic":
                phases = [];
                parts.Plans[A(x, "id")] = new Plan(A(x, "programID"), x.GetAttribute("type") ?? "static", D(x, "offset"), phases);
                break;
            case "phase" when phases is { Count: < MaxPhases }: phases.Add(new Phase(A(x, "state"), D(x, "duration"))); break;
            case "location": TakeFrame(x, parts); break;
        }
    }

    void TakeLane(XmlReader x, NetworkParts parts)
    {
        var id = A(x, "id");
        if (id == "") return;
        var cars = x.GetAttribute("allow") is { } allow ? allow.Split(' ').Any(c => c is "passenger" or "all") : x.GetAttribute("disallow") is not { } no || !no.Split(' ').Any(c => c is "passenger" or "all");
        var shape = new List<(double, double)>();
        foreach (var point in A(x, "shape").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var xy = point.Split(',');
            if (xy.Length >= 2 && double.TryParse(xy[0], CultureInfo.InvariantCulture, out var px) && double.TryParse(xy[1], CultureInfo.InvariantCulture, out var py)) shape.Add((px, py));
        }
        parts.Lanes[id] = new Lane(id, edge.Id, I(x, "index"), Math.Max(0.1, D(x, "length")), Math.Max(0.1, D(x, "speed")), edge.Inside || id[0] == ':', cars, shape);
    }

    static void TakeConnection(XmlReader x, NetworkParts parts)
    {
        if (x.GetAttribute("from") is not { } from || x.GetAttribute("to") is not { } to) return;
        var direction = x.GetAttribute("dir") is { Length: > 0 } dir ? dir[0] : 's';
        parts.Connections.Add(new Connection($"{from}_{A(x, "fromLane")}", $"{to}_{A(x, "toLane")}", x.GetAttribute("tl"), x.GetAttribute("linkIndex") is null ? -1 : I(x, "linkIndex"), x.GetAttribute("via"), char.ToLowerInvariant(direction)));
    }

    static void TakeFrame(XmlReader x, NetworkParts parts)
    {
        var offset = A(x, "netOffset").Split(',');
        if (offset.Length != 2) return;
        _ = double.TryParse(offset[0], CultureInfo.InvariantCulture, out var dx);
        _ = double.TryParse(offset[1], CultureInfo.InvariantCulture, out var dy);
        parts.Frame = new MapFrame(dx, dy, x.GetAttribute("projParameter") ?? "!");
    }

    static string A(XmlReader x, string name) => x.GetAttribute(name) ?? "";

    static int I(XmlReader x, string name) => int.TryParse(x.GetAttribute(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;

    static double D(XmlReader x, string name) => double.TryParse(x.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : 0;
}
