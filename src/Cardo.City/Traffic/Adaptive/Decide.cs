namespace Cardo.Traffic.Adaptive;

/// <summary>The decision: a pure function of what is known of the junction and what is seen.</summary>
internal static class Decide
{
    static readonly int[] Holds_s = [1, 2, 4, 7, 11, 16];

    public static Decision Next(JunctionModel model, Snapshot seen, Tuning tuning)
    {
        var stages = model.Stages.Length;
        var lanes = model.Lanes.Length;
        if (stages < 2) return new Decision(seen.Stage, 0, 0, -1, 1);
        if (!Anyone(seen, lanes)) return new Decision(seen.Stage, 0, 0, -1, 1);
        Span<float> room = stackalloc float[4 * lanes + model.Exits.Length];
        var rollout = new Rollout(model, seen, tuning, room);
        var keep = rollout.Cost(1, Rollout.ByRule, float.MaxValue);
        var hold = 1;
        foreach (var h in Holds_s)
            for (var s = 0; s < stages; s++)
            {
                if (s == seen.Stage || !Worth(seen, lanes, s)) continue;
                var extra = s < model.ByRule ? 0 : tuning.Arm_vs;
                var cost = rollout.Cost(h, s, keep - extra) + extra;
                if (cost < keep) (keep, hold) = (cost, h);
            }
        var change = float.MaxValue;
        var best = -1;
        for (var s = 0; s < stages; s++)
        {
            if (s == seen.Stage || !Worth(seen, lanes, s)) continue;
            var extra = s < model.ByRule ? 0 : tuning.Arm_vs;
            var cost = rollout.Cost(0, s, Math.Min(change, keep + 50) - extra) + extra;
            if (cost < change) (change, best) = (cost, s);
        }
        return new Decision(best >= 0 && change < keep - tuning.Inertia_vs ? best : seen.Stage, keep, change, best, hold);
    }

    // Nobody waits or comes where it is red: there is nothing to choose.
    static bool Anyone(Snapshot seen, int lanes)
    {
        for (var l = 0; l < lanes; l++)
        {
            if (seen.Rate[seen.Stage * lanes + l] > 0 && seen.Budget[seen.Stage * lanes + l] > 100 && seen.Yield[seen.Stage * lanes + l] == 0) continue;
            if (Soon(seen, l) > 0.05f) return true;
        }
        return false;
    }

    static bool Worth(Snapshot seen, int lanes, int stage)
    {
        for (var l = 0; l < lanes; l++)
            if (seen.Rate[stage * lanes + l] > 0 && Soon(seen, l) > 0.05f) return true;
        return false;
    }

    static float Soon(Snapshot seen, int lane)
    {
        var sum = seen.Queue[lane];
        var arrivals = seen.Arrivals.AsSpan(lane * Snapshot.Horizon_s, 15);
        foreach (var a in arrivals) sum += a;
        return sum;
    }
}
