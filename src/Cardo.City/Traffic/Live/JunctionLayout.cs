namespace Cardo.Traffic.Live;

/// <summary>A signal as people see it: where it is, which roads come to it, what each stage serves.</summary>
public sealed class JunctionLayout
{
    internal JunctionLayout(StagedIntersection staged, TrafficScene scene)
    {
        Intersection = staged.Intersection;
        Stages = staged.Stages;
        var lanes = scene.Source.Network.Lanes;
        Approaches = [.. Intersection.Approaches.Select((a, i) => (a, i)).GroupBy(x => Edge(x.a.Lane), StringComparer.Ordinal)
            .Select(g => new ApproachLayout(g.Key, scene.RoadOf(g.Key), [.. g.Select(x => x.i)], Intersection, lanes))];
        var ends = Approaches.SelectMany(a => a.StopLines).ToList();
        Middle = ends.Count == 0 ? (0, 0) : (ends.Average(e => e.X), ends.Average(e => e.Y));
        Inside = [.. Intersection.Movements.SelectMany(m => m.Ways).Select(w => w.Via).OfType<string>().Distinct().Select(v => lanes.GetValueOrDefault(v)).OfType<Lane>()];
        foreach (var approach in Approaches) approach.Face(Middle);
        Exits = [.. Intersection.Movements.SelectMany(m => m.Ways).Select(w => w.ToLane).Distinct().Select(l => lanes.GetValueOrDefault(l)).OfType<Lane>()];
    }

    public string Id => Intersection.Id;
    public Intersection Intersection { get; }
    public IReadOnlyList<string> Stages { get; }

    /// <summary>By road.</summary>
    public ApproachLayout[] Approaches { get; }

    /// <summary>The middle of its stop lines, in the network's metres.</summary>
    public (double X, double Y) Middle { get; }

    public Lane[] Inside { get; }
    public Lane[] Exits { get; }

    /// <summary>Approaches that a stage serves.</summary>
    public IEnumerable<ApproachLayout> ServedBy(int stage) => Approaches.Where(a => a.Lamps.Any(l => Stages[stage][l] is 'G' or 'g'));

    /// <summary>Approaches that what the lamps show lets go.</summary>
    public List<ApproachLayout> GreenNow(string lamps) => [.. Approaches.Where(a => a.Lamps.Any(l => lamps[l] is 'G' or 'g'))];

    public ApproachLayout ApproachOf(int laneApproach) => Approaches.First(a => a.Lanes.Contains(laneApproach));

    internal static string Edge(string lane) => lane[..lane.LastIndexOf('_')];
}
