using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Guarding;

namespace Cardo.Traffic.Emergency;

/// <summary>
/// Gives emergency vehicles their way: each second it knows where they are and which way they take (as a dispatch centre
/// does), predicts when they come to each signal ahead and who passes before them, and tells the signal, whose decision
/// weighs them against everybody else. A signal that cannot decide is asked for a stage outright. All goes through the guard.
/// </summary>
internal sealed class PriorityDesk(IReadOnlyList<JunctionModel> models, IReadOnlyList<JunctionWatch> watches, RoadNetwork network)
{
    /// <summary>No signal is held longer for one vehicle, s; after that the others have their turn for a while.</summary>
    public const double LongestHold_s = 90, Recovery_s = 40;

    // A queued vehicle takes so long to clear, and so much is kept between the queue's end and the vehicle, s.
    const double Headway_s = 2.2, Margin_s = 7;

    // From so soon on a signal counts as held.
    const double Holds_s = 20;

    // Signals ahead of one vehicle that are prepared at once.
    const int MostAhead = 4;

    readonly Dictionary<(string From, string To), (int Junction, int[] Lamps)> signals = Signals(models);
    readonly Dictionary<(string From, string To), (double Length_m, double Took_s)> through = Through(network);
    readonly Dictionary<int, Trip> trips = [];
    readonly string?[] wanted = new string?[models.Count];
    readonly double[] soonest_s = [.. Enumerable.Repeat(double.MaxValue, models.Count)];
    readonly Dictionary<(int Junction, string From, string To), string?> stages = [];
    readonly Dictionary<(int Junction, string From, string To), bool[]> served = [];

    sealed class Trip(List<Stop> ahead)
    {
        public List<Stop> Ahead { get; } = ahead;
        public int Edge { get; set; }

        /// <summary>Whether it has been on the road yet; before that it waits for room to drive in.</summary>
        public bool Seen { get; set; }
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
        var ahead = new List<Stop>();
        for (var i = 0; i < edges.Length; i++)
        {
            var lane = network.Lanes.GetValueOrDefault(edges[i] + "_0") ?? network.Lanes.GetValueOrDefault(edges[i] + "_1");
            var (length_m, took_s) = (lane?.Length_m ?? 50, (lane?.Length_m ?? 50) / (lane?.Speed_m_s ?? 13.9));
            var inside = i + 1 < edges.Length ? through.GetValueOrDefault((edges[i], edges[i + 1])) : default;
            if (i + 1 < edges.Length && signals.TryGetValue((edges[i], edges[i + 1]), out var signal))
                ahead.Add(new Stop(signal.Junction, i, edges[i], edges[i + 1], begin_m[i] + length_m, begin_s[i] + took_s));
            (begin_m[i + 1], begin_s[i + 1]) = (begin_m[i] + length_m + inside.Length_m, begin_s[i] + took_s + inside.Took_s);
        }
        routes[vehicle] = (edges, begin_m, begin_s);
        trips[vehicle] = new Trip(ahead);
    }

    /// <summary>By the edges before and after, how long the way inside of a junction is and takes.</summary>
    static Dictionary<(string, string), (double Length_m, double Took_s)> Through(RoadNetwork network)
    {
        var through = new Dictionary<(string, string), (double, double)>();
        foreach (var c in network.Connections)
        {
            if (c.FromLane.StartsWith(':') || c.ToLane.StartsWith(':')) continue;
            double length_m = 0, took_s = 0;
            var via = c.Via;
            for (var piece = 0; via is not null && piece < 4 && network.Lanes.TryGetValue(via, out var lane); piece++, via = network.Inside(via))
                (length_m, took_s) = (length_m + lane.Length_m, took_s + lane.Length_m / lane.Speed_m_s);
            through.TryAdd((Edge(c.FromLane), Edge(c.ToLane)), (length_m, took_s));
        }
        return through;
    }

