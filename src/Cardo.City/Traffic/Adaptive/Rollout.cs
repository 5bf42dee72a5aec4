namespace Cardo.Traffic.Adaptive;

/// <summary>
/// Plays the next minute of a junction forward, second by second, with a queue a lane: what arrives joins, what is green
/// leaves at the lane's rate, permitted turns find the gaps the opposing lanes leave, and nobody drives into a full exit.
/// After its first moves it goes on with a simple rule (serve until the queues are gone, then the stage that clears most
/// in the least time), so that different first moves can be compared by what they lead to.
/// </summary>
internal ref struct Rollout
{
    readonly JunctionModel model;
    readonly Snapshot seen;
    readonly Tuning tuning;
    readonly int lanes;
    readonly Span<float> queue;
    readonly Span<float> budget;
    readonly Span<float> left;
    readonly Span<float> space;
    readonly Span<float> pocket;
    readonly bool tight;

    /// <param name="room">floats for the queues, budgets, flows and exits: 4 x lanes + exits</param>
    public Rollout(JunctionModel model, Snapshot seen, Tuning tuning, Span<float> room)
    {
        (this.model, this.seen, this.tuning) = (model, seen, tuning);
        lanes = model.Lanes.Length;
        queue = room[..lanes];
        budget = room.Slice(lanes, lanes);
        left = room.Slice(2 * lanes, lanes);
        pocket = room.Slice(3 * lanes, lanes);
        space = room.Slice(4 * lanes, model.Exits.Length);
        foreach (var s in seen.ExitSpace) tight |= s < tuning.TightSpace;
    }

    /// <summary>The rule chooses from the beginning.</summary>
    public const int ByRule = -1;

    /// <summary>The cost, vehicle seconds, of keeping the stage so long and then changing to <paramref name="to"/> (a stage, or <see cref="ByRule"/>).</summary>
    /// <param name="bound">give up when it costs more</param>
    public float Cost(int hold_s, int to, float bound)
    {
        seen.Queue.AsSpan().CopyTo(queue);
        if (tight) seen.ExitSpace.AsSpan().CopyTo(space);
        var stage = seen.Stage;
        var next = -1;
        int change = 0, green = Math.Max(seen.Age_s, tuning.Startup_s + 1);
        var cost = 0f;
        Refill(stage, true);
        for (var t = 0; t < Snapshot.Horizon_s; t++)
        {
            if (next < 0)
            {
                if (t >= hold_s && to != ByRule) (next, to) = (to, ByRule);
                else if (t >= hold_s && green >= 5) next = Next(stage, green, t);
                if (next >= 0) change = model.Change_s[stage, next];
            }
            if (next >= 0 && change <= 0)
            {
                (stage, next, green) = (next, -1, 0);
                Refill(stage, false);
            }
            cost += Second(t, stage, next, next < 0 ? 0 : model.Change_s[stage, next] - change, green);
            if (cost > bound) return cost;
            if (next >= 0) change--;
            else green++;
        }
        // Who still waits at the end waits on; longer queues take longer to clear.
        for (var l = 0; l < lanes; l++) cost += queue[l] * (tuning.Terminal_s + queue[l] * tuning.TerminalSquare_s);
        return cost;
    }

    void Refill(int stage, bool now)
    {
        for (var l = 0; l < lanes; l++)
        {
            pocket[l] = now ? Math.Max(0, tuning.Pocket_veh - seen.Inside[l]) : tuning.Pocket_veh;
            budget[l] = now && seen.HeadStuck[l] && seen.Budget[stage * lanes + l] < 100 ? 0 : seen.Budget[stage * lanes + l];
        }
    }

    /// <summary>One second: arrivals, departures, and what standing costs.</summary>
    float Second(int t, int stage, int next, int intoChange_s, int green)
    {
        var cost = 0f;
        for (var pass = 0; pass < 2; pass++)
            for (var l = 0; l < lanes; l++)
            {
                var at = stage * lanes + l;
                var yields = seen.Yield[at] > 0;
                if (yields != (pass == 1)) continue;
                var arrived = seen.Arrivals[l * Snapshot.Horizon_s + t];
                var wants = queue[l] + arrived;
                left[l] = 0;
                if (wants <= 0) continue;
                var rate = seen.Rate[at];
                // In a change only what stays green goes on, and those who cannot stop any more.
                if (next >= 0 && seen.Rate[next * lanes + l] <= 0 && intoChange_s >= tuning.YellowUse_s) rate = 0;
                if (green < tuning.Startup_s && next < 0 && queue[l] > 0) rate *= green * tuning.StartupShare;
                if (rate > 0 && yields) rate = Give(t, stage, l, rate, at);
                var leaves = Math.Min(Math.Min(wants, rate), budget[l]);
                if (leaves > 0 && tight) leaves = Fit(stage, l, leaves);
                left[l] = leaves;
                budget[l] -= leaves;
                if (arrived > 0 && leaves < wants) cost += tuning.Stop_s * Math.Min(arrived, wants - leaves);
                queue[l] = wants - leaves;
                cost += queue[l];
            }
        if (tight)
            for (var e = 0; e < space.Length; e++) space[e] = Math.Min(space[e] + seen.ExitFlow[e], 50);
        return cost;
    }

    /// <summary>A permitted turn needs some seconds without anybody: the gaps in what opposes it now and in the next three seconds, were it to come by chance.</summary>
    float Give(int t, int stage, int lane, float rate, int at)
    {
        var against = 0f;
        foreach (var o in model.Opposed[stage, lane])
        {
            against += left[o];
            for (var k = t + 1; k < Math.Min(t + 4, Snapshot.Horizon_s); k++) against += seen.Arrivals[o * Snapshot.Horizon_s + k];
        }
        var share = seen.Yield[at];
        var gaps = Math.Max(tuning.GapFloor, MathF.Exp(-against / 4 * tuning.GapTime_s));
        var slow = rate / (1 - share + share / gaps);
        if (pocket[lane] <= 0) return slow;
        pocket[lane] -= (rate - slow) * share;
        return rate;
    }

    readonly float Fit(int stage, int lane, float leaves)
    {
        var turns = model.Lanes[lane].Turns;
        var state = model.Stages[stage];
        var most = 0f;
        foreach (var turn in turns)
            if (state[turn.Lamp] is 'G' or 'g') most = Math.Max(most, space[turn.Exit]);
        var fits = Math.Min(leaves, Math.Max(0, most));
        foreach (var turn in turns)
            if (state[turn.Lamp] is 'G' or 'g') space[turn.Exit] -= fits / turns.Length;
        return fits;
    }

    /// <summary>The rule: the stage that lets most vehicles go in a second, its change counted in; the present one has none.</summary>
    readonly int Next(int stage, int green, int t)
    {
        float mine = 0, slowest = 0;
        for (var l = 0; l < lanes; l++)
        {
            var rate = seen.Rate[stage * lanes + l];
            if (rate <= 0) continue;
            var q = Math.Min(queue[l] + Soon(l, t), budget[l]);
            mine += q;
            slowest = Math.Max(slowest, q / rate);
        }
        var keeps = mine / Math.Max(3, slowest);
        var best = Best(stage, t, out var most);
        return best >= 0 && (most > keeps * tuning.KeepFactor || green >= tuning.LongGreen_s) ? best : -1;
    }

    /// <summary>The other stage that clears most in the least time.</summary>
    readonly int Best(int stage, int t, out float most)
    {
        var best = -1;
        most = 0.03f;
        for (var s = 0; s < model.ByRule; s++)
        {
            if (s == stage) continue;
            float sum = 0, slowest = 0;
            for (var l = 0; l < lanes; l++)
            {
                var rate = seen.Rate[s * lanes + l];
                if (rate <= 0) continue;
                var q = Math.Min(queue[l] + Soon(l, t), seen.Budget[s * lanes + l]);
                sum += q;
                slowest = Math.Max(slowest, q / rate);
            }
            var value = sum / (model.Change_s[stage, s] + tuning.Startup_s + Math.Max(3, slowest));
            if (value > most) (best, most) = (s, value);
        }
        return best;
    }

    readonly float Soon(int lane, int t)
    {
        var sum = 0f;
        for (var k = t; k < Math.Min(t + 3, Snapshot.Horizon_s); k++) sum += seen.Arrivals[lane * Snapshot.Horizon_s + k];
        return sum;
    }
}
