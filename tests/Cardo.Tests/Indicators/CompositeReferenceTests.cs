using System.Globalization;
using System.Text.Json;
using Cardo.Indicators.Composite;

namespace Cardo.Tests.Indicators;

/// <summary>Published worked examples beyond those that VerifyTests reproduces with the command line's own sets.</summary>
public class CompositeReferenceTests
{
    internal static string Tai(string more) => $$"""
        data: {file: {{Asked.Reference("tai_oecd/input.csv")}}, unit: country}
        tree:
          - id: tai
            children:
              - {id: patents, min: 0, max: 994}
              - {id: royalties, min: 0, max: 272.6}
              - {id: internet, min: 0, max: 232.4}
              - {id: exports, min: 0, max: 80.8}
              - {id: telephones_log10, min: 0, max: 2.954724790979063}
              - {id: electricity_log10, min: 1.3424226808222062, max: 3.8431704621767837}
              - {id: schooling, min: 0.8, max: 12}
              - {id: university, min: 0.1, max: 27.4}
        {{more}}
        """;

    static string Ours(string name) => name is "telephones" or "electricity" ? name + "_log10" : name;

    [Fact]
    public void The_hierarchys_printed_weights_rank_twenty_of_twenty_three()
    {
        var printed = Asked.Csv("tai_oecd/published_T18_T22_weights.csv").ToDictionary(r => Ours(r["indicator"]), r => r["AHP"]);
        var scores = Asked.Score(Tai($"normalise: {{method: goalposts, cap: max}}\nweights: {{set: {{{string.Join(", ", printed.Select(p => $"{p.Key}: {p.Value}"))}}}}}")).Table("scores");
        Asked.Csv("tai_oecd/published_T23_rankings.csv").Count(row => (int)scores.Cell("rank", ("unit", row["country"]))! == int.Parse(row["AHP"], CultureInfo.InvariantCulture)).ShouldBeGreaterThanOrEqualTo(20);
    }

    [Fact]
    public void A_pairwise_matrix_becomes_its_principal_vector_with_its_consistency_said()
    {
        // Saaty's rule of thumb: a matrix of exact ratios is consistent, its vector the ratios themselves.
        var ahp = "of,a,b,c\na,1,2,4\nb,1/2,1,2\nc,1/4,1/2,1\n";
        var report = Asked.Score("data: data.csv\ntree: [{id: top, children: [a, b, c]}]\nweights: {method: ahp, file: ahp.csv}\n", ("ahp.csv", ahp), ("data.csv", "unit,a,b,c\nx,1,2,3\ny,2,1,5\n"));
        report.Table("weights").Number("share", ("node", "a")).ShouldBe(4 / 7.0, 1e-12);
        report.Notes.ShouldContain(n => n.Contains("consistency ratio 0.0000", StringComparison.Ordinal));
        var handbook = File.ReadAllText(Asked.Reference("tai_oecd/published_T20_ahp_matrix.csv"));
        handbook = handbook.Replace("telephones", "telephones_log10", StringComparison.Ordinal).Replace("electricity", "electricity_log10", StringComparison.Ordinal);
        var printed = Asked.Score(Tai("normalise: {method: goalposts, cap: max}\nweights: {method: ahp, file: ahp.csv}"), ("ahp.csv", handbook));
        printed.Notes.ShouldContain(n => n.Contains("consistency ratio 0.0", StringComparison.Ordinal));
    }

