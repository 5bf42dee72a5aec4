using Cardo.Indicators;

namespace Cardo.Tests.Indicators;

/// <summary>Efficiencies of papers and textbooks.</summary>
public class EfficiencyReferenceTests
{
    static IndexReport Ask(string yaml, params (string, string)[] files) => Asked.Told(new IndexDesk().Efficiency(Asked.Spec(yaml, files)));

    static string Data(string file, string unit) => $"data: {{file: {Asked.Reference(file)}, unit: {unit}}}\n";

    static void Equal(ReportTable ours, string file, double tolerance, bool inverse = false)
    {
        foreach (var row in Asked.Csv(file))
        {
            var score = ours.Number("efficiency", ("unit", row["dmu"]));
            (inverse ? 1 / score : score).ShouldBe(Asked.D(row["eff"]), tolerance, row["dmu"]);
            ours.Number("gap", ("unit", row["dmu"])).ShouldBeLessThanOrEqualTo(1e-9);
        }
    }

    [Fact]
    public void Tone_2001_by_slacks_and_radially()
    {
        var report = Ask(Data("dea_tone2001/input.csv", "DMU") + "inputs: [Input1, Input2]\noutputs: [Output1, Output2]\nmodels: [ccr, sbm]\n");
        Equal(report.Table("ccr"), "dea_tone2001/ccr_io_eff.csv", 1e-9);
        Equal(report.Table("sbm"), "dea_tone2001/sbm_no_crs_eff.csv", 1e-8);
        foreach (var (model, file) in (ReadOnlySpan<(string, string)>)[("ccr", "ccr_io_slacks"), ("sbm", "sbm_no_crs_slacks")])
            foreach (var row in Asked.Csv($"dea_tone2001/{file}.csv"))
                foreach (var (column, text) in row.Where(c => c.Key != "dmu")) report.Table(model).Number("slack_" + column, ("unit", row["dmu"])).ShouldBe(Asked.D(text), 1e-6, $"{model} {row["dmu"]} {column}");
    }

    [Fact]
    public void Coelli_1998_cost_is_technical_times_allocative()
    {
        var report = Ask(Data("dea_cost_coelli1998/input.csv", "dmus") + "inputs: [{name: input1, price: price_input1}, {name: input2, price: price_input2}]\noutputs: [output]\nmodels: [ccr, cost]\n");
        Equal(report.Table("ccr"), "dea_cost_coelli1998/ccr_io_eff.csv", 1e-9);
        Equal(report.Table("cost"), "dea_cost_coelli1998/cost_crs_eff.csv", 1e-9);
    }

    [Fact]
    public void The_hospitals_and_six_units_of_the_textbook()
    {
        var report = Ask(Data("dea_cst_textbook/hospitals12.csv", "dmu") + "inputs: [doctors, nurses]\noutputs: [outpatients, inpatients]\nmodels: [ccr, bcc]\n");
        foreach (var row in Asked.Csv("dea_cst_textbook/hospitals12.csv"))
        {
            report.Table("ccr").Number("efficiency", ("unit", row["dmu"])).ShouldBe(Asked.D(row["ccr_computed"]), 1e-6);
            report.Table("bcc").Number("efficiency", ("unit", row["dmu"])).ShouldBe(Asked.D(row["bcc_computed"]), 1e-6);
        }
        var six = Ask(Data("dea_cst_textbook/two_inputs_six_dmus.csv", "dmu") + "inputs: [x1, x2]\noutputs: [y]\nmodels: [ccr]\n");
        foreach (var row in Asked.Csv("dea_cst_textbook/two_inputs_six_dmus.csv")) six.Table("ccr").Number("efficiency", ("unit", row["dmu"])).ShouldBe(Asked.D(row["ccr_computed"]), 1e-6);
    }

