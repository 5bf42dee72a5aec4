using System.Globalization;
using System.Text;
using Cardo.Indicators;
using Cardo.Indicators.Maths;

namespace Cardo.Tests.Indicators;

/// <summary>What data of other cities may be like: large units of measurement, months for years, zeros, columns that hardly vary.</summary>
public class OtherDataTests
{
    static string Said(Cardo.Kernel.Outcome<IndexReport> outcome) => string.Join('\n', [outcome.Refusal.Message, .. outcome.Refusal.Details ?? []]);

    static string N(double v) => v.ToString("R", CultureInfo.InvariantCulture);

    static string Visits(double unitOfX, double unitOfY)
    {
        var chance = new Chance(9, 1);
        var csv = new StringBuilder("y,x,z\n");
        for (var i = 0; i < 300; i++)
        {
            var (x, z) = (2 + chance.Normal(), Math.Exp(chance.Normal()));
            var y = .5 + .7 * x - .3 * z + chance.Normal();
            csv.Append(CultureInfo.InvariantCulture, $"{N(Math.Max(0, y) * unitOfY)},{N(x * unitOfX)},{N(z)}\n");
        }
        return csv.ToString();
    }

    [Theory]
    [InlineData(1e7, 1)]
    [InlineData(1e-6, 1)]
    [InlineData(1, 1e9)]
    public void A_regression_is_the_same_in_any_unit_of_measurement(double unitOfX, double unitOfY)
    {
        IndexReport Ask(string csv) => Asked.Told(new IndexDesk().Effect(Asked.Spec("method: tobit\ndata: {file: d.csv, outcome: y, covariates: [x, z]}\nlower: 0\n", ("d.csv", csv))));
        var (plain, other) = (Ask(Visits(1, 1)).Table("coefficients"), Ask(Visits(unitOfX, unitOfY)).Table("coefficients"));
        foreach (var column in (string[])["estimate", "se"])
        {
            double Back(string term, double by) => other.Number(column, ("term", term)) * by / plain.Number(column, ("term", term));
            Back("x", unitOfX / unitOfY).ShouldBe(1, 1e-6);
            Back("z", 1 / unitOfY).ShouldBe(1, 1e-6);
            Back("(constant)", 1 / unitOfY).ShouldBe(1, 1e-6);
        }
        other.Number("estimate", ("term", "log_scale")).ShouldBe(plain.Number("estimate", ("term", "log_scale")) + Math.Log(unitOfY), 1e-7);
    }

    [Fact]
    public void Covariates_in_millions_explain_what_they_explain_in_units()
    {
        string Panel(double unit)
        {
            var chance = new Chance(4, 1);
            var csv = new StringBuilder("u,t,y,g,x\n");
            for (var i = 0; i < 120; i++)
            {
                var (x, own) = (50 + chance.Normal(), chance.Normal());
                for (var t = 1; t <= 3; t++) csv.Append(CultureInfo.InvariantCulture, $"u{i},{t},{N(own + .2 * t * x + (i % 3 == 0 && t == 3 ? 1 : 0) + chance.Normal())},{(i % 3 == 0 ? 3 : 0)},{N(x * unit)}\n");
            }
            return csv.ToString();
        }
        double Effect(double unit) => Asked.Told(new IndexDesk().Effect(Asked.Spec("method: did\ndata: {file: d.csv, unit: u, time: t, outcome: y, first-treated: g, covariates: [x]}\nbootstrap: 0\n", ("d.csv", Panel(unit))))).Table("effects").Number("effect", ("summary", "simple"));
        Effect(1e8).ShouldBe(Effect(1), 1e-9);
    }

    const string Months = "unit,period,value,samples\na,2026-01,10,9\na,2026-02,11,9\na,2026-03,12,9\nb,2026-01,20,9\nb,2026-02,21,9\nb,2026-03,23,9\nc,2026-01,15,9\nc,2026-02,13,9\nc,2026-03,13,9\nd,2026-01,30,9\nd,2026-02,29,9\nd,2026-03,27,9\ne,2026-02,1,9\n";

