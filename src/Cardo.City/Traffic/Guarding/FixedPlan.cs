namespace Cardo.Traffic.Guarding;

/// <summary>The plan an intersection would run by itself: what it asks the guard for at a moment.</summary>
internal sealed class FixedPlan
{
    readonly double cycle_s;
    readonly double offset_s;
    readonly (double Until_s, string State)[] greens;

    /// <param name="plan">has a green somewhere</param>
    public FixedPlan(Plan plan)
    {
        (cycle_s, offset_s) = (plan.Cycle_s, plan.Offset_s);
        var list = new List<(double, string)>();
        double at = 0, asked = 0;
        string? state = null;
        foreach (var phase in plan.Phases)
        {
            // Yellow and all-red are the guard's own work: what follows is asked for when the phase before it ends.
            var green = phase.State.AsSpan().IndexOfAny("Gg") >= 0 && phase.State.AsSpan().IndexOfAny("yYu") < 0;
            if (green && state is not null) list.Add((asked, state));
            at += phase.Duration_s;
            if (green) (state, asked) = (phase.State, at);
        }
        // A plan whose every green stands beside a yellow is asked for phase by phase.
        if (state is null)
            foreach (var phase in plan.Phases) list.Add((asked += phase.Duration_s, phase.State));
        else list.Add((asked, state));
        greens = [.. list];
    }

    /// <summary>The state the plan is in or on its way to.</summary>
    public string At(double now_s)
    {
        var at = ((now_s - offset_s) % cycle_s + cycle_s) % cycle_s;
        foreach (var (until, state) in greens)
            if (at < until) return state;
        return greens[0].State;
    }
}
