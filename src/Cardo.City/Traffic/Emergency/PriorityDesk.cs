using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Guarding;

namespace Cardo.Traffic.Emergency;

/// <summary>
/// Gives emergency vehicles their way: each second it knows where they are and which way they take (as a dispatch centre
/// does), predicts when they come to each signal ahead, and asks in time for a stage that clears the queue before them.
/// What it asks for goes through the guard like everything else.
/// </summary>
internal sealed class PriorityDesk(IReadOnlyList<JunctionModel> models, IReadOnlyList<JunctionWatch> watches, RoadNetwork network)
{
    /// <summary>No signal is held longer for one vehicle, s; after that the others have their turn for a while.</summary>
    public const double LongestHold_s = 90, Recovery_s = 40;

    // A queued vehicle takes so long to clear, and so much is kept between the queue's end and the vehicle, s.
    const double Headway_s = 2.2, Margin_s = 7;

    // Signals ahead of one vehicle that are prepared at once.
    const int MostAhead = 4;

    readonly Dictionary<(string From, string To), (int Junction, int[] Lamps)> signals = Signals(models);
    readonly Dictionary<int, Trip> trips = [];
    readonly string?[] wanted = new string?[models.Count];
    readonly double[] soonest_s = new double[models.Count];
    readonly Dictionary<(int Junction, string From, string To), string?> stages = [];

    sealed class Trip(List<Stop> ahead)
    {
        public List<Stop> Ahead { get; } = ahead;
        public int Edge { get; set; }
    }

    /// <param name="EdgeIndex">the edge of the route that ends at the stop line</param>
    sealed record Stop(int Junction, int EdgeIndex, string From, string To, double At_m, double At_s)
    {
        public double HeldSince_s { get; set; } = double.NaN;
        public double Blocked_s { get; set; } = double.NegativeInfinity;
    }

    readonly Dictionary<int, (string[] Edges, double[] Begin_m, double[] Begin_s)> routes = [];

    /// <summary>Requests given up because a signal had been held too long.</summary>
    public int GivenUp { get; private set; }

    static Dictionary<(string, string), (int, int[])> Signals(IReadOnlyList<JunctionModel> models)
    {
        var signals = new Dictionary<(string, string), (int, int[])>();
        for (var j = 0; j < models.Count; j++)
            foreach (var group in models[j].Intersection.Movements.SelectMany(m => m.Ways.Select(w => (From: Edge(w.FromLane), To: Edge(w.ToLane), m.Index))).GroupBy(x => (x.From, x.To)))
                signals[group.Key] = (j, [.. group.Select(x => x.Index).Distinct()]);
        return signals;
    }

    static string Edge(string lane) => lane[..lane.LastIndexOf('_')];

    /// <summary>A vehicle and its way, edge by edge.</summary>
    public void Follow(int vehicle, string[] edges)
    {
        var begin_m = new double[edges.Length + 1];
        var begin_s = new double[edges.Length + 1];
        for (var i = 0; i < edges.Length; i++)
        {
            var lane = network.Lanes.GetValueOrDefault(edges[i] + "_0") ?? network.Lanes.GetValueOrDefault(edges[i] + "_1");
            var length = lane?.Length_m ?? 50;
            // What lies inside of the junction is not in the edges.
            begin_m[i + 1] = begin_m[i] + length + 15;
            begin_s[i + 1] = begin_s[i] + (length + 15) / (lane?.Speed_m_s ?? 13.9);
        }
        routes[vehicle] = (edges, begin_m, begin_s);
        var ahead = new List<Stop>();
        for (var i = 0; i + 1 < edges.Length; i++)
            if (signals.TryGetValue((edges[i], edges[i + 1]), out var signal)) ahead.Add(new Stop(signal.Junction, i, edges[i], edges[i + 1], begin_m[i + 1] - 15, begin_s[i + 1]));
        trips[vehicle] = new Trip(ahead);
    }

    /// <summary>Looks where everybody is and settles what each signal is asked for in this second.</summary>
    public void Look(ReadOnlySpan<Sighting> seen, IReadOnlyList<string> laneIds, double now_s)
    {
        Array.Clear(wanted);
        Array.Fill(soonest_s, double.MaxValue);
        if (trips.Count == 0) return;
        foreach (var v in seen)
            if (trips.TryGetValue(v.Vehicle, out var trip)) One(v, trip, laneIds[v.Lane], now_s);
    }

    /// <summary>The state asked for at a junction, or null where nobody comes.</summary>
    public string? Wanted(int junction) => wanted[junction];

