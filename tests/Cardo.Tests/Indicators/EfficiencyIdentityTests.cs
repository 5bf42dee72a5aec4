using System.Globalization;
using System.Text;
using Cardo.Indicators;
using Cardo.Indicators.Maths;

namespace Cardo.Tests.Indicators;

/// <summary>Examples of papers small enough for paper and pencil, and what must hold whatever the data.</summary>
public class EfficiencyIdentityTests
{
    static IndexReport Ask(string yaml, string csv) => Asked.Told(new IndexDesk().Efficiency(Asked.Spec("data: data.csv\n" + yaml, ("data.csv", csv))));

    static double Score(IndexReport report, string model, string unit, string column = "efficiency") => report.Table(model).Number(column, ("unit", unit));

    // Coelli 1996, A Guide to DEAP, section 5.2: five firms, one input and output.
    const string Firms = "firm,x,y\n1,2,1\n2,4,2\n3,3,3\n4,5,4\n5,6,5\n";

    [Theory]
    [InlineData("ccr", .5, .5, 1, .8, 5 / 6.0)]
    [InlineData("bcc", 1, .625, 1, .9, 1)]
    [InlineData("nirs", .5, .5, 1, .9, 1)]
    [InlineData("ndrs", 1, .625, 1, .8, 5 / 6.0)]
    public void Five_firms_have_the_published_efficiency_under_each_returns_to_scale(string model, double first, double second, double third, double fourth, double fifth)
    {
        double[] expected = [first, second, third, fourth, fifth];
        var report = Ask($"inputs: [x]\noutputs: [y]\nmodels: [{model}]\n", Firms);
        for (var f = 0; f < 5; f++) Score(report, model, $"{f + 1}").ShouldBe(expected[f], 1e-9);
    }

    [Theory]
    [InlineData("C", 1.125)]
    [InlineData("D", 1.25)]
    [InlineData("E", 1.5)]
    [InlineData("A", 1)]
    [InlineData("F", 1)]
    public void Super_efficiency_by_slacks_of_the_textbooks_six_units(string unit, double expected)
    {
        // Output 1 for all, so by hand: C moves to F (10, 1), E to (4, 4) which D reaches, D along the segment from C to E.
        const string six = "unit,x1,x2,y\nA,4,3,1\nB,7,3,1\nC,8,1,1\nD,4,2,1\nE,2,4,1\nF,10,1,1\n";
        var report = Ask("inputs: [x1, x2]\noutputs: [y]\nmodels: [{name: in, method: super-sbm, orientation: input}, {name: both, method: super-sbm}]\n", six);
        Score(report, "in", unit).ShouldBe(expected, 1e-9);
        Score(report, "both", unit).ShouldBe(expected, 1e-9);
    }

    static string Made(int seed, int units, int periods = 1, double unitOfX = 1)
    {
        var chance = new Chance(seed, 21);
        var csv = new StringBuilder("unit,year,x1,x2,y1,y2,smoke,p1,p2,q1,q2\n");
        string N(double v) => v.ToString("R", CultureInfo.InvariantCulture);
        for (var u = 0; u < units; u++)
            for (var p = 0; p < periods; p++)
            {
                var v = Enumerable.Range(0, 9).Select(_ => 1 + 9 * chance.Uniform()).ToArray();
                v[0] *= unitOfX;
                csv.Append(CultureInfo.InvariantCulture, $"u{u},{2000 + p},{string.Join(',', v.Select(N))}\n");
            }
        return csv.ToString();
    }

    const string Two = "inputs: [{name: x1, price: p1}, {name: x2, price: p2}]\noutputs: [{name: y1, price: q1}, {name: y2, price: q2}]\n";

    [Fact]
    public void Models_stand_in_the_order_that_theory_gives_them()
    {
        var report = Ask(Two + "models: [ccr, bcc, nirs, ndrs, sbm, fdh, cost, revenue, {name: out, method: bcc, orientation: output}, {name: hull-out, method: fdh, orientation: output}, {name: ccr-out, method: ccr, orientation: output}, {name: sbm-in, method: sbm, orientation: input}, {name: revenue-v, method: revenue, returns: variable}]\n", Made(1, 40));
        for (var u = 0; u < 40; u++)
        {
            double S(string model) => Score(report, model, $"u{u}");
            void AtMost(string small, string large) => S(small).ShouldBeLessThanOrEqualTo(S(large) + 1e-9, $"u{u} {small} {large}");
            foreach (var (small, large) in (ReadOnlySpan<(string, string)>)[("ccr", "nirs"), ("ccr", "ndrs"), ("nirs", "bcc"), ("ndrs", "bcc"), ("bcc", "fdh"), ("out", "hull-out"), ("sbm", "sbm-in"), ("sbm-in", "ccr"), ("cost", "ccr"), ("revenue", "ccr-out"), ("revenue-v", "out")]) AtMost(small, large);
            S("ccr").ShouldBe(S("ccr-out"), 1e-9);
            Math.Max(S("nirs"), S("ndrs")).ShouldBe(S("bcc"), 1e-9);
            Math.Min(S("nirs"), S("ndrs")).ShouldBe(S("ccr"), 1e-9);
            var parts = report.Table("cost_parts");
            (parts.Number("technical", ("unit", $"u{u}")) * parts.Number("allocative", ("unit", $"u{u}"))).ShouldBe(S("cost"), 1e-9);
        }
    }

