namespace Cardo.Traffic.Adaptive;

/// <summary>The decision: a pure function of what is known of the junction and what is seen.</summary>
internal static class Decide
{
    static readonly int[] Holds_s = [1, 2, 4, 7, 11, 16];

    const int MostOnStack = 32_768;

    public static Decision Next(JunctionModel model, Snapshot seen, Tuning tuning)
    {
        var stages = model.Stages.Length;
        var lanes = model.Lanes.Length;
        if (stages < 2) return new Decision(seen.Stage, 0, 0, -1, 1);
        Span<float> soon = stackalloc float[lanes];
        for (var l = 0; l < lanes; l++) soon[l] = Soon(seen, l);
        if (!Anyone(seen, lanes, soon)) return new Decision(seen.Stage, 0, 0, -1, 1);
        Span<bool> worth = stackalloc bool[stages];
        for (var s = 0; s < stages; s++) worth[s] = s != seen.Stage && model.Reaches?[seen.Stage, s] != false && Worth(seen, lanes, s, soon);
        var size = Rollout.Room(model);
        Span<float> room = size <= MostOnStack ? stackalloc float[size] : new float[size];
        var rollout = new Rollout(model, seen, tuning, room);
        var keep = float.MaxValue;
        var hold = 1;
        foreach (var h in Holds_s)
        {
            rollout.Hold(h);
            if (h == 1) keep = rollout.Cost(Rollout.ByRule, float.MaxValue);
            for (var s = 0; s < stages; s++)
            {
                if (!worth[s]) continue;
                var extra = s < model.ByRule ? 0 : tuning.Arm_vs;
                var cost = rollout.Cost(s, keep - extra) + extra;
                if (cost < keep) (keep, hold) = (cost, h);
            }
        }
        rollout.Restart();
        var change = float.MaxValue;
        var best = -1;
        for (var s = 0; s < stages; s++)
        {
            if (!worth[s]) continue;
            var extra = s < model.ByRule ? 0 : tuning.Arm_vs;
            var cost = rollout.Cost(s, Math.Min(change, keep + 50) - extra) + extra;
            if (cost < change) (change, best) = (cost, s);
        }
        return new Decision(best >= 0 && change < keep - tuning.Inertia_vs ? best : seen.Stage, keep, change, best, hold);
    }

    // Nobody waits or comes where it is red: there is nothing to choose.
    static bool Anyone(Snapshot seen, int lanes, ReadOnlySpan<float> soon)
    {
        if (seen.Urgent is { } urgent && !urgent.Served[seen.Stage]) return true;
        for (var l = 0; l < lanes; l++)
        {
            if (seen.Rate[seen.Stage * lanes + l] > 0 && seen.Budget[seen.Stage * lanes + l] > 100 && seen.Yield[seen.Stage * lanes + l] == 0) continue;
            if (soon[l] > 0.05f) return true;
        }
        return false;
    }

    static bool Worth(Snapshot seen, int lanes, int stage, ReadOnlySpan<float> soon)
    {
        if (seen.Urgent?.Served[stage] == true) return true;
        for (var l = 0; l < lanes; l++)
            if (seen.Rate[stage * lanes + l] > 0 && soon[l] > 0.05f) return true;
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
