namespace Cardo.Traffic.Adaptive;

/// <summary>
/// Which of a junction's streets are so full that who stands there stands in the way of others who want elsewhere. A queue on a
/// road that comes from the network's edge holds up nobody but itself; one that has grown back to where others turn off holds
/// them up too, and where such queues meet in a ring the streets lock. So each vehicle of a crowded street counts as several, and
/// who comes from the edge is let into one only where little else can go.
/// </summary>
internal sealed class Crowding(JunctionModel model, Tuning tuning)
{
    readonly float[] filled = new float[model.Lanes.Length];

    /// <summary>By lane: 0 for a street that flows or stands in nobody's way, 1 for one that is crowded wholly.</summary>
    public float[] Lanes { get; } = new float[model.Lanes.Length];

    /// <summary>By exit: the same of the street it leads to, as the junction there says.</summary>
    public float[] Exits { get; } = new float[model.Exits.Length];

    /// <summary>Once a second.</summary>
    public void Look(Snapshot seen)
    {
        for (var l = 0; l < filled.Length; l++)
        {
            if (float.IsInfinity(model.Room_m[l])) continue;
            // Every red fills a street of a few places: more of what is seen behind it must be full, too.
            var places = Math.Clamp(model.Room_m[l], tuning.CrowdedLeast_m, (float)SightRange.Approach_m) / JunctionWatch.Gap_m;
            filled[l] += (Math.Min(1, seen.Queue[l] / places) - filled[l]) / tuning.CrowdedOver_s;
            Lanes[l] = Math.Clamp((filled[l] - tuning.CrowdedFrom) / (tuning.CrowdedTo - tuning.CrowdedFrom), 0, 1);
            seen.Weight[l] = 1 + Lanes[l] * (tuning.Crowded_veh - 1);
        }
    }

    /// <summary>How far whoever comes from the network's edge is kept there.</summary>
    /// <param name="turned">by lane and turn: who took it lately</param>
    public void Meter(Snapshot seen, float[][] turned)
    {
        var any = false;
        foreach (var crowded in Exits) any |= crowded > 0;
        if (!any && !seen.Metered) return;
        seen.Metered = any;
        var lanes = model.Lanes.Length;
        for (var l = 0; l < lanes; l++)
        {
            if (!float.IsInfinity(model.Room_m[l])) continue;
            var turns = model.Lanes[l].Turns;
            for (var stage = 0; stage < model.Stages.Length; stage++)
            {
                float all = 0, into = 0;
                for (var t = 0; t < turns.Length; t++)
                {
                    if (model.Stages[stage][turns[t].Lamp] is not ('G' or 'g')) continue;
                    var share = turned[l][t] + 0.5f;
                    all += share;
                    into += share * Exits[turns[t].Exit];
                }
                seen.Keep[stage * lanes + l] = all > 0 ? tuning.MeterShare * into / all : 0;
            }
        }
    }

    /// <summary>How far back from a stop line a queue stands in nobody's way but that of those who come to this stop line anyway.</summary>
    /// <returns>m to the nearest place where others turn off; infinite where all that is behind comes from the network's edge and leads here alone</returns>
    public static float Room_m(RoadNetwork network, string lane) =>
        network.Lanes.TryGetValue(lane, out var at) ? Back(network, at.Edge, at.Length_m, []) : float.PositiveInfinity;

    static float Back(RoadNetwork network, string edge, double far_m, HashSet<string> walked)
    {
        const double enough_m = 2000;
        if (far_m > enough_m || !walked.Add(edge)) return float.PositiveInfinity;
        var nearest = float.PositiveInfinity;
        foreach (var (before, length_m) in network.Before(edge))
            nearest = Math.Min(nearest, network.TurnsOff(before) ? (float)far_m : Back(network, before, far_m + length_m, walked));
        return nearest;
    }
}
