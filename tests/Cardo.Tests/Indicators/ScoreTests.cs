using Cardo.Indicators;
using Cardo.Indicators.Files;
using Cardo.Indicators.Live;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;
using Cardo.Twin;
using Cardo.Ui;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Indicators;

/// <summary>A city's own score, from the things it has.</summary>
public class ScoreTests
{
    const long Now = 1_700_000_000_000_000, Hour = 3_600_000_000;

    static Entity Thing(string id, string attribute, double value, double hoursAgo, byte doubts = 0) => new()
    {
        Id = id,
        Types = [Names.Default("AirQualityObserved")],
        Attributes = [new Attribute { Name = Names.Default(attribute), Value = Value.Of(value), ObservedAtUs = Now - (long)(hoursAgo * Hour), Doubts = doubts }],
    };

    static readonly Entity[] city = [Thing("a", "pm25", 10, 1), Thing("b", "pm25", 30, 2), Thing("c", "pm25", 500, 30), Thing("d", "pm25", 50, 1, 1), Thing("e", "no2", 5, 1)];

    static LiveFormula Formula(LiveKind kind, string attribute = "pm25", double within = 3, double below = double.NaN) => new(kind, "AirQualityObserved", attribute, within, double.NaN, below, null, 1);

    [Fact]
    public void Old_doubted_and_missing_values_are_shown_and_not_counted()
    {
        var value = Evaluate.Of(Formula(LiveKind.Mean), city, Now);
        value.Value.ShouldBe(20);
        (value.There, value.Asked).ShouldBe((2, 5));
        value.Rows.Select(r => r.Counted).ShouldBe([true, true, false, false, false]);
        value.NewestUs.ShouldBe(Now - Hour);
        value.OldestUs.ShouldBe(Now - 2 * Hour);
    }

    [Theory]
    [InlineData(LiveKind.Median, 20)]
    [InlineData(LiveKind.Sum, 40)]
    [InlineData(LiveKind.Least, 10)]
    [InlineData(LiveKind.Most, 30)]
    [InlineData(LiveKind.Count, 5)]
    [InlineData(LiveKind.Share, 50)]
    [InlineData(LiveKind.Fresh, 80)]
    public void Each_formula_is_what_it_says(LiveKind kind, double expected) => Evaluate.Of(Formula(kind, below: 20), city, Now).Value.ShouldBe(expected);

    [Fact]
    public void A_score_is_withheld_below_its_coverage_and_tells_what_a_unit_gains()
    {
        LiveItem[] items =
        [
            Item("", "-", 1, 1, null), Item("air", "", 1, 1, null), Item("pm", "air", -1, 1, Formula(LiveKind.Mean)), Item("no", "air", -1, 3, Formula(LiveKind.Mean, "no")),
        ];
        static LiveItem Item(string id, string parent, int direction, double weight, LiveFormula? formula) => new(id, parent, LocalText.Of(id), LocalText.Of("ug"), direction, weight, 0, 100, formula);
        LiveScore Score(double coverage, double measured = 0)
        {
            var model = new LiveModel(new LivePlan(LocalText.Of("t"), coverage, measured, Publishing.Never, "", items, []));
            Dictionary<string, LiveValue> values = new() { ["pm"] = Evaluate.Of(items[2].Formula!, city, Now), ["no"] = Evaluate.Of(items[3].Formula!, city, Now) };
            foreach (var (id, value) in values) model.Set(id, model.Counted(value));
            return model.Read(values, Now, interval: true);
        }
        var some = Score(.2);
        some.Whole.Score.ShouldBe(80, 1e-9);
        some.Find("pm")!.Gain.ShouldBe(1, 1e-9);
        some.Find("pm")!.Coverage.ShouldBe(2 / 5.0, 1e-12);
        some.Whole.Coverage.ShouldBe(.25 * 2 / 5.0, 1e-12);
        some.Find("no")!.Score.ShouldBe(double.NaN);
        some.Find("no")!.Why.ShouldBe(Withheld.NothingMeasured);
        some.Interval!.Low.ShouldBeInRange(0, 80);
        some.Interval.High.ShouldBeInRange(80, 100);
        Score(.5).Whole.Score.ShouldBe(double.NaN);
        Score(.5).Whole.Why.ShouldBe(Withheld.TooLittleWeight);
        Score(.2, .5).Find("pm")!.Why.ShouldBe(Withheld.TooFewRows);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("tainan")]
    public void The_cities_score_files_are_sound(string name)
    {
        var faults = new Faults();
        ReadScore.Read(Path.Combine(Repository.Root, "cities", name, "indicators", ReadScore.File), faults);
        faults.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("indicators: [{id: a, name: A, unit: x, min: 1, max: 0, formula: {count: T}}]", "needs goalposts")]
    [InlineData("indicators: [{id: a, name: A, min: 0, max: 1, formula: {count: T}}]", "the unit of \"a\" is missing")]
    [InlineData("indicators: [{id: a, name: A, unit: x, min: 0, max: 1, formula: {share: p, of: T}}]", "a share needs above, below or is")]
    [InlineData("indicators: [{id: a, name: A}]", "either a formula or children")]
    [InlineData("indicators: [{id: a, name: A, unit: x, min: 0, max: 1, formula: {avg: p}}]", "\"avg\" is not known here")]
    public void A_fault_of_the_score_file_is_said(string yaml, string said)
    {
        var faults = new Faults();
        ReadScore.Read(Asked.Spec("title: T\n" + yaml + "\n"), faults);
        faults.All.ShouldContain(f => f.Contains(said, StringComparison.Ordinal));
    }
}
