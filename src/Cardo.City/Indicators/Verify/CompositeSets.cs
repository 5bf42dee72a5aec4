using Cardo.Indicators.Files;

namespace Cardo.Indicators.Verify;

/// <summary>Reference sets of composite indicators.</summary>
internal static class CompositeSets
{
    static readonly string[] stages = ["Raw", "Denominated", "Imputed", "Treated", "Normalised"];

    static string AsemSpec(string normalise) => $$"""
        data: {file: iData.csv, unit: uCode, name: uName}
        tree:
          file: iMeta.csv
          columns: {id: iCode, parent: Parent, name: iName, weight: Weight, direction: Direction, unit: Unit, denominator: Denominator}
          where: {Type: [Indicator, Aggregate]}
        impute: {method: group-mean, by: EurAsia_group}
        treat: {method: winsorise, winmax: 5, skew: 2, kurtosis: 3.5, then: log}
        normalise: {{normalise}}
        """;

    /// <summary>ASEM sustainable connectivity, stage by stage as COINr computes it.</summary>
    public static void Asem(Checker c)
    {
        if (c.Score(AsemSpec("{method: min-max, lo: 0, hi: 100}")) is not { } report) return;
        foreach (var stage in stages) Stage(c, report, stage, $"dset_{stage}.csv", SpecNode.Kebab(stage), 1e-9);
        foreach (var row in c.Csv("results_aggs.csv"))
            foreach (var (node, text) in row.Where(x => x.Key != "uCode"))
                c.Add(node == "Rank" ? "ranks" : "aggregates", $"{row["uCode"]} {node}", text, Checker.Number(report, "scores", node == "Rank" ? "rank" : node, ("unit", row["uCode"])), node == "Rank" ? 0 : 1e-10);
        c.Rows("effective weights", report, "weights", "node", "effective", "effective_weights.csv", "iCode", "EffWeight", 1e-12);
        foreach (var row in c.Has("cronbach_raw_by_pillar.csv") ? c.Csv("cronbach_raw_by_pillar.csv") : [])
            Alpha(c, row["group"], row["alpha"]);
        foreach (var (file, method) in (ReadOnlySpan<(string, string)>)[("zscore", "z-score"), ("rank", "rank"), ("prank", "percent-rank"), ("borda", "borda"), ("scaled", "none")])
            if (c.Score(AsemSpec(method)) is { } normalised) Stage(c, normalised, "normalised", $"norm_n_{file}.csv", method, 1e-9, skipTies: method is not ("z-score" or "none"));
        if (c.Score(AsemSpec("{method: min-max, lo: 1, hi: 100}")) is { } scaled) c.Rows("index on 1 to 100", scaled, "scores", "unit", "Index", "results_agg_a_amean_minmax1_100.csv", "uCode", "Index", 1e-10);
    }

    // Alpha of the raw data of a pillar, as measured.
    static void Alpha(Checker c, string group, string expected)
    {
        var raw = c.Csv("dset_Raw.csv");
        var columns = c.Csv("iMeta.csv").Where(m => m["Parent"] == group).Select(m => raw.Select(r => Checker.D(r[m["iCode"]])).ToArray()).ToArray();
        c.Add("alpha of raw pillars", group, expected, Composite.Correlation.Alpha(columns, false), 1e-9);
    }

    static void Stage(Checker c, IndexReport report, string stage, string file, string quantity, double tolerance, bool skipTies = false)
    {
        if (!c.Has(file)) return;
        var table = report.Tables.Single(t => t.Name == "stages");
        var at = table.Columns.ToList().IndexOf(stage.ToLowerInvariant());
        var ours = table.Rows.ToDictionary(r => ((string)r[0]!, (string)r[2]!), r => (double)r[at]!);
        foreach (var row in c.Csv(file))
            foreach (var (indicator, text) in row.Where(x => x.Key != "uCode"))
                // 5.1 of three countries in TolMin ties as printed, and was apart in its last bit where the ranks were made.
                if (!(skipTies && indicator == "TolMin")) c.Add(quantity, $"{row["uCode"]} {indicator}", text, ours.GetValueOrDefault((row["uCode"], indicator), double.NaN), tolerance);
    }

