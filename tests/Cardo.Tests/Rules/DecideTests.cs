using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Standards.NgsiLd;

namespace Cardo.Tests.Rules;

public sealed class DecideTests
{
    const string High = """ "kind": "threshold", "attribute": "level", "above": 10, "clear": 8 """;

    [Fact]
    public void A_value_at_the_level_fires_and_one_at_the_clear_level_clears() =>
        Given.Play(Given.Rule(High), (0, 9), (10, 10), (20, 9), (30, 8), (40, 9)).Said.ShouldBe(["fired 10", "cleared 30"]);

    [Fact]
    public void Without_a_band_it_clears_below_the_level_and_not_at_it() =>
        Given.Play(Given.Rule(""" "kind": "threshold", "attribute": "level", "above": 10 """), (0, 10), (10, 10), (20, 9.9)).Said.ShouldBe(["fired 0", "cleared 20"]);

    [Fact]
    public void A_level_below_is_the_mirror_image() =>
        Given.Play(Given.Rule(""" "kind": "threshold", "attribute": "level", "below": 5, "hysteresis": 2 """), (0, 6), (10, 5), (20, 6.5), (30, 7)).Said.ShouldBe(["fired 10", "cleared 30"]);

    [Fact]
    public void It_must_last_before_it_fires()
    {
        var rule = Given.Rule(High + """ , "for_s": 60 """);
        Given.Play(rule, (0, 11), (30, 11), (50, 9), (55, 11), (100, 12)).Said.ShouldBeEmpty();
        Given.Play(rule, (0, 11), (30, 11), (70, 12)).Said.ShouldBe(["fired 60"]);
    }

    [Fact]
    public void The_clock_ends_the_wait_when_no_observation_does()
    {
        var rule = Given.Rule(High + """ , "for_s": 60 """);
        var state = Given.Play(rule, (0, 11)).State;
        Decide.DueUs(rule, state).ShouldBe(Given.At(60));
        Given.Say(Decide.Wait(rule, state, true, Given.At(59))).ShouldBeEmpty();
        Given.Say(Decide.Wait(rule, state, true, Given.At(75))).ShouldBe(["fired 60"]);
        Given.Say(Decide.Wait(rule, state, false, Given.At(75))).ShouldBeEmpty("the thing is no longer selected");
    }

    [Fact]
    public void Being_over_must_last_too_when_the_rule_says_so() =>
        Given.Play(Given.Rule(High + """ , "clear_for_s": 60 """), (0, 11), (10, 7), (20, 9), (30, 7), (95, 7)).Said.ShouldBe(["fired 0", "cleared 90"]);

    [Fact]
    public void An_alarm_knows_its_value_at_start_and_its_peak()
    {
        var state = Given.Play(Given.Rule(High), (0, 11), (10, 14), (20, 12)).State;
        state.AtStart.ShouldBe(11);
        state.Peak.ShouldBe(14);
    }

    [Fact]
    public void A_late_observation_changes_nothing()
    {
        var rule = Given.Rule(High);
        var (state, _) = Given.Play(rule, (0, 11), (60, 7));
        var decision = Decide.Hear(rule, state, Given.Saw(rule, 30, 20), Given.At(61));
        decision.Verdicts.ShouldBeEmpty();
        decision.State.ShouldBe(state);
    }

    [Theory]
    [InlineData(Quality.Range)]
    [InlineData(Quality.Stuck)]
    [InlineData(Quality.ClockSkew)]
    public void A_doubtful_observation_does_not_fire_unless_the_rule_accepts_it(Quality doubt)
    {
        var rule = Given.Rule(High);
        Decide.Hear(rule, RuleState.New, Given.Saw(rule, 0, 99, doubt), Given.At(0)).Verdicts.ShouldBeEmpty();
        var accepting = Given.Rule(High + """ , "accepts": ["range", "stuck", "clock-skew"] """);
        Decide.Hear(accepting, RuleState.New, Given.Saw(rule, 0, 99, doubt), Given.At(0)).Verdicts.ShouldHaveSingleItem();
    }