    static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];

    [Fact]
    public void Merec_is_its_papers_example()
    {
        // Keshavarz-Ghorabaee et al., Symmetry 13(4), 2021: two criteria to be more, two to be less.
        const string csv = "unit,c1,c2,c3,c4\na,450,8000,54,145\nb,10,9100,2,160\nc,100,8200,31,153\nd,220,9300,1,162\ne,5,8400,23,158\n";
        var weights = Asked.Score("data: data.csv\ntree: [{id: top, children: [c1, c2, {id: c3, direction: -1}, {id: c4, direction: -1}]}]\nweights: merec\n", ("data.csv", csv)).Table("weights");
        double[] printed = [.5752, .0141, .4016, .0091];
        for (var c = 0; c < 4; c++) weights.Number("share", ("node", $"c{c + 1}")).ShouldBe(printed[c], 1e-4);
    }

    [Fact]
    public void Four_factors_weigh_the_technology_index_as_printed()
    {
        var weights = Asked.Score(Tai("normalise: z-score\nweights: {method: factor-analysis, factors: 4}")).Table("weights");
        foreach (var row in Asked.Csv("tai_oecd/published_T18_T22_weights.csv"))
            weights.Number("share", ("node", Ours(row["indicator"]))).ShouldBe(Asked.D(row["PC_T18"]), .02, row["indicator"]);
    }

    [Fact]
    public void Voters_orders_are_counted_as_in_the_handbook()
    {
        using var tables = JsonDocument.Parse(File.ReadAllText(Asked.Reference("tai_oecd/published_other_tables.json")));
        var t26 = Profile(tables.RootElement.GetProperty("T26_borda_example"), "abcd");
        Outrank.Borda(t26, 21).ShouldBe([24, 44, 38, 20], 1e-9);
        Kemeny.Of(t26)!.Orders[0].ShouldBe([2, 1, 3, 0]);
        var t28 = tables.RootElement.GetProperty("T28_condorcet_cycle");
        var share = Profile(t28, "abc");
        Outrank.Borda(share, 60).ShouldBe([58, 69, 53], 1e-9);
        var best = Kemeny.Of(share)!;
        best.Orders.Count.ShouldBe(1);
        best.Orders[0].ShouldBe([1, 2, 0]);
        (best.Score * 60).ShouldBe(104, 1e-9);
    }

    [Fact]
    public void All_three_best_orders_of_table_37_are_found()
    {
        using var tables = JsonDocument.Parse(File.ReadAllText(Asked.Reference("tai_oecd/published_other_tables.json")));
        var rows = tables.RootElement.GetProperty("T35_impact").EnumerateObject().Select(o => Numbers(o.Value)).ToArray();
        var values = Enumerable.Range(0, 8).SelectMany(c => rows.Select(r => r[c])).ToArray();
        var share = Outrank.Shares(values, 5, [0, 1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2, 3, 4]);
        var published = tables.RootElement.GetProperty("T36_outranking_5").GetProperty("rows").EnumerateArray().Select(Numbers).ToArray();
        for (var i = 0; i < 5; i++) for (var j = 0; j < 5; j++) if (i != j) share[i, j].ShouldBe(published[i][j], 1e-9);
        var best = Kemeny.Of(share)!;
        best.Score.ShouldBe(6.375, 1e-9);
        best.Orders.Select(o => string.Concat(o)).Order().ShouldBe(["12034", "20134", "21034"]);
    }

    static double[,] Profile(JsonElement of, string names)
    {
        var profile = of.GetProperty("profile").EnumerateArray().Select(v => (N: v.GetProperty("n").GetDouble(), Order: v.GetProperty("order").GetString()!)).ToArray();
        var values = profile.SelectMany(v => names.Select(u => (double)-v.Order.IndexOf(u, StringComparison.Ordinal))).ToArray();
        return Outrank.Shares(values, names.Length, [.. Enumerable.Range(0, profile.Length)], [.. profile.Select(v => v.N)], [.. Enumerable.Range(0, names.Length)]);
    }

    [Fact]
    public void An_order_of_twenty_five_contradicting_units_is_exact()
    {
        // A tournament in a ring: each beats the next twelve. Turned anyhow, the ring cut once is best.
        const int n = 25;
        var share = new double[n, n];
        for (var i = 0; i < n; i++) for (var d = 1; d < n; d++) share[i, (i + d) % n] = d <= 12 ? .75 : .25;
        var best = Kemeny.Of(share)!;
        best.Score.ShouldBe(Score(share, [.. Enumerable.Range(0, n)]), 1e-9);
    }

    static double Score(double[,] share, int[] order)
    {
        var sum = 0.0;
        for (var i = 0; i < order.Length; i++) for (var j = i + 1; j < order.Length; j++) sum += share[order[i], order[j]];
        return sum;
    }
}
