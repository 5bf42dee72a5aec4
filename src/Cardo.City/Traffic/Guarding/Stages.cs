namespace Cardo.Traffic.Guarding;

/// <summary>The states an intersection may choose among: its plan's own greens, widened by what disturbs nobody, and a few more that are legal.</summary>
internal static class Stages
{
    /// <summary>More choices cost time and hardly serve.</summary>
    public const int Most = 16;

    /// <summary>The plan's greens first, in its order, then each arm alone; every lamp of the plan is served by one of them.</summary>
    public static string[] Of(Intersection intersection, SafetyRules rules)
    {
        var states = OfPlan(intersection, rules).ToList();
        Arms(intersection, rules, states);
        return [.. states.Take(Most)];
    }

    /// <summary>The plan's greens, in its order.</summary>
    public static string[] OfPlan(Intersection intersection, SafetyRules rules)
    {
        var states = new List<string>();
        // A phase of five seconds or more is a stage; a shorter one only if it alone serves somebody.
        foreach (var phase in intersection.Plan.Phases.OrderByDescending(p => p.Duration_s >= SafetyRules.MinGreen_s ? 1 : 0))
        {
            if (phase.State.AsSpan().IndexOfAny("yYuo") >= 0 || phase.State.AsSpan().IndexOfAny("Gg") < 0) continue;
            var serves = phase.Duration_s >= SafetyRules.MinGreen_s || Enumerable.Range(0, rules.Lamps).Any(i => SafetyRules.Green(phase.State[i]) && !states.Any(s => SafetyRules.Green(s[i])));
            if (serves && Widen(phase.State, rules) is { } wide && !states.Contains(wide)) states.Add(wide);
        }
        // Where somebody is green only beside another's yellow, a stage is made for him.
        for (var lamp = 0; lamp < rules.Lamps; lamp++)
            if (rules.Served[lamp] && !states.Any(s => SafetyRules.Green(s[lamp])))
            {
                var alone = new string('r', rules.Lamps).ToCharArray();
                alone[lamp] = 'G';
                states.Add(Widen(new string(alone), rules)!);
            }
        return [.. states.Where(s => !states.Any(o => o != s && Covers(o, s))).Take(Most)];
    }

    /// <summary>Beside the plan's: each arm alone, where nobody has to give way. An arm of one lane that waits for one left turn, or a queue of left turns, is rid of it so.</summary>
    static void Arms(Intersection intersection, SafetyRules rules, List<string> states)
    {
        foreach (var arm in intersection.Approaches.GroupBy(a => a.Lane[..a.Lane.LastIndexOf('_')], StringComparer.Ordinal))
        {
            var state = new string('r', rules.Lamps).ToCharArray();
            foreach (var i in arm.SelectMany(a => a.Movements))
            {
                var free = rules.Served[i] && !rules.Walk[i];
                for (var k = 0; k < state.Length && free; k++) free = k == i || !SafetyRules.Green(state[k]) || !rules.Apart(i, k);
                if (free) state[i] = 'G';
            }
            var wide = Widen(new string(state), rules);
            if (wide.Contains('G') && rules.Legal(wide) && !states.Any(o => o == wide || Covers(o, wide))) states.Add(wide);
        }
    }

    /// <summary>Adds every movement that has no foe among the greens.</summary>
    public static string Widen(string state, SafetyRules rules)
    {
        var wide = state.ToCharArray();
        for (var i = 0; i < wide.Length; i++)
        {
            if (!rules.Served[i] || rules.Walk[i] || wide[i] == 'G') continue;
            var free = true;
            for (var k = 0; k < wide.Length && free; k++) free = k == i || !SafetyRules.Green(wide[k]) || !rules.Apart(i, k);
            if (free) wide[i] = 'G';
        }
        return new string(wide);
    }

    /// <summary>Whether one stage gives everybody at least what the other gives.</summary>
    static bool Covers(string more, string less)
    {
        for (var i = 0; i < more.Length; i++)
            if ((less[i] == 'G' && more[i] != 'G') || (less[i] == 'g' && !SafetyRules.Green(more[i]))) return false;
        return true;
    }
}
