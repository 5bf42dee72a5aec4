namespace Cardo.Traffic.Guarding;

/// <summary>
/// Stands between every decision and the lamps, and cannot be passed by: whatever is asked for, it shows only states
/// without conflicting greens, keeps each green five seconds, ends it with its yellow and the plan's all-red, and takes
/// the choice away before anybody has waited two minutes at red. It works lamp by lamp, as group controllers do: a lamp
/// whose foes are already at red need not wait for the rest.
/// </summary>
internal sealed class Guard
{
    // Who stands in the junction is waited for so long after his lamp went red, and never when that much time is not to spare, s.
    const double LongestWait_s = 8, Reserve_s = 10;

    readonly SafetyRules rules;
    readonly IReadOnlyList<string> stages;
    readonly char[] shown;
    readonly double[] since_s;
    readonly double[] redSince_s;
    readonly double[,] change_s;
    readonly int[] order;
    readonly bool[] done;
    readonly float[] inside_m;
    readonly float[,]? clearAt_m;
    string goal;

    /// <param name="stages">legal states that together serve every lamp of the plan; the guard falls back on them when somebody has waited too long</param>
    /// <param name="clearAt_m">[from, foe]: who came from one is out of the other's way when no more than this is left of his way through the junction; without it, when he has left</param>
    public Guard(SafetyRules rules, IReadOnlyList<string> stages, string first, double now_s, float[,]? clearAt_m = null)
    {
        this.rules = rules;
        this.stages = stages;
        goal = first;
        shown = first.ToCharArray();
        since_s = new double[rules.Lamps];
        redSince_s = new double[rules.Lamps];
        order = new int[rules.Lamps];
        done = new bool[rules.Lamps];
        inside_m = new float[rules.Lamps];
        this.clearAt_m = clearAt_m;
        for (var i = 0; i < rules.Lamps; i++)
        {
            // What was shown before is unknown; taking it as just begun can only make the guard more careful.
            if (shown[i] is not ('G' or 'g' or 's')) shown[i] = 'r';
            since_s[i] = redSince_s[i] = now_s;
        }
        change_s = new double[stages.Count, stages.Count];
        for (var a = 0; a < stages.Count; a++)
            for (var b = 0; b < stages.Count; b++) change_s[a, b] = rules.Change_s(stages[a], stages[b]);
        MaxRed_s = Math.Max(SafetyRules.MaxRed_s, Round_s() + 15);
        Update();
    }

    /// <summary>Two minutes, or the time of one round with the shortest greens where that is longer.</summary>
    public double MaxRed_s { get; }

    /// <summary>What the lamps show.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>What the lamps are on their way to.</summary>
    public string Goal => goal;

    /// <summary>Everything asked for is shown and every green has had its shortest time: the next choice is free.</summary>
    public bool Free(double now_s)
    {
        for (var i = 0; i < rules.Lamps; i++)
        {
            if (!SafetyRules.Green(shown[i])) { if (SafetyRules.Green(goal[i]) || shown[i] == 'y') return false; continue; }
            if (shown[i] != goal[i] || now_s - since_s[i] < SafetyRules.MinGreen_s) return false;
        }
        return true;
    }

    /// <summary>Seconds since the newest green of what is shown began.</summary>
    public double Age_s(double now_s)
    {
        var age = double.MaxValue;
        for (var i = 0; i < rules.Lamps; i++)
            if (SafetyRules.Green(shown[i])) age = Math.Min(age, now_s - since_s[i]);
        return age;
    }

    /// <summary>Whether the last choice was the guard's own, because somebody had waited too long.</summary>
    public bool TookOver { get; private set; }

    public double RedFor_s(int lamp, double now_s) => SafetyRules.Green(shown[lamp]) ? 0 : now_s - redSince_s[lamp];

    /// <summary>Goes on to <paramref name="now_s"/> towards the state asked for; what is illegal is not taken up, what was going on goes on.</summary>
    /// <param name="inside_m">by lamp: how much of his way through the junction is left to the last whom it let in, 0 for nobody; a foe's green waits a while for him, as long as nobody else's patience ends by it</param>
    /// <returns>the state to show</returns>
    public string Step(double now_s, string wanted, ReadOnlySpan<float> inside_m = default)
    {
        Choose(now_s, wanted);
        if (!inside_m.IsEmpty && !Free(now_s) && Patient(now_s)) inside_m.CopyTo(this.inside_m);
        else Array.Clear(this.inside_m);
        Lamps(now_s);
        return Update();
    }

