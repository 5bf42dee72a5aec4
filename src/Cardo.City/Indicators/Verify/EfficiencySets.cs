namespace Cardo.Indicators.Verify;

/// <summary>Reference sets of efficiency.</summary>
internal static class EfficiencySets
{
    public static void Tone2001(Checker c)
    {
        var report = c.Efficiency("data: {file: input.csv, unit: DMU}\ninputs: [Input1, Input2]\noutputs: [Output1, Output2]\nmodels: [ccr, sbm]\n");
        Scores(c, report, "ccr", "ccr_io", 1e-9);
        Scores(c, report, "sbm", "sbm_no_crs", 1e-8);
    }

    public static void Coelli(Checker c)
    {
        var report = c.Efficiency("data: {file: input.csv, unit: dmus}\ninputs: [{name: input1, price: price_input1}, {name: input2, price: price_input2}]\noutputs: [output]\nmodels: [ccr, cost]\n");
        Scores(c, report, "ccr", "ccr_io", 1e-9);
        Scores(c, report, "cost", "cost_crs", 1e-9);
    }

    public static void Textbook(Checker c)
    {
        var report = c.Efficiency("data: {file: hospitals12.csv, unit: dmu}\ninputs: [doctors, nurses]\noutputs: [outpatients, inpatients]\nmodels: [ccr, bcc]\n");
        c.Rows("hospitals ccr", report, "ccr", "unit", "efficiency", "hospitals12.csv", "dmu", "ccr_computed", 1e-6);
        c.Rows("hospitals ccr, printed", report, "ccr", "unit", "efficiency", "hospitals12.csv", "dmu", "ccr_published_3dec", .000501);
        c.Rows("hospitals bcc", report, "bcc", "unit", "efficiency", "hospitals12.csv", "dmu", "bcc_computed", 1e-6);
        var six = c.Efficiency("data: {file: two_inputs_six_dmus.csv, unit: dmu}\ninputs: [x1, x2]\noutputs: [y]\nmodels: [ccr]\n");
        c.Rows("six units ccr", six, "ccr", "unit", "efficiency", "two_inputs_six_dmus.csv", "dmu", "ccr_computed", 1e-6);
    }

    public static void Fortune(Checker c)
    {
        var report = c.Efficiency("""
            data: {file: input.csv, unit: Company}
            inputs: [Assets, Equity, Employees]
            outputs: [Revenue, Profit]
            models: [{name: io_crs, method: ccr}, {name: io_vrs, method: bcc}, {name: oo_crs, method: ccr, orientation: output}, {name: oo_vrs, method: bcc, orientation: output}]
            """);
        foreach (var model in (ReadOnlySpan<string>)["io_crs", "io_vrs", "oo_crs", "oo_vrs"]) Scores(c, report, model, model, 1e-8, model[0] == 'o');
    }

    public static void Plants(Checker c)
    {
        var report = c.Efficiency("data: {file: input.csv, unit: DMU}\ninputs: [X1, X2, X3, X4]\noutputs: [Y1, Y2]\nmodels: [ccr, {name: super, method: super-radial}]\n");
        Scores(c, report, "ccr", "ccr_io", 1e-9);
        // Where optimal peers are not alone, slacks may differ; the score does not.
        c.Rows("super", report, "super", "unit", "efficiency", "super_ccr_io_eff.csv", "dmu", "eff", 1e-8);
    }

    static void Scores(Checker c, IndexReport? report, string model, string file, double tolerance, bool inverse = false)
    {
        c.Rows(model, report, model, "unit", "efficiency", file + "_eff.csv", "dmu", "eff", tolerance, inverse ? v => 1 / v : null);
        if (report is null || !c.Has(file + "_slacks.csv")) return;
        foreach (var row in c.Csv(file + "_slacks.csv"))
            foreach (var (column, text) in row.Where(x => x.Key != "dmu")) c.Add(model + " slacks", $"{row["dmu"]} {column}", text, Checker.Number(report, model, "slack_" + column, ("unit", row["dmu"])), 1e-3);
    }

    public static void Malmquist(Checker c)
    {
        foreach (var (kind, file) in (ReadOnlySpan<(string, string)>)[("fgnz", "fgnz"), ("ray-desli", "rd"), ("grifell-lovell", "gl")])
        {
            var report = c.Efficiency($"data: {{file: input.csv, unit: DMU, period: Year}}\ninputs: [X]\noutputs: [Y]\nmodels: [{{method: malmquist, kind: {kind}, orientation: output, base: first}}]\n");
            if (report is null) continue;
            foreach (var (part, column) in (ReadOnlySpan<(string, string)>)[("mi", "index"), ("tc", "technical_change"), ("pech", "pure_efficiency_change"), ("sech", "scale_change")])
                foreach (var row in c.Csv($"{file}_{part}.csv"))
                    foreach (var (unit, text) in row) c.Add($"{kind} {column}", unit, text, Checker.Number(report, "malmquist", column, ("unit", unit)), 1e-9);
        }
    }
}
