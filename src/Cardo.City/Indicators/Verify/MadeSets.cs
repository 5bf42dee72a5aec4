using System.Globalization;
using System.Text.Json;
using Cardo.Indicators.Composite;
using Cardo.Indicators.Uncertainty;

namespace Cardo.Indicators.Verify;

/// <summary>Reference sets that stand in JSON: worked examples of decision methods, voters, test functions.</summary>
internal static class MadeSets
{
    static JsonElement? Json(Checker c, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(c.Folder, file)));
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            c.Failures.Add($"{file}: {e.Message}");
            return null;
        }
    }

    static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>CRITIC, entropy, TOPSIS on the matrices of their papers.</summary>
    public static void Decisions(Checker c)
    {
        if (Json(c, "cases.json") is not { } cases) return;
        foreach (var of in cases.EnumerateObject())
        {
            if (!of.Value.TryGetProperty("matrix", out var matrix)) continue;
            var columns = Columns(matrix);
            switch (of.Name.Split('_')[0])
            {
                case "critic":
                    var e = of.Value.GetProperty("expected");
                    Weights(c, "CRITIC", WeightMethod.Critic, [.. columns.Select(MinMax)], e.GetProperty("minmax_pearson"), false, 1e-8);
                    Weights(c, "CRITIC, raw", WeightMethod.Critic, columns, e.GetProperty("raw_pearson"), false, 1e-8);
                    Weights(c, "CRITIC, Spearman", WeightMethod.Critic, [.. columns.Select(MinMax)], e.GetProperty("minmax_spearman"), true, 1e-7);
                    break;
                case "entropy": Weights(c, "entropy (divided by ln n)", WeightMethod.Entropy, columns, of.Value.GetProperty("expected"), false, 1e-6); break;
                case "topsis": Closeness(c, columns, of.Value); break;
            }
        }
    }

    static double[][] Columns(JsonElement matrix)
    {
        var rows = matrix.EnumerateArray().Select(Numbers).ToArray();
        return [.. Enumerable.Range(0, rows[0].Length).Select(k => rows.Select(r => r[k]).ToArray())];
    }

    static double[] MinMax(double[] column) => [.. column.Select(v => (v - column.Min()) / (column.Max() - column.Min()))];

    static void Weights(Checker c, string what, WeightMethod method, double[][] columns, JsonElement expected, bool spearman, double tolerance)
    {
        var found = Weigh.Find(method, columns, spearman, out var why);
        if (found is null) { c.Failures.Add($"{what}: {why}"); return; }
        var theirs = Numbers(expected);
        for (var k = 0; k < theirs.Length; k++) c.Add(what, $"weight {k + 1}", theirs[k], found[k], tolerance);
    }

    static void Closeness(Checker c, double[][] columns, JsonElement of)
    {
        var rows = columns[0].Length;
        var result = new double[rows];
        double[] values = [.. columns.SelectMany(v => v)];
        if (Outrank.Topsis(values, rows, [.. Enumerable.Range(0, columns.Length)], Numbers(of.GetProperty("weights")), [.. Enumerable.Range(0, rows)], result) is { } why) c.Failures.Add(why);
        var expected = Numbers(of.GetProperty("expected_closeness"));
        for (var r = 0; r < rows; r++) c.Add("TOPSIS closeness", $"alternative {r + 1}", expected[r], result[r], 1e-4);
    }

    /// <summary>Borda, Condorcet and Kemeny of the Handbook's voters.</summary>
    public static void Votes(Checker c)
    {
        if (!c.Has("published_other_tables.json") || Json(c, "published_other_tables.json") is not { } tables) return;
        var t26 = tables.GetProperty("T26_borda_example");
        Points(c, "Borda, table 26", t26, "abcd", t26.GetProperty("borda_points"));
        var t28 = tables.GetProperty("T28_condorcet_cycle");
        Points(c, "Borda, table 28", t28, "abc", t28.GetProperty("borda"));
        var (share, voters) = Profile(t28, "abc");
        var best = Kemeny.Of(share)!;
        c.Add("Condorcet-Kemeny-Young, table 28", "score of the best order", t28.GetProperty("ckyl_scores").GetProperty(t28.GetProperty("ckyl_winner").GetString()!).GetDouble(), best.Score * voters, 1e-9);
        var rows = tables.GetProperty("T35_impact").EnumerateObject().Select(o => Numbers(o.Value)).ToArray();
        var n = rows.Length;
        var outranking = Outrank.Shares([.. Enumerable.Range(0, rows[0].Length).SelectMany(k => rows.Select(r => r[k]))], n, [.. Enumerable.Range(0, rows[0].Length)], [.. rows[0].Select(_ => 1.0)], [.. Enumerable.Range(0, n)]);
        var published = tables.GetProperty("T36_outranking_5").GetProperty("rows").EnumerateArray().Select(Numbers).ToArray();
        for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) if (i != j) c.Add("outranking, table 36", $"{i + 1} over {j + 1}", published[i][j], outranking[i, j], 1e-9);
        var five = Kemeny.Of(outranking)!;
        c.Add("Condorcet-Kemeny-Young, table 37", "best score", tables.GetProperty("T37_ckyl_best_score").GetDouble(), five.Score, 1e-9);
        c.Add("Condorcet-Kemeny-Young, table 37", "orders that tie for best", tables.GetProperty("T37_best").GetArrayLength(), five.Orders.Count, 0);
    }

    static void Points(Checker c, string what, JsonElement of, string names, JsonElement expected)
    {
        var (share, voters) = Profile(of, names);
        var points = Outrank.Borda(share, voters);
        for (var u = 0; u < names.Length; u++) c.Add(what, names[u..(u + 1)], expected.GetProperty(names[u..(u + 1)]).GetDouble(), points[u], 1e-9);
    }

    static (double[,] Share, double Voters) Profile(JsonElement of, string names)
    {
        var profile = of.GetProperty("profile").EnumerateArray().Select(v => (N: v.GetProperty("n").GetDouble(), Order: v.GetProperty("order").GetString()!)).ToArray();
        double[] values = [.. profile.SelectMany(v => names.Select(u => (double)-v.Order.IndexOf(u, StringComparison.Ordinal)))];
        return (Outrank.Shares(values, names.Length, [.. Enumerable.Range(0, profile.Length)], [.. profile.Select(v => v.N)], [.. Enumerable.Range(0, names.Length)]), profile.Sum(v => v.N));
    }

    /// <summary>Sobol indices of Ishigami's function at 2^14 points.</summary>
    public static void TestFunctions(Checker c)
    {
        if (Json(c, "cases.json") is not { } cases || !cases.TryGetProperty("ishigami", out var truth)) return;
        const int n = 1 << 14, k = 3;
        var (a, b) = (truth.GetProperty("a").GetDouble(), truth.GetProperty("b").GetDouble());
        var design = Replicates.Design(n, 2 * k, 0, true);
        double F(Func<int, double> u)
        {
            var (x, y, z) = (Math.PI * (2 * u(0) - 1), Math.PI * (2 * u(1) - 1), Math.PI * (2 * u(2) - 1));
            return Math.Sin(x) + a * Math.Pow(Math.Sin(y), 2) + b * Math.Pow(z, 4) * Math.Sin(x);
        }
        double[] Output(Func<int, int> from) => [.. Enumerable.Range(0, n).Select(i => F(q => design[i * 2 * k + from(q)]))];
        var indices = SobolIndices.Of(Output(q => q), Output(q => k + q), [.. Enumerable.Range(0, k).Select(j => Output(q => q == j ? k + q : q))], 1, .9, 1);
        for (var i = 0; i < k; i++)
        {
            c.Add("Ishigami, first order", string.Create(CultureInfo.InvariantCulture, $"x{i + 1}"), truth.GetProperty("S")[i].GetDouble(), indices[i].First, .01);
            c.Add("Ishigami, total", string.Create(CultureInfo.InvariantCulture, $"x{i + 1}"), truth.GetProperty("ST")[i].GetDouble(), indices[i].Total, .01);
        }
    }
}