    /// <summary>For a controller that keeps its own times: takes over what it really shows.</summary>
    /// <param name="stage">what it is on its way to by its own plan, or null while it is told from here</param>
    public void Follow(double now_s, string shows, string? stage)
    {
        for (var i = 0; i < rules.Lamps; i++)
            if (shown[i] != shows[i]) Set(i, shows[i], now_s);
        if (stage is not null) goal = stage;
        Update();
    }

    /// <summary>The same choice as in <see cref="Step"/> for such a controller: the state to go to, by its own yellow and red.</summary>
    public string Ask(double now_s, string wanted)
    {
        Choose(now_s, wanted);
        return goal;
    }

    void Choose(double now_s, string wanted)
    {
        TookOver = false;
        // A change under way is finished first: half a change is nobody's plan.
        if (!Free(now_s)) return;
        var next = rules.Legal(wanted) ? wanted : goal;
        if (Overdue(now_s, next) is { } urgent) (next, TookOver) = (urgent, urgent != wanted);
        goal = next;
    }

    /// <summary>Whether there is time for a longer clearance and for everybody's patience after it.</summary>
    bool Patient(double now_s)
    {
        var count = Order();
        for (var k = 0; k < count; k++)
            if (SafetyRules.Green(goal[order[k]]) && now_s + Reserve_s > redSince_s[order[k]] + MaxRed_s) return false;
        return count == 0 || Serves(now_s + Reserve_s, goal, count, true);
    }

    void Lamps(double now_s)
    {
        // First what ends, then what may begin.
        for (var i = 0; i < rules.Lamps; i++)
        {
            if (SafetyRules.Green(shown[i]) && !SafetyRules.Green(goal[i]))
            {
                if (now_s - since_s[i] >= SafetyRules.MinGreen_s) Set(i, rules.Yellow_s[i] > 0 ? 'y' : 'r', now_s);
            }
            else if (shown[i] == 'y' && now_s - since_s[i] >= rules.Yellow_s[i]) Set(i, 'r', now_s);
            else if (shown[i] is 'r' or 's' && !SafetyRules.Green(goal[i])) shown[i] = goal[i] == 's' ? 's' : 'r';
        }
        for (var i = 0; i < rules.Lamps; i++)
        {
            if (!SafetyRules.Green(goal[i]) || shown[i] == goal[i] || shown[i] == 'y' || !Clear(i, goal[i], now_s)) continue;
            if (Swaps(i)) shown[i] = goal[i];
            else Set(i, goal[i], now_s);
        }
        if (!SwapTogether(now_s)) return;
        for (var i = 0; i < rules.Lamps; i++)
            if (Swaps(i)) shown[i] = goal[i];
    }

    /// <summary>
    /// Whether the greens that still have to change their letter (a turn that gave way and now need not, or the other way round) may do
    /// so all at once: two of them may be allowed beside each other with the old letters and with the new, and not with one of each.
    /// </summary>
    bool SwapTogether(double now_s)
    {
        for (var i = 0; i < rules.Lamps; i++)
        {
            if (!Swaps(i)) continue;
            for (var k = 0; k < rules.Lamps; k++)
                if (k != i && !Swaps(k) && !ClearOf(k, i, goal[i], now_s)) return false;
        }
        return true;
    }

    bool Swaps(int lamp) => SafetyRules.Green(shown[lamp]) && SafetyRules.Green(goal[lamp]) && shown[lamp] != goal[lamp];

    /// <summary>Whether every foe is out of the way, or green as the plan itself lets it be beside this one.</summary>
    bool Clear(int lamp, char letter, double now_s)
    {
        for (var k = 0; k < rules.Lamps; k++)
            if (k != lamp && !ClearOf(k, lamp, letter, now_s)) return false;
        return true;
    }

    bool ClearOf(int foe, int lamp, char letter, double now_s)
    {
        if (!rules.Foes(foe, lamp)) return true;
        if (inside_m[foe] > (clearAt_m?[foe, lamp] ?? 0) && shown[foe] is 'r' or 's' && now_s - since_s[foe] < LongestWait_s && !Letting(foe, lamp, letter)) return false;
        return SafetyRules.Green(shown[foe]) ? rules.Together(lamp, letter, foe, shown[foe]) : Letting(foe, lamp, letter) || (shown[foe] != 'y' && now_s - since_s[foe] >= rules.Clear_s[foe, lamp]);
    }

    // A foe in its yellow that was allowed beside this letter while green needs no clearance now.
    bool Letting(int foe, int lamp, char letter) => rules.Together(lamp, letter, foe, 'G') && rules.Together(lamp, letter, foe, 'g');