    [Fact]
    public void The_fortune_500_both_ways_with_slacks_and_peers()
    {
        var report = Ask(Data("dea_fortune500_zhu2014/input.csv", "Company") + """
            inputs: [Assets, Equity, Employees]
            outputs: [Revenue, Profit]
            models: [{name: io_crs, method: ccr}, {name: io_vrs, method: bcc}, {name: oo_crs, method: ccr, orientation: output}, {name: oo_vrs, method: bcc, orientation: output}]
            """);
        foreach (var model in (string[])["io_crs", "io_vrs", "oo_crs", "oo_vrs"])
        {
            Equal(report.Table(model), $"dea_fortune500_zhu2014/{model}_eff.csv", 1e-8, model[0] == 'o');
            foreach (var row in Asked.Csv($"dea_fortune500_zhu2014/{model}_slacks.csv"))
                foreach (var (column, text) in row.Where(c => c.Key != "dmu")) report.Table(model).Number("slack_" + column, ("unit", row["dmu"])).ShouldBe(Asked.D(text), 1e-3 * Math.Max(1, Math.Abs(Asked.D(text))), $"{model} {row["dmu"]} {column}");
            var peers = report.Table(model + "_peers").Rows.ToDictionary(r => ((string)r[0]!, Plain((string)r[1]!)), r => (double)r[2]!);
            foreach (var row in Asked.Csv($"dea_fortune500_zhu2014/{model}_lambdas.csv"))
                foreach (var (peer, text) in row.Where(c => c.Key != "dmu")) peers.GetValueOrDefault((row["dmu"], peer)).ShouldBe(Asked.D(text), 2e-5, $"{model} {row["dmu"]} {peer}");
        }
    }

    static string Plain(string name) => name.Replace(' ', '.').Replace('&', '.');

    [Fact]
    public void The_power_plants_beyond_one()
    {
        var report = Ask(Data("dea_powerplants_tone2002/input.csv", "DMU") + "inputs: [X1, X2, X3, X4]\noutputs: [Y1, Y2]\nmodels: [ccr, {name: super, method: super-radial}, super-sbm]\n");
        Equal(report.Table("ccr"), "dea_powerplants_tone2002/ccr_io_eff.csv", 1e-9);
        Equal(report.Table("super"), "dea_powerplants_tone2002/super_ccr_io_eff.csv", 1e-6);
        foreach (var row in report.Table("super-sbm").Rows) ((double)row[2]!).ShouldBeGreaterThanOrEqualTo(1 - 1e-9);
    }

    [Theory]
    [InlineData("fgnz", "fgnz")]
    [InlineData("ray-desli", "rd")]
    [InlineData("grifell-lovell", "gl")]
    public void Malmquist_and_its_parts(string kind, string file)
    {
        var report = Ask($"data: {{file: {Asked.Reference("malmquist_grifell1999/input.csv")}, unit: DMU, period: Year}}\ninputs: [X]\noutputs: [Y]\nmodels: [{{method: malmquist, kind: {kind}, orientation: output, base: first}}]\n");
        foreach (var (part, column) in (ReadOnlySpan<(string, string)>)[("mi", "index"), ("tc", "technical_change"), ("pech", "pure_efficiency_change"), ("sech", "scale_change")])
            foreach (var (unit, text) in Asked.Csv($"malmquist_grifell1999/{file}_{part}.csv").Single()) report.Table("malmquist").Number(column, ("unit", unit)).ShouldBe(Asked.D(text), 1e-9, $"{part} {unit}");
    }

    const string Six = "unit,x1,x2,y\nA,4,3,1\nB,7,3,1\nC,8,1,1\nD,4,2,1\nE,2,4,1\nF,10,1,1\n";

