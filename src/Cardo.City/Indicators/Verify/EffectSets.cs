using System.Text.Json;

namespace Cardo.Indicators.Verify;

/// <summary>Reference sets of effects.</summary>
internal static class EffectSets
{
    public static void Minimum(Checker c)
    {
        var report = c.Effect("method: did\ndata: {file: mpdta.csv, unit: countyreal, time: year, outcome: lemp, first-treated: first.treat}\nbootstrap: 0\n");
        if (report is null || !c.Has("expected_computed.json")) return;
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(c.Folder, "expected_computed.json")));
        var never = expected.RootElement.GetProperty("never");
        foreach (var e in never.GetProperty("att_gt").EnumerateArray())
        {
            var (g, t) = (e.GetProperty("group").GetDouble(), e.GetProperty("time").GetDouble());
            c.Add("group-time effects", $"{g} at {t}", e.GetProperty("att").GetDouble(), Checker.Number(report, "group_time", "effect", ("group", g), ("time", t)), 1e-4);
            var se = e.GetProperty("se_analytic").GetDouble();
            c.Add("standard errors", $"{g} at {t}", se, Checker.Number(report, "group_time", "se", ("group", g), ("time", t)), .05 * se);
        }
        var sums = never.GetProperty("aggregations");
        Pair(c, report, "effects", "summary", "simple", sums.GetProperty("simple"));
        foreach (var (name, table, column) in (ReadOnlySpan<(string, string, string)>)[("group", "by_group", "group"), ("calendar", "by_calendar", "calendar"), ("dynamic", "event_study", "exposure")])
        {
            Pair(c, report, "effects", "summary", name, sums.GetProperty(name).GetProperty("overall"));
            foreach (var by in sums.GetProperty(name).GetProperty("by").EnumerateObject()) Pair(c, report, table, column, by.Name, by.Value);
        }
    }

    static void Pair(Checker c, IndexReport report, string table, string column, string key, JsonElement expected)
    {
        c.Add("summaries", $"{table} {key}", expected[0].GetDouble(), Checker.Number(report, table, "effect", (column, key)), 1e-4);
        c.Add("summaries' errors", $"{table} {key}", expected[1].GetDouble(), Checker.Number(report, table, "se", (column, key)), .05 * expected[1].GetDouble());
    }

    public static void Basque(Checker c)
    {
        var importance = string.Join(", ", c.Csv("v_weights_balance.csv").Select(r => r["v"]));
        string Spec(string how) => $"method: synthetic-control\ndata: {{file: basque.csv, unit: regionno, time: year, outcome: gdpcap, treated: 17, start: 1970, exclude: [1]}}\npredictors: {{file: X_matrix.csv, name: predictor, treated: treated}}\nfit: [1960, 1969]\nplacebo: false\nimportance: {how}\n";
        if (c.Effect(Spec($"[{importance}]")) is not { } report) return;
        foreach (var row in c.Csv("weights_R_Synth.csv")) c.Add("weights", row["region"], row["w"], Checker.Number(report, "weights", "weight", ("donor", row["no"])), 1e-3);
        foreach (var row in c.Csv("v_weights_balance.csv")) c.Add("balance", row["predictor"], row["synthetic"], Checker.Number(report, "predictors", "synthetic", ("predictor", row["predictor"])), 1e-3);
        foreach (var row in c.Csv("gdp_actual_synthetic.csv")) c.Add("synthetic path", row["year"], row["synthetic"], Checker.Number(report, "path", "synthetic", ("time", row["year"])), 1e-3);
    }

    public static void Affairs(Checker c)
    {
        var report = c.Effect("method: tobit\ndata: {file: affairs.csv, outcome: affairs, covariates: [age, yearsmarried, religiousness, occupation, rating]}\nlower: 0\n");
        if (report is null) return;
        foreach (var row in c.Csv("expected_left0.csv"))
        {
            var term = row["term"] switch { "(Intercept)" => "(constant)", "Log(scale)" => "log_scale", var t => t };
            c.Add("coefficients", term, row["Estimate"], Checker.Number(report, "coefficients", "estimate", ("term", term)), 1e-6);
            c.Add("standard errors", term, row["Std..Error"], Checker.Number(report, "coefficients", "se", ("term", term)), 1e-5);
        }
    }
}