    /// <summary>Looks where everybody is and settles what each signal is asked for in this second.</summary>
    public void Look(ReadOnlySpan<Sighting> seen, IReadOnlyList<string> laneIds, double now_s)
    {
        Array.Clear(wanted);
        for (var j = 0; j < models.Count; j++)
            if (soonest_s[j] < double.MaxValue) (soonest_s[j], watches[j].Snapshot.Urgent) = (double.MaxValue, null);
        if (trips.Count == 0) return;
        foreach (var v in seen)
            if (trips.TryGetValue(v.Vehicle, out var trip)) One(v, trip, laneIds[v.Lane], seen, now_s);
        // Whoever finds no room to drive in has queues before him already.
        foreach (var (vehicle, trip) in trips)
            if (!trip.Seen) Ahead(new Sighting(vehicle, -1, 0, 0, -1), trip, 0, "", seen, now_s);
    }

    /// <summary>The state asked for at a junction that cannot decide, or null where nobody comes.</summary>
    public string? Wanted(int junction) => wanted[junction];

    void One(Sighting v, Trip trip, string lane, ReadOnlySpan<Sighting> seen, double now_s)
    {
        trip.Seen = true;
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
        Ahead(v, trip, begin_s[trip.Edge] + share * (begin_s[trip.Edge + 1] - begin_s[trip.Edge]), lane, seen, now_s);
    }

    void Ahead(Sighting v, Trip trip, double at_s, string lane, ReadOnlySpan<Sighting> seen, double now_s)
    {
        for (var k = 0; k < Math.Min(MostAhead, trip.Ahead.Count); k++) Ask(trip.Ahead[k], trip.Ahead[k].At_s - at_s, lane, v, seen, now_s);
    }

    void Ask(Stop stop, double eta_s, string lane, Sighting v, ReadOnlySpan<Sighting> seen, double now_s)
    {
        if (now_s < stop.Blocked_s || eta_s >= Snapshot.Horizon_s) return;
        if (double.IsNaN(stop.HeldSince_s) && eta_s < Holds_s) stop.HeldSince_s = now_s;
        if (now_s - stop.HeldSince_s > LongestHold_s)
        {
            GivenUp++;
            stop.HeldSince_s = double.NaN;
            stop.Blocked_s = now_s + Recovery_s;
            return;
        }
        if (eta_s >= soonest_s[stop.Junction]) return;
        soonest_s[stop.Junction] = eta_s;
        watches[stop.Junction].Snapshot.Urgent = Urgent(stop, (float)eta_s, lane, v, seen);
        if (eta_s <= Change_s(stop.Junction) + Queue(stop) * Headway_s + Margin_s) wanted[stop.Junction] = StageFor(stop);
    }

    /// <summary>What the decision is told; null where no stage lets the vehicle go.</summary>
    Urgent? Urgent(Stop stop, float eta_s, string lane, Sighting v, ReadOnlySpan<Sighting> seen)
    {
        var model = models[stop.Junction];
        var mine = signals[(stop.From, stop.To)].Lamps;
        if (!served.TryGetValue((stop.Junction, stop.From, stop.To), out var may))
        {
            may = [.. model.Stages.Select(s => mine.Any(l => s[l] == 'G'))];
            if (!may.Contains(true)) may = [.. model.Stages.Select(s => mine.Any(l => s[l] == 'g'))];
            served[(stop.Junction, stop.From, stop.To)] = may;
        }
        if (!may.Contains(true)) return null;
        var there = Array.FindIndex(model.Lanes, l => l.Approach.Lane == lane);
        float ahead = 0;
        if (there >= 0)
        {
            foreach (var other in seen)
                if (other.Lane == v.Lane && other.Position_m > v.Position_m) ahead++;
            return new Urgent(there, eta_s, ahead, may);
        }
        // Which lane it will take is not known: the fullest of those that lead where it goes.
        var now = watches[stop.Junction].Snapshot;
        for (var l = 0; l < model.Lanes.Length; l++)
        {
            if (Edge(model.Lanes[l].Approach.Lane) != stop.From || !model.Lanes[l].Turns.Any(t => mine.Contains(t.Lamp))) continue;
            var before = now.Queue[l];
            for (var t = 0; t < Math.Min(eta_s, Snapshot.Horizon_s); t++) before += now.Arrivals[l * Snapshot.Horizon_s + t];
            if (there < 0 || before > ahead) (there, ahead) = (l, before);
        }
        return there < 0 ? null : new Urgent(there, eta_s, ahead, may);
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
