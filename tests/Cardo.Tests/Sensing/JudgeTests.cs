using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Sensing.Judging;

namespace Cardo.Tests.Sensing;

public sealed class JudgeTests
{
    const long Now = 1_535_018_400L * Instants.SecondUs;
    static readonly ObservedProperty temperature = new("temperature", "t", "CEL", -50, 60, 5, Stuck_s: 3600);

    static Quality Judged(StreamState before, double value, long atUs = Now, long nowUs = Now, ObservedProperty? property = null, string? unit = "CEL") =>
        Judge.Of(property ?? temperature, unit, before, value, atUs, nowUs, late_s: 300);

    static StreamState Before(double value, long ago_s) => default(StreamState).After(value, Now - ago_s * Instants.SecondUs, Quality.Good);

    [Fact]
    public void A_plausible_observation_is_good() => Judged(Before(20, 60), 20.5).ShouldBe(Quality.Good);

    [Theory]
    [InlineData(61)]
    [InlineData(-50.1)]
    public void A_value_out_of_range_is_marked(double value) => Judged(default, value).ShouldBe(Quality.Range);

    [Fact]
    public void A_change_faster_than_the_property_can_is_marked()
    {
        Judged(Before(20, 60), 26).ShouldBe(Quality.Rate);
        Judged(Before(20, 120), 26).ShouldBe(Quality.Good);
    }

    [Fact]
    public void After_a_long_silence_a_change_says_nothing() => Judged(Before(20, 7 * 3600), 55).ShouldBe(Quality.Good);

    [Fact]
    public void The_same_value_for_too_long_is_stuck()
    {
        var state = default(StreamState);
        for (var s = 4000L; s > 0; s -= 60)
        {
            var doubts = Judged(state, 21, Now - s * Instants.SecondUs, Now - s * Instants.SecondUs);
            doubts.ShouldBe(4000 - s >= 3600 ? Quality.Stuck : Quality.Good, $"{s} s ago");
            state = state.After(21, Now - s * Instants.SecondUs, doubts);
        }
        Judged(state, 21.1).ShouldBe(Quality.Good);
    }

    [Fact]
    public void A_late_observation_is_marked_and_judged_by_range_but_not_by_rate() =>
        Judged(Before(20, 0), 70, Now - 400 * Instants.SecondUs).ShouldBe(Quality.Late | Quality.Range);

    [Fact]
    public void An_older_observation_is_counted_and_leaves_the_newest()
    {
        var state = Before(20, 0).After(5, Now - Instants.HourUs, Quality.Late);
        (state.Last, state.LastAtUs, state.Good, state.Doubtful).ShouldBe((20, Now, 1, 1));
    }

    [Fact]
    public void Bounds_in_another_unit_do_not_count() => Judged(default, 75, unit: "FAH").ShouldBe(Quality.Good);

    [Fact]
    public void A_text_is_judged_by_its_time_alone() => Judged(default, double.NaN, Now - 400 * Instants.SecondUs).ShouldBe(Quality.Late);

    [Theory]
    [InlineData(2, 0, Quality.Good)]
    [InlineData(3, 3, Quality.ClockSkew)]
    [InlineData(300, 300, Quality.ClockSkew)]
    public void A_clock_a_little_ahead_is_forgiven_then_marked_and_kept_under_arrival(long ahead_s, long taken_s, Quality expected)
    {
        var (atUs, doubts) = Clock.Judge(Now + ahead_s * Instants.SecondUs, Now, 2 * Instants.SecondUs, 300 * Instants.SecondUs, 0).Value;
        doubts.ShouldBe(expected);
        atUs.ShouldBe(Now + (ahead_s - taken_s) * Instants.SecondUs);
    }

    [Fact]
    public void A_clock_far_ahead_or_never_set_is_refused()
    {
        Clock.Judge(Now + 301 * Instants.SecondUs, Now, 2 * Instants.SecondUs, 300 * Instants.SecondUs, 0).Refusal.Code.ShouldBe("observed-in-future");
        Clock.Judge(0, Now, 2 * Instants.SecondUs, 300 * Instants.SecondUs, Instants.DayUs).Refusal.Code.ShouldBe("clock-not-set");
        Clock.Judge(long.MaxValue, Now, 0, 0, 0).Ok.ShouldBeFalse();
    }

    [Fact]
    public void Every_known_property_has_a_known_unit_and_a_range_in_order()
    {
        foreach (var property in ObservedProperties.All)
        {
            if (property.UnitCode is { } unit) Units.Known(unit).ShouldBeTrue(property.Name);
            (property.Min > property.Max).ShouldBeFalse(property.Name);
        }
    }

    [Fact]
    public void Every_unit_has_a_code_of_two_or_three_characters_and_stands_once()
    {
        Units.All.Count().ShouldBeGreaterThan(180);
        foreach (var unit in Units.All) unit.Code.Length.ShouldBeInRange(2, 3, unit.Name);
        Units.Find("CEL")!.Symbol.ShouldBe("°C");
        Units.BySymbol("µg/m³")!.Code.ShouldBe("GQ");
        Units.Symbol("ZZZ").ShouldBe("ZZZ");
    }
}