    [Fact]
    public void Free_disposal_never_asks_more_than_a_mixture()
    {
        var report = Ask("data: data.csv\ninputs: [x1, x2]\noutputs: [y]\nmodels: [bcc, fdh, {method: cross, goal: aggressive}, {name: kind, method: cross, goal: benevolent}, {method: bootstrap, returns: variable, replicates: 200}]\n", ("data.csv", Six));
        foreach (var row in report.Table("fdh").Rows) ((double)row[2]!).ShouldBeGreaterThanOrEqualTo(report.Table("bcc").Number("efficiency", ("unit", row[0]!)) - 1e-9);
        foreach (var row in report.Table("kind").Rows)
        {
            // Judges mean well: nobody fares worse than under those who don't, and nobody better than by its own weights.
            ((double)row[2]!).ShouldBeGreaterThanOrEqualTo(report.Table("cross").Number("cross", ("unit", row[0]!)) - 1e-9);
            ((double)row[2]!).ShouldBeLessThanOrEqualTo((double)row[1]! + 1e-9);
        }
        foreach (var row in report.Table("bootstrap").Rows) ((double)row[4]!).ShouldBeLessThan((double)row[2]!);
    }

    [Fact]
    public void A_chain_of_two_stages_is_their_product()
    {
        const string csv = "unit,x,z,y\na,1,2,3\nb,2,2,2\nc,3,5,4\nd,2,3,5\n";
        var report = Ask("data: data.csv\ninputs: [x]\nlinks: [z]\noutputs: [y]\nmodels: [network]\n", ("data.csv", csv));
        // one input, link and output: each stage is its own ratio to the best, the whole their product
        double[] first = [2 / 2.0, 1 / 2.0, 5 / 3.0 / 2, 1.5 / 2], second = [1.5 / (5 / 3.0), 1 / (5 / 3.0), .8 / (5 / 3.0), 1];
        for (var u = 0; u < 4; u++)
        {
            ((double)report.Table("network").Rows[u][3]!).ShouldBe(first[u], 1e-9);
            ((double)report.Table("network").Rows[u][2]!).ShouldBe(first[u] * second[u], 1e-9);
        }
    }

    [Fact]
    public void A_bad_output_costs_efficiency()
    {
        const string csv = "unit,x,y,smoke\na,1,2,1\nb,1,2,3\nc,2,3,2\n";
        var report = Ask("data: data.csv\ninputs: [x]\noutputs: [y, {name: smoke, undesirable: true}]\nmodels: [sbm]\n", ("data.csv", csv));
        report.Table("sbm").Number("efficiency", ("unit", "a")).ShouldBe(1, 1e-9);
        // b differs from a by 2 of 3 units of smoke alone: 1 / (1 + (0 + 2/3) / 2)
        report.Table("sbm").Number("efficiency", ("unit", "b")).ShouldBe(.75, 1e-9);
    }

    [Theory]
    [InlineData("unit,x1,x2,y\nA,0,0,1\nB,7,3,1\n", "data.csv line 2, columns x1, x2: \"A\" uses no input at all")]
    [InlineData("unit,x1,x2,y\nA,4,-3,1\nB,7,3,1\n", "data.csv line 2, column x2: -3 is negative")]
    [InlineData("unit,x1,x2,y\nA,4,3,1\nB,7,,1\n", "data.csv line 3, column x2: a number is needed")]
    [InlineData("unit,x1,x2,y\nA,4,3,1\n", "efficiency compares two at least")]
    [InlineData("unit,x1,y\nA,4,1\nB,4,2\n", "column \"x2\" is missing")]
    public void Data_without_an_answer_are_refused_with_their_place(string csv, string said)
    {
        var refusal = new IndexDesk().Efficiency(Asked.Spec("data: data.csv\ninputs: [x1, x2]\noutputs: [y]\nmodels: [ccr]\n", ("data.csv", csv))).Refusal;
        string.Join('\n', [refusal.Message, .. refusal.Details ?? []]).ShouldContain(said);
    }

    [Fact]
    public void A_zero_input_is_no_slacks_based_measure()
    {
        var refusal = new IndexDesk().Efficiency(Asked.Spec("data: data.csv\ninputs: [x1, x2]\noutputs: [y]\nmodels: [sbm]\n", ("data.csv", "unit,x1,x2,y\nA,0,3,1\nB,7,3,1\n"))).Refusal;
        refusal.Message.ShouldContain("data.csv line 2, column x1: zero");
    }
}
