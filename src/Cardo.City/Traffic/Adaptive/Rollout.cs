using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cardo.Traffic.Adaptive;

/// <summary>
/// Plays the next minute of a junction forward, second by second, with a queue a lane: what arrives joins, what is green
/// leaves at the lane's rate, permitted turns find the gaps the opposing lanes leave, and nobody drives into a full exit.
/// After its first moves it goes on with a simple rule (serve until the queues are gone, then the stage that clears most
/// in the least time), so that different first moves can be compared by what they lead to.
/// </summary>
/// <remarks>
/// For a thousand junctions that is some ten million lanes' seconds in each second: eight lanes go at once, rows are as
/// long as a multiple of eight, and the present stage is held once for all ways of going on (<see cref="Hold"/>). Costs are
/// added lane by lane in their order all the same, so that a choice is the same on every machine.
/// </remarks>
internal ref struct Rollout
{
    readonly JunctionModel model;
    readonly Snapshot seen;
    readonly Tuning tuning;
    readonly int lanes, width;
    readonly Span<float> held, played;
    readonly Span<float> queue, budget, pocket, left, space, ahead;
    readonly Span<float> wants, first, second;
    readonly Span<float> arrivals, soon;
    readonly Span<float> rates, yields, budgets;
    readonly Span<float> weight, worth;
    readonly bool tight;
    readonly Urgent? urgent;
    int heldFor_s, heldGreen_s;
    float heldCost;

    /// <summary>How much better than the present stage another must be in the rule.</summary>
    public float KeepFactor { get; }

    /// <summary>The rule chooses from the beginning.</summary>
    public const int ByRule = -1;

    // The emergency vehicle has passed, or there is none.
    const float Through = -1000;

    // A change, and two of them with the shortest green between, s.
    const float Change_s = 5, Away_s = 2 * Change_s + 5;

    /// <param name="room">as many zeros as <see cref="Room"/> says</param>
    public Rollout(JunctionModel model, Snapshot seen, Tuning tuning, Span<float> room)
    {
        (this.model, this.seen, this.tuning) = (model, seen, tuning);
        urgent = seen.Urgent;
        lanes = model.Lanes.Length;
        width = Width(lanes);
        var stages = model.Stages.Length;
        held = Take(ref room, 4 * width + model.Exits.Length + 1);
        played = room[..held.Length];
        queue = Take(ref room, width);
        budget = Take(ref room, width);
        pocket = Take(ref room, width);
        left = Take(ref room, width);
        space = Take(ref room, model.Exits.Length);
        ahead = Take(ref room, 1);
        wants = Take(ref room, width);
        first = Take(ref room, width);
        second = Take(ref room, width);
        arrivals = Take(ref room, width * Snapshot.Horizon_s);
        soon = Take(ref room, width * Snapshot.Horizon_s);
        rates = Take(ref room, width * stages);
        yields = Take(ref room, width * stages);
        budgets = Take(ref room, width * stages);
        weight = Take(ref room, width);
        seen.Weight.AsSpan().CopyTo(weight);
        worth = Take(ref room, width * stages);
        for (var s = 0; s < stages; s++)
        {
            seen.Rate.AsSpan(s * lanes, lanes).CopyTo(rates[(s * width)..]);
            seen.Yield.AsSpan(s * lanes, lanes).CopyTo(yields[(s * width)..]);
            seen.Budget.AsSpan(s * lanes, lanes).CopyTo(budgets[(s * width)..]);
            for (var l = 0; l < lanes; l++) worth[s * width + l] = weight[l] * (1 - seen.Keep[s * lanes + l]);
        }
        for (var l = 0; l < lanes; l++) Come(l);
        foreach (var s in seen.ExitSpace) tight |= s < tuning.TightSpace;
        // Where more wait than are seen each change is time in which nobody drives: long greens are what such a junction needs.
        var full = Math.Clamp((seen.Full - tuning.FullFrom) / (tuning.FullTo - tuning.FullFrom), 0, 1);
        KeepFactor = tuning.KeepFactor + full * (tuning.FullKeepFactor - tuning.KeepFactor);
        Restart();
    }

    /// <summary>The floats it works with.</summary>
    public static int Room(JunctionModel model) => 2 * (4 * Width(model.Lanes.Length) + model.Exits.Length + 1) + (4 + 2 * Snapshot.Horizon_s + 4 * model.Stages.Length) * Width(model.Lanes.Length);

    static int Width(int lanes) => (lanes + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;

    static Span<float> Take(scoped ref Span<float> room, int count)
    {
        var taken = room[..count];
        room = room[count..];
        return taken;
    }

    /// <summary>Who comes on a lane, by second, and how many within three of them.</summary>
    readonly void Come(int lane)
    {
        var row = seen.Arrivals.AsSpan(lane * Snapshot.Horizon_s, Snapshot.Horizon_s);
        for (var t = 0; t < row.Length; t++)
        {
            arrivals[t * width + lane] = row[t];
            var sum = 0f;
            for (var k = t; k < Math.Min(t + 3, row.Length); k++) sum += row[k];
            soon[t * width + lane] = sum;
        }
    }

    /// <summary>Begins again at what is seen, with nothing held.</summary>
    public void Restart()
    {
        seen.Queue.AsSpan().CopyTo(queue);
        left.Clear();
        ahead[0] = urgent?.Ahead ?? Through;
        if (tight) seen.ExitSpace.AsSpan().CopyTo(space);
        (heldFor_s, heldCost, heldGreen_s) = (0, 0, Math.Max(seen.Age_s, tuning.Startup_s + 1));
        Refill(seen.Stage, true);
        played.CopyTo(held);
    }

    /// <summary>Keeps the present stage until so many seconds from now.</summary>
    public void Hold(int until_s)
    {
        held.CopyTo(played);
        for (; heldFor_s < until_s; heldFor_s++, heldGreen_s++) heldCost += Second(heldFor_s, seen.Stage, -1, 0, heldGreen_s);
        played.CopyTo(held);
    }

    /// <summary>The cost, vehicle seconds, of having kept the stage as long as it was held and then changing to <paramref name="to"/> (a stage, or <see cref="ByRule"/>).</summary>
    /// <param name="bound">give up when it costs more</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly float Cost(int to, float bound)
    {
        var cost = heldCost;
        if (cost > bound) return cost;
        held.CopyTo(played);
        var stage = seen.Stage;
        var next = -1;
        int change = 0, green = heldGreen_s;
        for (var t = heldFor_s; t < Snapshot.Horizon_s; t++)
        {
            if (next < 0)
            {
                if (to != ByRule) (next, to) = (to, ByRule);
                else if (green >= 5) next = Presses(stage, t) ? Served(stage, t) : Next(stage, green, t);
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
        for (var l = 0; l < lanes; l++) cost += weight[l] * queue[l] * (tuning.Terminal_s + queue[l] * tuning.TerminalSquare_s);
        return ahead[0] > Through && urgent!.Eta_s < Snapshot.Horizon_s ? cost + tuning.Urgent_veh * tuning.Terminal_s : cost;
    }

    readonly void Refill(int stage, bool now)
    {
        for (var l = 0; l < lanes; l++)
        {
            pocket[l] = now ? Math.Max(0, tuning.Pocket_veh - seen.Inside[l]) : tuning.Pocket_veh;
            budget[l] = now && seen.HeadStuck[l] && budgets[stage * width + l] < 100 ? 0 : budgets[stage * width + l];
        }
    }

    /// <summary>One second: arrivals, departures, and what standing costs; first who has the way, then who gives way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly float Second(int t, int stage, int next, int intoChange_s, int green)
    {
        // In a change only what stays green goes on, and those who cannot stop any more.
        var after = next >= 0 && intoChange_s >= tuning.YellowUse_s ? next : stage;
        var starts = green < tuning.Startup_s && next < 0 ? green * tuning.StartupShare : 1f;
        var gives = Have(t, stage, after, starts);
        var cost = 0f;
        for (var l = 0; l < lanes; l++)
        {
            cost += first[l];
            cost += second[l];
        }
        if (gives) cost = Give(t, stage, after, starts, cost);
        if (urgent is not null && ahead[0] > Through) cost += Urge(urgent, t, stage, after);
        if (tight)
            for (var e = 0; e < space.Length; e++) space[e] = Math.Min(space[e] + seen.ExitFlow[e], 50);
        return cost;
    }

    /// <summary>Who has the way: what he costs by stopping is left in <see cref="first"/>, by standing in <see cref="second"/>.</summary>
    /// <returns>whether there is anybody who gives way</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly bool Have(int t, int stage, int after, float starts)
    {
        var gives = false;
        for (var l = 0; l < width; l += Vector256<float>.Count)
        {
            var comes = Vector256.Create<float>(arrivals[(t * width + l)..]);
            var stood = Vector256.Create<float>(queue[l..]);
            var may = Vector256.Create<float>(budget[l..]);
            var yield = Vector256.GreaterThan(Vector256.Create<float>(yields[(stage * width + l)..]), Vector256<float>.Zero);
            gives |= yield != Vector256<float>.Zero;
            var rate = Vector256.GreaterThan(Vector256.Create<float>(rates[(after * width + l)..]), Vector256<float>.Zero) & Vector256.Create<float>(rates[(stage * width + l)..]);
            rate = Vector256.ConditionalSelect(Vector256.GreaterThan(stood, Vector256<float>.Zero), rate * starts, rate);
            var all = stood + comes;
            var leaves = Vector256.MinNative(Vector256.MinNative(all, rate), may);
            if (tight) leaves = Fit(stage, l, Vector256.AndNot(leaves, yield));
            var stays = all - leaves;
            Vector256.ConditionalSelect(yield, Vector256.Create<float>(left[l..]), leaves).CopyTo(left[l..]);
            Vector256.ConditionalSelect(yield, may, may - leaves).CopyTo(budget[l..]);
            Vector256.ConditionalSelect(yield, stood, stays).CopyTo(queue[l..]);
            var counts = Vector256.Create<float>(weight[l..]);
            Vector256.AndNot(counts * tuning.Stop_s * Vector256.MinNative(comes, stays), yield).CopyTo(first[l..]);
            Vector256.AndNot(counts * stays, yield).CopyTo(second[l..]);
        }
        return gives;
    }

    readonly Vector256<float> Fit(int stage, int from, Vector256<float> leaves)
    {
        for (var i = 0; i < Math.Min(Vector256<float>.Count, lanes - from); i++) leaves = leaves.WithElement(i, Fit(stage, from + i, leaves[i]));
        return leaves;
    }

    /// <summary>Who gives way, beside what the others did.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly float Give(int t, int stage, int after, float starts, float cost)
    {
        var yield = yields.Slice(stage * width, lanes);
        for (var l = 0; l < yield.Length; l++)
        {
            if (yield[l] <= 0) continue;
            var arrived = arrivals[t * width + l];
            var wants = queue[l] + arrived;
            left[l] = 0;
            if (wants <= 0) continue;
            var rate = rates[after * width + l] > 0 ? rates[stage * width + l] : 0;
            if (queue[l] > 0) rate *= starts;
            if (rate > 0) rate = Gaps(t, stage, l, rate, yield[l]);
            var leaves = Math.Min(Math.Min(wants, rate), budget[l]);
            if (tight) leaves = Fit(stage, l, leaves);
            left[l] = leaves;
            budget[l] -= leaves;
            var stays = wants - leaves;
            cost += weight[l] * tuning.Stop_s * Math.Min(arrived, stays);
            queue[l] = stays;
            cost += weight[l] * stays;
        }
        return cost;
    }

    /// <summary>The emergency vehicle is through when whoever was before it has gone, its time has come and it may go; until then each second counts for many.</summary>
    readonly float Urge(Urgent urgent, int t, int stage, int after)
    {
        ahead[0] = Math.Max(0, ahead[0] - left[urgent.Lane]);
        if (t < urgent.Eta_s - tuning.UrgentLead_s) return 0;
        if (ahead[0] > 0.2f || !urgent.Served[stage] || !urgent.Served[after]) return tuning.Urgent_veh;
        if (t >= urgent.Eta_s) ahead[0] = Through;
        return 0;
    }

    /// <summary>A permitted turn needs some seconds without anybody: the gaps in what opposes it now and in the next three seconds, were it to come by chance.</summary>
    readonly float Gaps(int t, int stage, int lane, float rate, float share)
    {
        var against = 0f;
        foreach (var o in model.Opposed[stage, lane])
        {
            against += left[o];
            for (var k = t + 1; k < Math.Min(t + 4, Snapshot.Horizon_s); k++) against += arrivals[k * width + o];
        }
        var gaps = Math.Max(tuning.GapFloor, MathF.Exp(-against / 4 * tuning.GapTime_s));
        var slow = rate / (1 - share + share / gaps);
        if (pocket[lane] <= 0) return slow;
        pocket[lane] -= (rate - slow) * share;
        return rate;
    }

    readonly float Fit(int stage, int lane, float leaves)
    {
        if (leaves <= 0) return leaves;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly int Next(int stage, int green, int t)
    {
        Want(t);
        var keeps = Value(stage, budget, 0);
        var best = -1;
        var most = 0.03f;
        for (var s = 0; s < model.ByRule; s++)
        {
            if (s == stage || model.Reaches?[stage, s] == false) continue;
            var value = Value(s, budgets[(s * width)..], model.Change_s[stage, s] + tuning.Startup_s);
            if (value > most) (best, most) = (s, value);
        }
        return best >= 0 && (most > keeps * KeepFactor || green >= tuning.LongGreen_s) ? best : -1;
    }

    readonly void Want(int t)
    {
        for (var l = 0; l < width; l += Vector256<float>.Count) (Vector256.Create<float>(queue[l..]) + Vector256.Create<float>(soon[(t * width + l)..])).CopyTo(wants[l..]);
    }

    /// <summary>Whether the emergency vehicle is so near that its stage must stay or come.</summary>
    readonly bool Presses(int stage, int t)
    {
        if (urgent is null || ahead[0] <= Through) return false;
        var needs_s = tuning.UrgentLead_s + ahead[0] / tuning.Saturation_veh_s + (urgent.Served[stage] ? Away_s : Change_s);
        return t + needs_s >= urgent.Eta_s;
    }

    /// <summary>The stage that lets the emergency vehicle go and most others with it; the present one stays if it does.</summary>
    readonly int Served(int stage, int t)
    {
        if (urgent!.Served[stage]) return -1;
        Want(t);
        var best = -1;
        var most = -1f;
        for (var s = 0; s < urgent.Served.Length; s++)
        {
            if (!urgent.Served[s]) continue;
            var value = Value(s, budgets[(s * width)..], model.Change_s[stage, s] + tuning.Startup_s);
            if (value > most) (best, most) = (s, value);
        }
        return best;
    }

    /// <summary>How many a stage lets go in a second, until the slowest of its lanes is through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly float Value(int stage, ReadOnlySpan<float> budget, float before_s)
    {
        var slowest = Vector256<float>.Zero;
        for (var l = 0; l < width; l += Vector256<float>.Count)
        {
            var rate = Vector256.Create<float>(rates[(stage * width + l)..]);
            var served = Vector256.GreaterThan(rate, Vector256<float>.Zero);
            var leave = served & Vector256.MinNative(Vector256.Create<float>(wants[l..]), Vector256.Create<float>(budget[l..]));
            (leave * Vector256.Create<float>(worth[(stage * width + l)..])).CopyTo(first[l..]);
            slowest = Vector256.MaxNative(slowest, served & (leave / rate));
        }
        var sum = 0f;
        for (var l = 0; l < lanes; l++) sum += first[l];
        var half = Vector128.MaxNative(slowest.GetLower(), slowest.GetUpper());
        var longest = Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
        return sum / (before_s + Math.Max(3, longest));
    }
}