    /// <summary>UNDP's human development index.</summary>
    public static void Hdi(Checker c)
    {
        var report = c.Score("""
            data: {file: hdi_2021.csv, unit: iso3}
            tree:
              - id: hdi
                children:
                  - {id: le, min: 20, max: 85}
                  - id: education
                    children: [{id: eys, min: 0, max: 18}, {id: mys, min: 0, max: 15}]
                  - {id: gnipc, min: 100, max: 75000, transform: ln}
            normalise: {method: goalposts, cap: max}
            nodes:
              hdi: {aggregate: geometric}
            """);
        c.Rows("published, 3 decimals", report, "scores", "unit", "hdi", "hdi_2021.csv", "iso3", "hdi_published", .0005000001);
        c.Rows("recomputed", report, "scores", "unit", "hdi", "hdi_2021.csv", "iso3", "hdi_recomputed", 1e-6);
    }

    static string TaiSpec(Checker c, string more)
    {
        // Goalposts stand in a file; the inputs of two are logarithms already, so their goalposts become logarithms.
        var posts = c.Csv("goalposts_undp2001.csv").Select(r =>
        {
            var log = r["transform"].StartsWith("log10", StringComparison.Ordinal);
            double Turned(string v) => log ? Math.Log10(Checker.D(v)) : Checker.D(v);
            return FormattableString.Invariant($"{{id: {r["indicator"]}{(log ? "_log10" : "")}, min: {Turned(r["min"]):R}, max: {Turned(r["max"]):R}}}");
        });
        return $"data: {{file: input.csv, unit: country}}\ntree: [{{id: tai, children: [{string.Join(", ", posts)}]}}]\n{more}\n";
    }

    static string Tai(string name) => name is "telephones" or "electricity" ? name + "_log10" : name;

    /// <summary>The technology achievement index of the OECD/JRC Handbook.</summary>
    public static void Technology(Checker c)
    {
        const string posts = "normalise: {method: goalposts, cap: max}\n";
        var report = c.Score(TaiSpec(c, posts));
        c.Rows("ranks, equal weights", report, "scores", "unit", "rank", "published_T23_rankings.csv", "country", "EW_LIN", 0);
        if (c.Score(TaiSpec(c, "normalise: z-score")) is not { } z) return;
        foreach (var row in c.Csv("published_T6_correlation.csv"))
            foreach (var (column, text) in row.Where(x => x.Key != "indicator"))
                c.Add("correlations (2-decimal inputs)", $"{row["indicator"]} {column}", text, Checker.Number(z, "correlations", Tai(column), ("indicator", Tai(row["indicator"]))), row["indicator"] == "royalties" && column == "telephones" || row["indicator"] == "telephones" && column == "royalties" ? .025 : .0075);
        foreach (var row in c.Csv("published_T7_eigenvalues.csv")) c.Add("eigenvalue shares, %", "component " + row["pc"], row["pct_variance"], 100 * Checker.Number(z, "eigenvalues", "share", ("component", int.Parse(row["pc"], System.Globalization.CultureInfo.InvariantCulture))), .15 / Math.Max(1, Checker.D(row["pct_variance"])));
        c.Add("Cronbach alpha, four decimals", "all", .7035, Checker.Number(z, "alpha", "standardised", ("group", ""), ("without", "")), .00005);
        foreach (var row in c.Csv("published_T11_cronbach.csv"))
        {
            var without = row["deleted"] == "(none)" ? "" : Tai(row["deleted"]);
            c.Add("Cronbach alpha", row["deleted"], row["alpha_if_deleted"], Checker.Number(z, "alpha", "standardised", ("group", ""), ("without", without)), .006);
            if (without.Length > 0) c.Add("correlation with the rest", row["deleted"], row["corr_with_total"], Checker.Number(z, "alpha", "correlation_with_rest", ("group", ""), ("without", without)), .006);
        }
        foreach (var (column, method, tolerance) in (ReadOnlySpan<(string, string, double)>)[("rank_high_top", "rank", 0), ("zscore", "z-score", .0111), ("minmax", "min-max", .0111), ("ratio_to_mean", "ratio-to-mean", .0111), ("ratio_to_best", "ratio-to-best", .0111), ("ratio_to_worst", "ratio-to-worst", .0111), ("diff_to_mean", "difference-to-mean", .0111), ("diff_to_worst", "difference-to-worst", .0111), ("above_below_mean_p20", "above-mean", .0111), ("percentile", "percentile", .05)])
            if (c.Score(TaiSpec(c, "normalise: " + method)) is { } normal)
                foreach (var row in c.Csv("published_T15_normalisation_schooling.csv"))
                    c.Add("schooling, table 15", $"{row["country"]} {method}", row[column], Checker.Number(normal, "stages", "normalised", ("unit", row["country"]), ("indicator", "schooling")), tolerance);
        MadeSets.Votes(c);
    }
}
