using Cardo.Cases.Learning;

namespace Cardo.Tests.Cases.Learning;

public class MeasuresTests
{
    [Theory]
    // Newcombe, Two-sided confidence intervals for the single proportion, Stat. Med. 17 (1998), table I, method 3.
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_is_as_published(int successes, int trials, double from, double to)
    {
        var interval = Measures.Wilson(successes, trials);
        interval.From.ShouldBe(from, 0.00006);
        interval.To.ShouldBe(to, 0.00006);
    }

    [Fact]
    public void Of_no_trials_nothing_is_known()
    {
        Measures.Wilson(0, 0).From.ShouldBe(0);
        Measures.Wilson(0, 0).To.ShouldBe(1);
    }

    // Freireich et al. 1963, 6-MP in acute leukaemia, as in Cox and Oakes (1984) and Kleinbaum and Klein; + is censored.
    static readonly (double, bool)[] treated =
    [
        (6, true), (6, true), (6, true), (7, true), (10, true), (13, true), (16, true), (22, true), (23, true),
        (6, false), (9, false), (10, false), (11, false), (17, false), (19, false), (20, false), (25, false), (32, false), (32, false), (34, false), (35, false),
    ];

    [Fact]
    public void Kaplan_and_Meiers_curve_is_the_textbooks()
    {
        var curve = Measures.KaplanMeier(treated);
        curve.Select(s => s.Time).ShouldBe([6, 7, 10, 13, 16, 22, 23]);
        double[] survival = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482];
        for (var i = 0; i < survival.Length; i++) curve[i].Survival.ShouldBe(survival[i], 0.00006);
        curve.Select(s => s.AtRisk).ShouldBe([21, 17, 15, 12, 11, 7, 6]);
        Measures.KaplanMeierMedian(treated).ShouldBe(23);
    }

    [Fact]
    public void The_median_is_not_told_before_half_are_done() =>
        Measures.KaplanMeierMedian([(1, true), (2, false), (3, false), (4, false)]).ShouldBeNull();

    [Fact]
    public void The_naive_mean_forgets_what_is_open()
    {
        Measures.NaiveMean(treated).ShouldBe(109 / 9.0);
        Measures.NaiveMean([(5, false)]).ShouldBeNull();
    }

    [Fact]
    public void Macro_F1_counts_labels_that_were_only_chosen()
    {
        // scikit-learn's f1_score(["a","a","b","b"], ["a","c","b","a"], average="macro") = 0.3888…
        Measures.MacroF1([("a", "a"), ("a", "c"), ("b", "b"), ("b", "a")]).ShouldBe((0.5 + 2 / 3.0 + 0) / 3, 1e-12);
    }

    [Fact]
    public void Confidence_that_says_what_happens_has_no_calibration_error()
    {
        Measures.CalibrationError([(0.5, true), (0.5, false)]).ShouldBe(0, 1e-12);
        Measures.CalibrationError([(0.9, false), (0.9, false)]).ShouldBe(0.9, 1e-12);
    }
}
