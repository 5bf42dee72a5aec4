using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Rules;

/// <summary>What a decision asks for.</summary>
internal enum VerdictKind : byte { Fired, Cleared, Peaked }

/// <summary>Open, close or amend the alarm, as of a moment (microseconds), with the state as it then was.</summary>
internal readonly record struct Verdict(VerdictKind Kind, long AtUs, RuleState State);

/// <summary>The next state, and what follows from it in order; mostly nothing.</summary>
internal readonly record struct Decision(RuleState State, IReadOnlyList<Verdict> Verdicts)
{
    public static Decision Nothing(RuleState state) => new(state, []);
}

/// <summary>What a rule is told of one observation.</summary>
/// <param name="AtUs">when it was observed, microseconds</param>
/// <param name="Value">the value as reported</param>
/// <param name="Measure">the number the rule compares: the value itself, or the distance to the fence in metres (negative inside)</param>
/// <param name="Doubts">what is doubtful about it</param>
/// <param name="Selected">whether the rule's conditions hold for it</param>
/// <param name="Level">the level to fire at, as the rule or the thing itself says</param>
internal readonly record struct Observation(long AtUs, Value Value, double Measure, Quality Doubts, bool Selected, double Level);