    [Fact]
    public void The_unit_of_measurement_and_a_twin_of_a_unit_change_nothing()
    {
        const string models = "models: [ccr, bcc, sbm, super-sbm, fdh, {method: super-radial, slacks: false}]\n";
        var plain = Ask("inputs: [x1, x2]\noutputs: [y1, y2]\n" + models, Made(2, 25));
        var grams = Ask("inputs: [x1, x2]\noutputs: [y1, y2]\n" + models, Made(2, 25, unitOfX: 1e9));
        var lines = Made(2, 25).TrimEnd().Split('\n');
        var twin = Ask("inputs: [x1, x2]\noutputs: [y1, y2]\nmodels: [ccr, bcc, sbm, fdh]\n", string.Join('\n', [.. lines, lines[7].Replace("u6", "twin", StringComparison.Ordinal), ""]));
        foreach (var model in (string[])["ccr", "bcc", "sbm", "super-sbm", "fdh", "super-radial"])
            for (var u = 0; u < 25; u++)
            {
                Score(grams, model, $"u{u}").ShouldBe(Score(plain, model, $"u{u}"), 1e-9, model);
                if (!model.StartsWith("super", StringComparison.Ordinal)) Score(twin, model, $"u{u}").ShouldBe(Score(plain, model, $"u{u}"), 1e-9, model);
            }
    }

    [Fact]
    public void A_window_as_wide_as_the_years_is_one_frontier_and_one_of_a_year_is_the_years_own()
    {
        var csv = Made(3, 8, periods: 3);
        IndexReport Windows(string more) => Asked.Told(new IndexDesk().Efficiency(Asked.Spec("data: {file: data.csv, unit: unit, period: year}\ninputs: [x1, x2]\noutputs: [y1, y2]\n" + more, ("data.csv", csv))));
        var wide = Windows("models: [ccr, {method: window, width: 3}]\n");
        foreach (var row in wide.Table("window").Rows) ((double)row[3]!).ShouldBe(wide.Table("ccr").Number("efficiency", ("unit", row[0]!), ("period", row[2]!)), 1e-9);
        var narrow = Windows("models: [{method: window, width: 1}]\n").Table("window");
        var alone = Asked.Told(new IndexDesk().Efficiency(Asked.Spec("data: {file: data.csv, where: {year: [2001]}}\ninputs: [x1, x2]\noutputs: [y1, y2]\nmodels: [ccr]\n", ("data.csv", csv))));
        for (var u = 0; u < 8; u++) narrow.Number("efficiency", ("unit", $"u{u}"), ("period", "2001")).ShouldBe(Score(alone, "ccr", $"u{u}"), 1e-9);
        narrow.Rows.Count.ShouldBe(24);
    }

    [Fact]
    public void Each_judges_itself_as_its_own_efficiency_and_with_one_input_and_output_all_judge_alike()
    {
        foreach (var goal in (string[])["benevolent", "aggressive", "arbitrary"])
        {
            var many = Ask($"inputs: [x1, x2]\noutputs: [y1, y2]\nmodels: [ccr, {{method: cross, goal: {goal}}}]\n", Made(4, 15));
            for (var u = 0; u < 15; u++) ((double)many.Table("cross_matrix").Rows[u][u + 1]!).ShouldBe(Score(many, "ccr", $"u{u}"), 1e-8, goal);
            foreach (var row in many.Table("cross_matrix").Rows) foreach (var cell in row.Skip(1)) ((double)cell!).ShouldBeInRange(0, 1 + 1e-8);
            var one = Ask($"inputs: [x]\noutputs: [y]\nmodels: [ccr, {{method: cross, goal: {goal}}}]\n", Firms);
            foreach (var row in one.Table("cross").Rows) ((double)row[2]!).ShouldBe(Score(one, "ccr", (string)row[0]!), 1e-9);
        }
    }

    [Fact]
    public void A_network_is_no_better_than_either_of_its_stages()
    {
        var csv = Made(5, 20);
        var whole = Ask("inputs: [x1, x2]\nlinks: [p1, p2]\noutputs: [y1, y2]\nmodels: [network]\n", csv).Table("network");
        var (first, second) = (Ask("inputs: [x1, x2]\noutputs: [p1, p2]\nmodels: [ccr]\n", csv), Ask("inputs: [p1, p2]\noutputs: [y1, y2]\nmodels: [ccr]\n", csv));
        foreach (var row in whole.Rows)
        {
            var (unit, all, a, b) = ((string)row[0]!, (double)row[2]!, (double)row[3]!, (double)row[4]!);
            (a * b).ShouldBe(all, 1e-9);
            a.ShouldBeLessThanOrEqualTo(Score(first, "ccr", unit) + 1e-9);
            b.ShouldBeLessThanOrEqualTo(Score(second, "ccr", unit) + 1e-9);
            ((double)row[5]!).ShouldBeLessThanOrEqualTo(1e-9);
        }
    }

    [Fact]
    public void Smoke_counts_against_a_unit_as_an_input_does()
    {
        // A bad output behaves as an input that is not scored radially: the same frontier as with a fixed input.
        var csv = Made(6, 30);
        var bad = Ask("inputs: [x1, x2]\noutputs: [y1, {name: smoke, undesirable: true}]\nmodels: [{method: bcc, slacks: false}, sbm]\n", csv);
        var input = Ask("inputs: [x1, x2, {name: smoke, discretionary: false}]\noutputs: [y1]\nmodels: [{method: bcc, slacks: false}]\n", csv);
        var blind = Ask("inputs: [x1, x2]\noutputs: [y1]\nmodels: [{method: bcc, slacks: false}]\n", csv);
        for (var u = 0; u < 30; u++)
        {
            Score(bad, "bcc", $"u{u}").ShouldBe(Score(input, "bcc", $"u{u}"), 1e-9);
            Score(bad, "bcc", $"u{u}").ShouldBeGreaterThanOrEqualTo(Score(blind, "bcc", $"u{u}") - 1e-9);
        }
    }
}