    void One(Sighting v, Trip trip, string lane, double now_s)
    {
        var (edges, begin_m, begin_s) = routes[v.Vehicle];
        var at_m = begin_m[trip.Edge + 1] - 8;
        if (!lane.StartsWith(':'))
        {
            var edge = Array.IndexOf(edges, Edge(lane), trip.Edge);
            if (edge >= 0) trip.Edge = edge;
            at_m = begin_m[trip.Edge] + v.Position_m;
        }
        else if (trip.Ahead.Count > 0 && trip.Ahead[0].EdgeIndex == trip.Edge) trip.Ahead.RemoveAt(0);
        while (trip.Ahead.Count > 0 && trip.Ahead[0].EdgeIndex < trip.Edge) trip.Ahead.RemoveAt(0);
        var share = Math.Clamp((at_m - begin_m[trip.Edge]) / (begin_m[trip.Edge + 1] - begin_m[trip.Edge]), 0, 1);
        var at_s = begin_s[trip.Edge] + share * (begin_s[trip.Edge + 1] - begin_s[trip.Edge]);
        for (var k = 0; k < Math.Min(MostAhead, trip.Ahead.Count); k++) Ask(trip.Ahead[k], trip.Ahead[k].At_s - at_s, now_s);
    }

    void Ask(Stop stop, double eta_s, double now_s)
    {
        var flush_s = Queue(stop) * Headway_s;
        var holding = !double.IsNaN(stop.HeldSince_s);
        if (now_s < stop.Blocked_s || (!holding && eta_s > Change_s(stop.Junction) + flush_s + Margin_s)) return;
        if (!holding) stop.HeldSince_s = now_s;
        if (now_s - stop.HeldSince_s > LongestHold_s)
        {
            GivenUp++;
            stop.HeldSince_s = double.NaN;
            stop.Blocked_s = now_s + Recovery_s;
            return;
        }
        if (eta_s >= soonest_s[stop.Junction]) return;
        if (StageFor(stop) is not { } stage) return;
        soonest_s[stop.Junction] = eta_s;
        wanted[stop.Junction] = stage;
    }

    /// <summary>The longest queue among the lanes the vehicle may come on.</summary>
    float Queue(Stop stop)
    {
        var model = models[stop.Junction];
        var seen = watches[stop.Junction].Snapshot;
        var longest = 0f;
        for (var l = 0; l < model.Lanes.Length; l++)
            if (Edge(model.Lanes[l].Approach.Lane) == stop.From) longest = Math.Max(longest, seen.Queue[l]);
        return longest;
    }

    double Change_s(int junction)
    {
        var longest = 0;
        foreach (var change in models[junction].Change_s) longest = Math.Max(longest, change);
        return longest + SafetyRules.MinGreen_s;
    }

    /// <summary>Green for the vehicle's whole approach, so that nobody before it has to wait, and whatever else does not cross it.</summary>
    string? StageFor(Stop stop)
    {
        if (stages.TryGetValue((stop.Junction, stop.From, stop.To), out var known)) return known;
        var model = models[stop.Junction];
        var rules = model.Rules;
        var mine = signals[(stop.From, stop.To)].Lamps;
        var approach = new HashSet<int>();
        foreach (var m in model.Intersection.Movements)
            if (m.Ways.Any(w => Edge(w.FromLane) == stop.From)) approach.Add(m.Index);
        var alone = new string('r', rules.Lamps).ToCharArray();
        foreach (var lamp in mine.Concat(approach).Distinct())
        {
            var before = alone[lamp];
            alone[lamp] = 'G';
            if (!rules.Legal(alone)) alone[lamp] = before;
        }
        var best = rules.Legal(alone) && mine.Any(l => alone[l] == 'G') ? Stages.Widen(new string(alone), rules) : null;
        var most = best is null ? -1 : Score(best, mine, approach);
        foreach (var stage in model.Stages)
            if (mine.Any(l => SafetyRules.Green(stage[l])) && Score(stage, mine, approach) >= most) (best, most) = (stage, Score(stage, mine, approach));
        return stages[(stop.Junction, stop.From, stop.To)] = best;
    }

    static int Score(string stage, int[] mine, HashSet<int> approach)
    {
        var score = 0;
        foreach (var lamp in approach) score += stage[lamp] == 'G' ? 4 : stage[lamp] == 'g' ? 1 : 0;
        foreach (var lamp in mine) score += stage[lamp] == 'G' ? 40 : stage[lamp] == 'g' ? 8 : 0;
        return score;
    }
}
