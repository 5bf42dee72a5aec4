using Cardo.Kernel;
using Cardo.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Cardo.Tests.Rules;

/// <summary>What holds for every sequence of observations.</summary>
public sealed class DecideProperties
{
    static readonly Config quick = Config.QuickThrowOnFailure.WithMaxTest(300);

    static readonly Gen<double[]> values = Gen.Choose(-300, 300).Select(v => v / 10.0).ArrayOf();

    static readonly string[] kinds =
    [
        """ "kind": "threshold", "attribute": "a", "above": 10, "clear": 8 """,
        """ "kind": "threshold", "attribute": "a", "below": -5, "clear": 0, "for_s": 25, "clear_for_s": 15 """,
        """ "kind": "rate", "attribute": "a", "above": 5, "clear": 2, "window_s": 60 """,
        """ "kind": "absence", "attribute": "a", "after_s": 15 """,
        """ "kind": "stuck", "attribute": "a", "after_s": 20, "tolerance": 5 """,
    ];

    static void ForAll(Action<Rule, double[]> check)
    {
        foreach (var kind in kinds)
        {
            var rule = Given.Rule(kind);
            Check.One(quick, Prop.ForAll(values.ToArbitrary(), v => check(rule, v)));
        }
    }

    [Fact]
    public void Inside_the_band_an_alarm_never_changes()
    {
        var rule = Given.Rule(kinds[0]);
        var inBand = Gen.Choose(81, 99).Select(v => v / 10.0).ArrayOf();
        Check.One(quick, Prop.ForAll(inBand.ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (band, open) =>
        {
            var first = open ? 11.0 : 0.0;
            var (state, said) = Given.Play(rule, new[] { first }.Concat(band).Select((v, i) => (i * 10.0, v)));
            state.Open.ShouldBe(open);
            said.Count.ShouldBe(open ? 1 : 0);
        }));
    }

    [Fact]
    public void Firing_and_clearing_alternate_and_time_never_runs_back() => ForAll((rule, seen) =>
    {
        var verdicts = new List<Verdict>();
        var state = RuleState.New;
        for (var i = 0; i < seen.Length; i++)
        {
            var second = i * 10 + (i % 7 == 0 ? 30 : 0) + i / 7 * 30;
            var decision = Decide.Hear(rule, state, Given.Saw(rule, second, seen[i]), Given.At(second));
            state = decision.State;
            verdicts.AddRange(decision.Verdicts.Where(v => v.Kind != VerdictKind.Peaked));
        }
        for (var i = 0; i < verdicts.Count; i++)
        {
            verdicts[i].Kind.ShouldBe(i % 2 == 0 ? VerdictKind.Fired : VerdictKind.Cleared);
            if (i > 0) verdicts[i].AtUs.ShouldBeGreaterThanOrEqualTo(verdicts[i - 1].AtUs);
        }
    });

    [Fact]
    public void Late_and_repeated_observations_change_nothing() => ForAll((rule, seen) =>
    {
        var (state, _) = Given.Play(rule, seen.Select((v, i) => (i * 10.0, v)));
        var nowUs = Given.At(seen.Length * 10);
        for (var i = 0; i < seen.Length; i++)
            Decide.Hear(rule, state, Given.Saw(rule, i * 10.0, -seen[i]), nowUs).ShouldBe(Decision.Nothing(state));
    });

    [Fact]
    public void A_clock_that_ticks_often_decides_the_same_as_one_that_never_does() => ForAll((rule, seen) =>
    {
        var ticked = new List<string>();
        var state = RuleState.New;
        for (var i = 0; i < seen.Length; i++)
        {
            for (var tick = (i - 1) * 10 + 1; tick < i * 10; tick++)
            {
                var waited = Decide.Wait(rule, state, true, Given.At(tick));
                state = waited.State;
                ticked.AddRange(Given.Say(waited));
            }
            var heard = Decide.Hear(rule, state, Given.Saw(rule, i * 10.0, seen[i]), Given.At(i * 10.0));
            state = heard.State;
            ticked.AddRange(Given.Say(heard));
        }
        var (untickedState, unticked) = Given.Play(rule, seen.Select((v, i) => (i * 10.0, v)));
        ticked.ShouldBe(unticked);
        state.Phase.ShouldBe(untickedState.Phase);
    });

    [Fact]
    public void Doubtful_observations_alone_never_fire() => ForAll((rule, seen) =>
    {
        if (rule.Kind is RuleKind.Absence) return;
        var state = RuleState.New;
        for (var i = 0; i < seen.Length; i++)
            state = Decide.Hear(rule, state, Given.Saw(rule, i * 10.0, seen[i], Quality.Range), Given.At(i * 10.0)).State;
        state.ShouldBe(RuleState.New);
    });
}
