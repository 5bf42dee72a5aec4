using System.Text;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Standards.NgsiLd;

namespace Cardo.Tests.Rules;

/// <summary>Rules and observations for the tests of this room; times are seconds after an arbitrary start.</summary>
static class Given
{
    public const long StartUs = 1_534_982_400L * Instants.SecondUs;

    public static long At(double seconds) => StartUs + (long)(seconds * Instants.SecondUs);

    public static Rule Rule(string parts) => Read(parts).Value[0];

    public static Outcome<IReadOnlyList<Rule>> Read(string parts) => ReadRules.Read("test", "test", Encoding.UTF8.GetBytes(
        $$"""{ "id": "r", "type": "Thing", "severity": "high", "category": "c", "subCategory": "s", "text": { "en": "It is", "zh-Hans": "是" }, {{parts}} }"""));

    public static Observation Saw(Rule rule, double second, double value, Quality doubts = Quality.Good, bool selected = true) =>
        new(At(second), Value.Of(value), value, doubts, selected, rule.Fire);

    /// <summary>Plays observations as they arrive and collects what follows, as "fired 10" and "cleared 20".</summary>
    public static (RuleState State, List<string> Said) Play(Rule rule, params IEnumerable<(double Second, double Value)> seen)
    {
        var said = new List<string>();
        var state = RuleState.New;
        foreach (var (second, value) in seen)
        {
            var decision = Decide.Hear(rule, state, Saw(rule, second, value), At(second));
            state = decision.State;
            said.AddRange(Say(decision));
        }
        return (state, said);
    }

    public static IEnumerable<string> Say(Decision decision) => decision.Verdicts.Where(v => v.Kind != VerdictKind.Peaked)
        .Select(v => $"{v.Kind.ToString().ToLowerInvariant()} {(v.AtUs - StartUs) / (double)Instants.SecondUs}");
}
