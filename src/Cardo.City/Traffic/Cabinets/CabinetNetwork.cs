using System.Globalization;

namespace Cardo.Traffic.Cabinets;

/// <summary>
/// The junctions of profiles as a network in the field's terms: a lamp a phase, straight lanes as far as anybody looks, exits
/// by the turns. It is as true as the profile, and drawn like a sketch: nobody measured the lanes' lines.
/// </summary>
internal static class CabinetNetwork
{
    /// <summary>How far an approach is drawn and estimated, m.</summary>
    public const double Long_m = 200;

    const double Stop_m = 15, LaneWide_m = 3.3, MetresADegree = 111_194.93;

    static readonly string[] winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

    public static string LaneId(CabinetProfile profile, CabinetApproach approach, int lane) => $"{profile.Id}.{approach.From}_{lane}";

    public static string ExitId(CabinetProfile profile, string wind) => $"{profile.Id}.to.{wind}_0";

    /// <summary>Where a turn from an approach leads: the wind one leaves to.</summary>
    public static string ExitOf(string from, char turn) => winds[(Array.IndexOf(winds, from) + turn switch { 's' => 4, 'l' => 2, 'r' => 6, _ => 0 }) % 8];

    /// <param name="profiles">at least one</param>
    /// <param name="timings">by profile, what its cabinet said; null where it has not yet</param>
    public static RoadNetwork Build(IReadOnlyList<CabinetProfile> profiles, Func<CabinetProfile, CabinetTimings?> timings)
    {
        var lanes = new Dictionary<string, Lane>(StringComparer.Ordinal);
        var roads = new Dictionary<string, Road>(StringComparer.Ordinal);
        var connections = new List<Connection>();
        var intersections = new List<Intersection>();
        // One sheet for all: metres around the first. Over a city it is some metres off at its edges, less than a sketch is anyway.
        var (lon, lat) = (profiles[0].Lon, profiles[0].Lat);
        foreach (var profile in profiles)
            intersections.Add(Junction(profile, ((profile.Lon - lon) * MetresADegree * Math.Cos(lat * Math.PI / 180), (profile.Lat - lat) * MetresADegree), timings(profile), lanes, roads, connections));
        return new RoadNetwork(lanes, connections, intersections, new MapFrame(0, 0, string.Create(CultureInfo.InvariantCulture, $"+proj=tmerc +lat_0={lat} +lon_0={lon} +k=1")), []) { Roads = roads };
    }

    static Intersection Junction(CabinetProfile profile, (double X, double Y) middle, CabinetTimings? timings, Dictionary<string, Lane> lanes, Dictionary<string, Road> roads, List<Connection> connections)
    {
        var phases = profile.Phases;
        var ways = phases.Select(_ => new List<Way>()).ToArray();
        var approaches = new List<Approach>();
        foreach (var approach in profile.Approaches)
        {
            var speed_m_s = approach.Speed_km_h / 3.6;
            var road = new Road($"{profile.Id}.{approach.From}", approach.Street, null);
            foreach (var (language, name) in approach.Streets) road.Names[language] = name;
            roads[road.Edge] = road;
            for (var l = 0; l < approach.Lanes.Count; l++)
            {
                var id = LaneId(profile, approach, l);
                var lamp = Array.IndexOf(phases, approach.Lanes[l].Phase);
                lanes[id] = new Lane(id, road.Edge, l, Long_m, speed_m_s, false, true, Line(middle, approach.From, approach.Lanes.Count - l - 0.5, incoming: true));
                foreach (var turn in approach.Lanes[l].Turns)
                {
                    var to = ExitOf(approach.From, turn);
                    var exit = ExitId(profile, to);
                    if (!lanes.ContainsKey(exit))
                    {
                        lanes[exit] = new Lane(exit, exit[..^2], 0, Long_m, speed_m_s, false, true, Line(middle, to, 0.5, incoming: false));
                        roads[exit[..^2]] = new Road(exit[..^2], profile.Approaches.FirstOrDefault(a => a.From == to)?.Street, null);
                    }
                    ways[lamp].Add(new Way(id, exit, null, turn));
                    connections.Add(new Connection(id, exit, profile.Id, lamp, null, turn));
                }
                approaches.Add(new Approach(id, speed_m_s, [new Detector(id, Long_m, 0)], [lamp]));
            }
        }
        var movements = phases.Select((p, i) => new Movement(i, ways[i], Enumerable.Range(0, phases.Length).Where(k => !profile.Together(p, phases[k])).ToHashSet(), profile.WalkPhases.Contains(p))).ToArray();
        return new Intersection(profile.Id, movements, approaches, PlanOf(profile, timings));
    }

    /// <summary>A round in the order of the rings: who may be green together, for how long each change lasts. Green times are the cabinet's own and stand here only as what a stage is.</summary>
    static Plan PlanOf(CabinetProfile profile, CabinetTimings? timings)
    {
        var phases = profile.Phases;
        var stages = new List<int[]>();
        foreach (var barrier in profile.Barriers)
        {
            var rings = profile.Rings.Select(r => r.Where(p => barrier.Contains(p) && phases.Contains(p)).ToArray()).Where(r => r.Length > 0).ToArray();
            for (var k = 0; k < (rings.Length == 0 ? 0 : rings.Max(r => r.Length)); k++) stages.Add([.. rings.Select(r => r[Math.Min(k, r.Length - 1)])]);
        }
        var list = new List<Phase>();
        for (var s = 0; s < stages.Count; s++)
        {
            var (now, next) = (stages[s], stages[(s + 1) % stages.Count]);
            var ending = now.Except(next).ToArray();
            list.Add(new Phase(State(phases, now, [], 'G'), 15));
            if (ending.Length == 0) continue;
            list.Add(new Phase(State(phases, now.Except(ending), ending.Except(profile.WalkPhases), 'G'), ending.Max(p => timings?.Of(p)?.Yellow_s ?? 4)));
            if (ending.Max(p => timings?.Of(p)?.RedClear_s ?? 1) is > 0 and var red) list.Add(new Phase(State(phases, now.Except(ending), [], 'G'), red));
        }
        return new Plan("cabinet", "actuated", 0, list);
    }

    static string State(int[] phases, IEnumerable<int> green, IEnumerable<int> yellow, char letter)
    {
        var state = new string('r', phases.Length).ToCharArray();
        foreach (var p in green) state[Array.IndexOf(phases, p)] = letter;
        foreach (var p in yellow) state[Array.IndexOf(phases, p)] = 'y';
        return new string(state);
    }

    /// <param name="across">lanes from the road's middle</param>
    static (double X, double Y)[] Line((double X, double Y) middle, string wind, double across, bool incoming)
    {
        var angle = Math.PI / 2 - Array.IndexOf(winds, wind) * Math.PI / 4;
        var (ox, oy) = (Math.Cos(angle), Math.Sin(angle));
        // Traffic keeps to the right: to the left of the outward direction come those who arrive.
        var side = (incoming ? 1 : -1) * across * LaneWide_m;
        (double, double) At(double out_m) => (Math.Round(middle.X + ox * out_m - oy * side, 2), Math.Round(middle.Y + oy * out_m + ox * side, 2));
        var (far, near) = (At(Stop_m + Long_m), At(Stop_m));
        return incoming ? [far, near] : [near, far];
    }
}