    void Set(int lamp, char letter, double now_s)
    {
        if (SafetyRules.Green(shown[lamp])) redSince_s[lamp] = now_s;
        shown[lamp] = letter;
        since_s[lamp] = now_s;
    }

    string Update() => Shown = shown.AsSpan().SequenceEqual(Shown) ? Shown : new string(shown);

    /// <summary>The stage that must come now so that nobody waits too long, or null while the choice is free.</summary>
    string? Overdue(double now_s, string next)
    {
        var soonest = Order();
        if (soonest == 0) return null;
        // With the choice asked for there must still be time for everyone else in the order of their patience.
        var hold = next == goal ? 1 : rules.Change_s(goal, next) + SafetyRules.MinGreen_s;
        return Serves(now_s + hold, next, soonest, next != goal) ? null : Urgent(now_s, soonest);
    }

    /// <summary>Lamps at red that the plan serves, the most impatient first.</summary>
    int Order()
    {
        var count = 0;
        for (var i = 0; i < rules.Lamps; i++)
        {
            if (!rules.Served[i] || SafetyRules.Green(shown[i])) continue;
            var at = count++;
            while (at > 0 && redSince_s[order[at - 1]] > redSince_s[i]) { order[at] = order[at - 1]; at--; }
            order[at] = i;
        }
        return count;
    }

    bool Serves(double at_s, string from, int count, bool changes)
    {
        Array.Clear(done);
        for (var i = 0; i < rules.Lamps; i++) done[i] = changes && SafetyRules.Green(from[i]);
        var last = -1;
        var first_s = at_s - SafetyRules.MinGreen_s;
        for (var k = 0; k < count; k++)
        {
            var lamp = order[k];
            // Whom the change itself serves it must serve in time.
            if (changes && SafetyRules.Green(from[lamp]) && first_s > redSince_s[lamp] + MaxRed_s - 2) return false;
            if (done[lamp]) continue;
            var stage = StageFor(lamp);
            if (stage < 0) continue;
            at_s += last < 0 ? rules.Change_s(from, stages[stage]) : change_s[last, stage];
            if (at_s > redSince_s[lamp] + MaxRed_s - 2) return false;
            at_s += SafetyRules.MinGreen_s;
            for (var i = 0; i < rules.Lamps; i++) done[i] |= SafetyRules.Green(stages[stage][i]);
            last = stage;
        }
        return true;
    }

    /// <summary>The stage for the most impatient after which all others can still be served and that serves most; where there is none, the one that serves most.</summary>
    string? Urgent(double now_s, int count)
    {
        for (var k = 0; k < count; k++)
        {
            string? best = null;
            var most = -1;
            foreach (var stage in stages)
            {
                if (!SafetyRules.Green(stage[order[k]]) || !Serves(now_s + rules.Change_s(goal, stage) + SafetyRules.MinGreen_s, stage, count, true)) continue;
                Array.Clear(done);
                if (Serving(stage) is var serves && serves > most) (best, most) = (stage, serves);
            }
            if (best is not null) return best;
            Array.Clear(done);
            if (StageFor(order[k]) is >= 0 and var any) return stages[any];
        }
        return null;
    }

    /// <summary>The stage that serves a lamp and most others that wait besides.</summary>
    int StageFor(int lamp)
    {
        int best = -1, most = -1;
        for (var s = 0; s < stages.Count; s++)
            if (SafetyRules.Green(stages[s][lamp]) && Serving(stages[s]) is var serves && serves > most) (best, most) = (s, serves);
        return best;
    }

    /// <summary>How many who wait and are not yet counted as served a stage serves.</summary>
    int Serving(string stage)
    {
        var serves = 0;
        for (var i = 0; i < rules.Lamps; i++)
            if (SafetyRules.Green(stage[i]) && !SafetyRules.Green(shown[i]) && !done[i]) serves++;
        return serves;
    }

    double Round_s()
    {
        var total = 0.0;
        var last = -1;
        Array.Clear(done);
        for (var lamp = 0; lamp < rules.Lamps; lamp++)
        {
            if (done[lamp] || !rules.Served[lamp] || StageFor(lamp) is not (>= 0 and var stage)) continue;
            total += SafetyRules.MinGreen_s + (last < 0 ? 0 : change_s[last, stage]);
            for (var i = 0; i < rules.Lamps; i++) done[i] |= SafetyRules.Green(stages[stage][i]);
            last = stage;
        }
        return total;
    }
}