    [Fact]
    public void A_panel_of_months_needs_no_column_made_by_hand()
    {
        const string spec = "method: did\ndata: {file: panel.csv, unit: unit, time: period, outcome: value, drop-incomplete: true, first-treated: {c: 2026-02, d: 2026-02}}\nbootstrap: 0\n";
        var report = Asked.Told(new IndexDesk().Effect(Asked.Spec(spec, ("panel.csv", Months))));
        report.Table("group_time").Number("effect", ("group", "2026-02"), ("time", "2026-03")).ShouldBe(-5, 1e-9);
        report.Notes.ShouldContain(n => n.StartsWith("1 units with missing values", StringComparison.Ordinal));
        Said(new IndexDesk().Effect(Asked.Spec(spec.Replace("d: 2026-02", "x: 2026-02", StringComparison.Ordinal), ("panel.csv", Months)))).ShouldContain("there is no unit \"x\" in panel.csv");
        Said(new IndexDesk().Effect(Asked.Spec(spec, ("panel.csv", Months.Replace("b,2026-02", "b,Feb", StringComparison.Ordinal))))).ShouldContain("panel.csv line 6, column period: \"Feb\" is not a time");
    }

    [Fact]
    public void A_synthetic_control_reads_months_and_leaves_out_donors_that_say_so_little()
    {
        const string spec = "method: synthetic-control\ndata: {file: panel.csv, unit: unit, time: period, outcome: value, treated: c, start: 2026-03, drop-incomplete: true}\n";
        var report = Asked.Told(new IndexDesk().Effect(Asked.Spec(spec, ("panel.csv", Months))));
        report.Table("path").Number("actual", ("time", "2026-03")).ShouldBe(13);
        report.Table("weights").Rows.Count.ShouldBe(3);
        Said(new IndexDesk().Effect(Asked.Spec(spec.Replace(", drop-incomplete: true", "", StringComparison.Ordinal), ("panel.csv", Months)))).ShouldContain("\"e\" has no row at 2026-01");
        var still = string.Join('\n', Months.Split('\n').Select((l, i) => i == 0 || l.Length == 0 ? l : string.Join(',', l.Split(',')[..2]) + ",5,9"));
        Said(new IndexDesk().Effect(Asked.Spec(spec, ("panel.csv", still)))).ShouldContain("all values are equal, so there is no effect to see");
    }

    static double[] Scaled(string normalise, string column)
    {
        var scores = Asked.Score($"data: d.csv\ntree: [{{id: i, children: [{{id: a, direction: -1}}]}}]\nnormalise: {normalise}\nstatistics: false\n", ("d.csv", "unit,a\nx,10\ny,20\nz,30\n")).Table("scores");
        return [.. ((string[])["x", "y", "z"]).Select(u => scores.Number(column, ("unit", u)))];
    }

    [Theory]
    [InlineData("ratio-to-best", 1, .5, 1 / 3.0)]
    [InlineData("ratio-to-worst", 3, 1.5, 1)]
    [InlineData("ratio-to-mean", 2, 1, 2 / 3.0)]
    [InlineData("difference-to-mean", .5, 0, -.5)]
    [InlineData("difference-to-worst", 2 / 3.0, 1 / 3.0, 0)]
    [InlineData("above-mean", 1, 0, -1)]
    public void Where_less_is_better_the_least_scores_most(string method, double first, double second, double third)
    {
        var scores = Scaled(method, "i");
        scores[0].ShouldBe(first, 1e-12);
        scores[1].ShouldBe(second, 1e-12);
        scores[2].ShouldBe(third, 1e-12);
    }

    [Fact]
    public void Equal_values_are_equal_though_their_sum_is_rounded()
    {
        Said(new IndexDesk().Score(Asked.Spec("data: d.csv\ntree: [{id: i, children: [a]}]\nnormalise: z-score\n", ("d.csv", "unit,a\nx,0.1\ny,0.1\nz,0.1\n")))).ShouldContain("all 3 values are equal");
        Moments.Pearson([.1, .1, .1], [1, 2, 3]).ShouldBe(double.NaN);
    }

    [Fact]
    public void Between_years_that_lie_apart_values_are_filled_by_the_years()
    {
        var scores = Asked.Score("data: {file: d.csv, unit: u, period: year}\ntree: [{id: i, children: [a]}]\nimpute: linear\n", ("d.csv", "u,year,a\nx,2000,10\nx,2008,\nx,2010,20\n")).Table("scores");
        scores.Number("i", ("period", "2008")).ShouldBe(18, 1e-12);
    }

    [Fact]
    public void Undivided_entropy_of_many_rows_is_refused_with_its_reason()
    {
        var csv = "unit,a,b\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"u{i},{100 + i},{i * i}\n"));
        Said(new IndexDesk().Score(Asked.Spec("data: d.csv\ntree: [{id: i, children: [a, b]}]\nweights: entropy-log10\n", ("d.csv", csv)))).ShouldContain("undivided, is for ten at most");
    }