    [Fact]
    public void What_the_rule_does_not_select_neither_fires_nor_clears()
    {
        var rule = Given.Rule(High + """ , "where": { "attribute": "mode", "is": "on" } """);
        var (state, _) = Given.Play(rule, (0, 11));
        Decide.Hear(rule, state, Given.Saw(rule, 10, 0, selected: false), Given.At(10)).State.Open.ShouldBeTrue();
        var clearing = rule with { Otherwise = Otherwise.Clear };
        Given.Say(Decide.Hear(clearing, state, Given.Saw(rule, 10, 0, selected: false), Given.At(10))).ShouldBe(["cleared 10"]);
    }

    [Fact]
    public void A_rise_is_measured_over_the_window()
    {
        var rule = Given.Rule(""" "kind": "rate", "attribute": "level", "above": 1, "clear": 0.5, "window_s": 600, "per_s": 600 """);
        Given.Play(rule, (0, 1), (10, 3)).Said.ShouldBeEmpty("ten seconds say nothing about ten minutes");
        Given.Play(rule, (0, 1), (300, 1.2), (600, 2.1), (900, 2.3), (1300, 2.3)).Said.ShouldBe(["fired 600", "cleared 1300"]);
        Given.Play(rule, (0, 5), (600, 1)).Said.ShouldBeEmpty("it fell");
    }

    [Fact]
    public void A_chatty_device_does_not_grow_the_window()
    {
        var rule = Given.Rule(""" "kind": "rate", "attribute": "level", "above": 1, "window_s": 600 """);
        Given.Play(rule, Enumerable.Range(0, 5000).Select(i => (i * 0.5, 1.0))).State.Window.Count.ShouldBeLessThanOrEqualTo(Decide.MaxWindow);
    }

    [Fact]
    public void Silence_fires_and_the_next_word_clears()
    {
        var rule = Given.Rule(""" "kind": "absence", "attribute": "level", "after_s": 300 """);
        var (state, _) = Given.Play(rule, (0, 1), (200, 1));
        Decide.DueUs(rule, state).ShouldBe(Given.At(500));
        var fired = Decide.Wait(rule, state, true, Given.At(501));
        Given.Say(fired).ShouldBe(["fired 500"]);
        var old = Decide.Hear(rule, fired.State, Given.Saw(rule, 210, 1), Given.At(900));
        Given.Say(old).ShouldBeEmpty("an old report from the device's memory is no sign of life");
        Given.Say(Decide.Hear(rule, old.State, Given.Saw(rule, 890, 1), Given.At(900))).ShouldBe(["cleared 890"]);
    }

    [Fact]
    public void Silence_between_two_observations_is_found_even_when_the_clock_did_not_tick() =>
        Given.Play(Given.Rule(""" "kind": "absence", "after_s": 300 """), (0, 1), (700, 1)).Said.ShouldBe(["fired 300", "cleared 700"]);

    [Fact]
    public void The_same_value_for_too_long_is_stuck_and_a_change_clears() =>
        Given.Play(Given.Rule(""" "kind": "stuck", "attribute": "level", "after_s": 600, "tolerance": 0.01 """),
            (0, 5), (300, 5.005), (600, 5), (900, 5), (1000, 5.2)).Said.ShouldBe(["fired 600", "cleared 1000"]);

    [Fact]
    public void A_stuck_rule_also_knows_words()
    {
        var rule = Given.Rule(""" "kind": "stuck", "attribute": "state", "after_s": 600 """);
        var state = RuleState.New;
        foreach (var second in (int[])[0, 300, 700])
            state = Decide.Hear(rule, state, new Observation(Given.At(second), Value.Of("open"), double.NaN, Quality.Good, true, double.NaN), Given.At(second)).State;
        state.Open.ShouldBeTrue();
        state.IssuedUs.ShouldBe(Given.At(600));
    }

    [Fact]
    public void A_state_among_those_named_fires()
    {
        var rule = Given.Rule(""" "kind": "threshold", "attribute": "status", "is": ["brokenLantern", "defectiveLamp"] """);
        var bad = Decide.Hear(rule, RuleState.New, new Observation(Given.At(0), Value.Of("defectiveLamp"), double.NaN, Quality.Good, true, double.NaN), Given.At(0));
        Given.Say(bad).ShouldBe(["fired 0"]);
        Given.Say(Decide.Hear(rule, bad.State, new Observation(Given.At(9), Value.Of("ok"), double.NaN, Quality.Good, true, double.NaN), Given.At(9))).ShouldBe(["cleared 9"]);
    }
}
