using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Rules;

/// <summary>
/// The whole of what a rule decides, without clock, storage or twin: state and observation in, state and verdicts out.
/// Time here is the time of observation, so that the same observations give the same alarms whenever they are played;
/// the clock only ends a wait that no observation ended.
/// </summary>
internal static class Decide
{
    public const int MaxWindow = 32;

    /// <summary>Doubts that keep an observation from firing or clearing anything, unless the rule accepts them.</summary>
    const Quality Telling = Quality.Range | Quality.Stuck | Quality.ClockSkew;

    /// <summary>An observation arrives.</summary>
    public static Decision Hear(Rule rule, RuleState state, in Observation seen, long nowUs)
    {
        var atUs = Math.Min(seen.AtUs, nowUs);
        if (atUs <= state.LastAtUs) return Decision.Nothing(state);
        if (rule.Kind != RuleKind.Absence && (seen.Doubts & Telling & ~Accepted(rule)) != 0) return Decision.Nothing(state);
        if (!Measurable(rule, seen)) return Decision.Nothing(state);

        // What fell due before this observation was made is decided first, in the order in which it happened.
        List<Verdict>? verdicts = null;
        state = Elapse(rule, state, atUs - 1, seen.Selected, ref verdicts);
        state = state with { LastAtUs = atUs };
        state = seen.Selected ? Take(rule, state, seen, atUs, nowUs, ref verdicts) : PassBy(rule, state, atUs, ref verdicts);
        return new Decision(state, verdicts ?? (IReadOnlyList<Verdict>)[]);
    }

    /// <summary>Time passes without an observation.</summary>
    public static Decision Wait(Rule rule, RuleState state, bool selected, long nowUs)
    {
        List<Verdict>? verdicts = null;
        state = Elapse(rule, state, nowUs, selected, ref verdicts);
        return new Decision(state, verdicts ?? (IReadOnlyList<Verdict>)[]);
    }

    /// <summary>The moment at which <see cref="Wait"/> would decide something; <c>long.MaxValue</c> for never.</summary>
    public static long DueUs(Rule rule, RuleState state) => state.Phase switch
    {
        Phase.Pending => state.SinceUs + rule.ForUs,
        Phase.Clearing => state.SinceUs + rule.ClearForUs,
        Phase.Calm when rule.Kind == RuleKind.Absence && state.LastAtUs != long.MinValue => state.LastAtUs + rule.AfterUs,
        _ => long.MaxValue,
    };

    static Quality Accepted(Rule rule) => rule.Kind == RuleKind.Stuck ? rule.Accepts | Quality.Stuck : rule.Accepts;

    static bool Measurable(Rule rule, in Observation seen) => rule.Kind switch
    {
        RuleKind.Absence or RuleKind.Stuck => true,
        RuleKind.Threshold when rule.Is.Count > 0 => true,
        RuleKind.Geofence => double.IsFinite(seen.Measure),
        _ => double.IsFinite(seen.Measure) && (!seen.Selected || double.IsFinite(seen.Level)),
    };

    static RuleState Elapse(Rule rule, RuleState state, long untilUs, bool selected, ref List<Verdict>? verdicts)
    {
        var dueUs = DueUs(rule, state);
        if (dueUs > untilUs) return state;
        if (state.Phase == Phase.Clearing) return Clear(state, dueUs, ref verdicts);
        // What the rule no longer selects must not fire merely because nothing was heard since.
        if (!selected) return state with { Phase = rule.Kind == RuleKind.Absence ? Phase.Unknown : Phase.Calm };
        return Issue(state, dueUs, ref verdicts);
    }

    static RuleState Take(Rule rule, RuleState state, in Observation seen, long atUs, long nowUs, ref List<Verdict>? verdicts)
    {
        switch (rule.Kind)
        {
            case RuleKind.Absence:
                if (!state.Open) return state with { Phase = Phase.Calm };
                // An old report from a device's memory does not end its silence.
                return atUs + rule.AfterUs > nowUs ? Clear(state, atUs, ref verdicts) : state;

            case RuleKind.Stuck:
                var same = state.Anchor.Kind != ValueKind.None && Same(state.Anchor, seen.Value, rule.Tolerance);
                if (!same) state = state with { Anchor = seen.Value, AnchorUs = atUs };
                var sinceUs = state.AnchorUs + rule.AfterUs;
                return Level(rule, state, same && atUs >= sinceUs, !same, seen.Value.Number, atUs, Math.Min(atUs, sinceUs), ref verdicts);

            case RuleKind.Rate:
                state = Slide(rule, state, atUs, seen.Measure);
                var oldest = state.Window[0];
                // A change over less than half the window says more about noise than about the city.
                if (atUs - oldest.AtUs < rule.WindowUs / 2) return state;
                var change = (seen.Measure - oldest.Value) / (atUs - oldest.AtUs) * rule.PerUs;
                return Level(rule, state, Beyond(rule, change, seen.Level), Back(rule, change, seen.Level), change, atUs, atUs, ref verdicts);

            case RuleKind.Geofence:
                var fence = rule.Fence!;
                var inward = fence.Side is FenceSide.Inside or FenceSide.Enter;
                var beyond = inward ? seen.Measure <= 0 : seen.Measure > fence.Hysteresis_m;
                var back = inward ? seen.Measure > fence.Hysteresis_m : seen.Measure <= 0;
                if (state.Phase == Phase.Unknown && beyond && fence.Side >= FenceSide.Enter)
                    return state with { Phase = Phase.Excused, Last = seen.Measure };
                if (state.Phase == Phase.Excused && !back) return state with { Last = seen.Measure };
                return Level(rule, state, beyond, back, seen.Measure, atUs, atUs, ref verdicts);

            default:
                if (rule.Is.Count > 0)
                {
                    var isOne = rule.Is.Contains(seen.Value.ToString());
                    return Level(rule, state, isOne, !isOne, seen.Value.Number, atUs, atUs, ref verdicts);
                }
                return Level(rule, state, Beyond(rule, seen.Measure, seen.Level), Back(rule, seen.Measure, seen.Level), seen.Measure, atUs, atUs, ref verdicts);
        }
    }