    [Theory]
    [InlineData("unit;a\nx;1\ny;2\n", "d.csv line 1: the columns are separated by semicolons")]
    [InlineData("unit,a\nx,\"1,5\"\ny,2\n", "d.csv line 2, column a: \"1,5\" is not a number (decimals have a point)")]
    [InlineData("unit,a\nx,1e308\ny,2\n", "d.csv line 2, column a: 1e308 is beyond 1E+150")]
    public void Data_of_another_making_say_what_is_wrong(string csv, string said) =>
        Said(new IndexDesk().Score(Asked.Spec("data: d.csv\ntree: [{id: i, children: [a]}]\n", ("d.csv", csv)))).ShouldContain(said);

    [Fact]
    public void A_file_that_is_not_utf8_is_said()
    {
        var spec = Asked.Spec("data: d.csv\ntree: [{id: i, children: [a]}]\n");
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(spec)!, "d.csv"), [.. "unit,a\n"u8, 0xB1, 0xB1, 0xBE, 0xA9, .. ",1\ny,2\n"u8]);
        Said(new IndexDesk().Score(spec)).ShouldContain("d.csv: not UTF-8 text");
    }

    [Fact]
    public void Who_alone_makes_something_has_no_super_efficiency_of_its_outputs()
    {
        var report = Asked.Told(new IndexDesk().Efficiency(Asked.Spec("data: d.csv\ninputs: [x]\noutputs: [p, q]\nmodels: [{method: super-radial, orientation: output}]\n", ("d.csv", "u,x,p,q\na,1,2,0\nb,2,3,0\nc,1,0,4\n"))));
        report.Table("super-radial").Number("efficiency", ("unit", "a")).ShouldBe(4 / 3.0, 1e-12);
        report.Table("super-radial").Number("efficiency", ("unit", "c")).ShouldBe(double.NaN);
        report.Table("super-radial").Cell("state", ("unit", "c")).ShouldBe("infeasible");
    }

    [Fact]
    public void A_second_stage_is_the_regression_of_the_scores_it_stands_beside()
    {
        var chance = new Chance(5, 1);
        var csv = new StringBuilder("u,x,y,slope\n");
        for (var i = 0; i < 80; i++) csv.Append(CultureInfo.InvariantCulture, $"u{i},{N(1 + chance.Uniform())},{N(1 + chance.Uniform())},{N(chance.Normal())}\n");
        const string spec = "data: d.csv\ninputs: [x]\noutputs: [y]\nmodels: [bcc]\nsecond-stage: {method: METHOD, model: bcc, covariates: [slope]}\n";
        foreach (var method in (string[])["truncated", "tobit"])
        {
            var report = Asked.Told(new IndexDesk().Efficiency(Asked.Spec(spec.Replace("METHOD", method, StringComparison.Ordinal), ("d.csv", csv.ToString()))));
            var scores = report.Table("bcc").Rows.Select((r, i) => (Score: (double)r[2]!, Slope: csv.ToString().Split('\n')[i + 1].Split(',')[3]));
            var by = "score,slope\n" + string.Concat(scores.Where(s => method == "tobit" || s.Score < 1 - 1e-9).Select(s => $"{N(Math.Min(1, s.Score > 1 - 1e-9 ? 1 : s.Score))},{s.Slope}\n"));
            var alone = Asked.Told(new IndexDesk().Effect(Asked.Spec($"method: {method}\ndata: {{file: e.csv, outcome: score, covariates: [slope]}}\nupper: 1\n", ("e.csv", by))));
            report.Table("second_stage").Number("estimate", ("term", "slope")).ShouldBe(alone.Table("coefficients").Number("estimate", ("term", "slope")), 1e-12, method);
            report.Table("second_stage_model").Rows[0][0].ShouldBe(alone.Table("model").Rows[0][0]);
        }
        Said(new IndexDesk().Efficiency(Asked.Spec(spec.Replace("[slope]", "[slop]", StringComparison.Ordinal).Replace("METHOD", "tobit", StringComparison.Ordinal), ("d.csv", csv.ToString())))).ShouldContain("d.csv line 1: column \"slop\" is missing");
    }

    [Fact]
    public void Choices_that_cannot_be_written_are_refused() =>
        Said(new IndexDesk().Uncertainty(Asked.Spec("data: d.csv\ntree: [{id: i, children: [a]}]\nnormalise: rank\nuncertainty: {replicates: 4, export: nowhere/all.csv, choices: [{at: normalise.method, values: [rank, min-max]}]}\n", ("d.csv", "unit,a\nx,1\ny,2\n")))).ShouldContain("could not be written");
}