    static bool Beyond(Rule rule, double measure, double level) => rule.Below ? measure <= level : measure >= level;

    // Not beyond and past the band: between the two an alarm neither opens nor closes.
    static bool Back(Rule rule, double measure, double level) =>
        rule.Below ? measure > level && measure >= level + rule.Band : measure < level && measure <= level - rule.Band;

    /// <summary>The one hysteresis machine all levels share.</summary>
    static RuleState Level(Rule rule, RuleState state, bool beyond, bool back, double measure, long atUs, long sinceUs, ref List<Verdict>? verdicts)
    {
        state = state with { Last = measure };
        if (state.Open)
        {
            if (back)
            {
                var backUs = state.Phase == Phase.Clearing ? state.SinceUs : atUs;
                return atUs - backUs >= rule.ClearForUs ? Clear(state, backUs + rule.ClearForUs, ref verdicts)
                    : state with { Phase = Phase.Clearing, SinceUs = backUs };
            }
            state = state with { Phase = Phase.Firing };
            if (!Worse(rule, measure, state.Peak)) return state;
            state = state with { Peak = measure };
            (verdicts ??= []).Add(new Verdict(VerdictKind.Peaked, atUs, state));
            return state;
        }
        if (!beyond) return state with { Phase = Phase.Calm };
        if (state.Phase != Phase.Pending) state = state with { Phase = Phase.Pending, SinceUs = sinceUs, Peak = measure };
        else if (Worse(rule, measure, state.Peak)) state = state with { Peak = measure };
        return atUs - state.SinceUs >= rule.ForUs ? Issue(state, state.SinceUs + rule.ForUs, ref verdicts) : state;
    }

    static bool Worse(Rule rule, double measure, double peak)
    {
        if (double.IsNaN(measure)) return false;
        if (double.IsNaN(peak)) return true;
        if (rule.Kind == RuleKind.Geofence) return rule.Fence!.Side is FenceSide.Inside or FenceSide.Enter ? measure < peak : measure > peak;
        return rule.Kind != RuleKind.Stuck && (rule.Below ? measure < peak : measure > peak);
    }

    /// <summary>An observation the rule does not select.</summary>
    static RuleState PassBy(Rule rule, RuleState state, long atUs, ref List<Verdict>? verdicts)
    {
        if (!state.Open) return state with { Phase = state.Phase == Phase.Unknown ? Phase.Unknown : Phase.Calm };
        return rule.Otherwise == Otherwise.Clear || rule.Kind == RuleKind.Absence ? Clear(state, atUs, ref verdicts) : state with { Phase = Phase.Firing };
    }

    static RuleState Issue(RuleState state, long atUs, ref List<Verdict>? verdicts)
    {
        state = state with { Phase = Phase.Firing, IssuedUs = atUs, AtStart = state.Last, Peak = state.Phase == Phase.Pending ? state.Peak : state.Last };
        (verdicts ??= []).Add(new Verdict(VerdictKind.Fired, atUs, state));
        return state;
    }

    static RuleState Clear(RuleState state, long atUs, ref List<Verdict>? verdicts)
    {
        state = state with { Phase = Phase.Calm, ClearedUs = Math.Max(atUs, state.IssuedUs) };
        (verdicts ??= []).Add(new Verdict(VerdictKind.Cleared, state.ClearedUs, state));
        return state;
    }

    static bool Same(in Value a, in Value b, double tolerance) =>
        a.Kind == ValueKind.Number && b.Kind == ValueKind.Number ? Math.Abs(a.Number - b.Number) <= tolerance : a.Equals(b);

    static RuleState Slide(Rule rule, RuleState state, long atUs, double value)
    {
        var fromUs = atUs - rule.WindowUs;
        var window = new List<(long AtUs, double Value)>(state.Window.Count + 1);
        foreach (var sample in state.Window)
            if (sample.AtUs >= fromUs) window.Add(sample);
        // A chatty device must not grow the memory: its newest value replaces the one before it within the same slice.
        var slice = rule.WindowUs / (MaxWindow - 2);
        if (window.Count > 1 && window[^1].AtUs - window[^2].AtUs < slice) window[^1] = (atUs, value);
        else window.Add((atUs, value));
        return state with { Window = window };
    }
}
