using System.Text.Json;
using Cardo.Indicators;
using Cardo.Indicators.Maths;
using Cardo.Indicators.Uncertainty;

namespace Cardo.Tests.Indicators;

/// <summary>How far a rank holds, and which choice moves it.</summary>
public class UncertaintyTests
{
    static IndexReport Ask(string yaml, params (string, string)[] files) => Asked.Told(new IndexDesk().Uncertainty(Asked.Spec(yaml, files)));

    [Fact]
    public void The_indices_of_Ishigami_are_found_at_two_to_the_fourteen_points()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Asked.Reference("sobol_test_functions/cases.json")));
        var truth = cases.RootElement.GetProperty("ishigami");
        const int n = 1 << 14, k = 3;
        var design = Replicates.Design(n, 2 * k, 0, true);
        double F(Func<int, double> u)
        {
            var (x, y, z) = (Math.PI * (2 * u(0) - 1), Math.PI * (2 * u(1) - 1), Math.PI * (2 * u(2) - 1));
            return Math.Sin(x) + 7 * Math.Pow(Math.Sin(y), 2) + .1 * Math.Pow(z, 4) * Math.Sin(x);
        }
        double[] Output(Func<int, int> from) => [.. Enumerable.Range(0, n).Select(i => F(c => design[i * 2 * k + from(c)]))];
        var indices = SobolIndices.Of(Output(c => c), Output(c => k + c), [.. Enumerable.Range(0, k).Select(j => Output(c => c == j ? k + c : c))], 50, .9, 1);
        for (var c = 0; c < k; c++)
        {
            indices[c].First.ShouldBe(truth.GetProperty("S")[c].GetDouble(), .01);
            indices[c].Total.ShouldBe(truth.GetProperty("ST")[c].GetDouble(), .01);
            indices[c].First.ShouldBeInRange(indices[c].FirstLow, indices[c].FirstHigh);
        }
    }

    [Fact]
    public void Sobol_points_are_those_of_the_published_direction_numbers()
    {
        // The first points of dimensions 1 to 3 are the same in every implementation; a net of 2^10 has each interval filled once in each dimension.
        var points = new SobolPoints(SobolPoints.MaxDimensions, 0);
        var filled = new bool[SobolPoints.MaxDimensions, 1024];
        var point = new double[SobolPoints.MaxDimensions];
        for (var i = 0; i < 1024; i++)
        {
            points.Next(point);
            if (i == 1) point.Take(3).ShouldBe([.5, .5, .5], 1e-9);
            if (i == 2) point.Take(3).ShouldBe([.75, .25, .25], 1e-9);
            if (i == 3) point.Take(3).ShouldBe([.25, .75, .75], 1e-9);
            for (var d = 0; d < point.Length; d++) filled[d, (int)(point[d] * 1024)] = true;
        }
        foreach (var f in filled) f.ShouldBeTrue();
    }

    static string Asem(string uncertainty) => Asked.Asem("normalise: {method: min-max, lo: 1, hi: 100}") + "\n" + uncertainty;

    const string Choices = """
          choices:
            - {at: treat.winmax, values: [1, 2, 3, 4, 5]}
            - {at: normalise, values: [{method: min-max, lo: 1, hi: 100}, {method: z-score, mean: 100, deviation: 10}]}
            - {at: aggregate.method, values: [arithmetic, geometric]}
            - {at: weights.noise, factor: 0.25, levels: [2]}
        """;

    [Fact]
    public void Rank_intervals_of_Asem_hold_the_published_medians()
    {
        var ranks = Ask(Asem("uncertainty:\n  replicates: 400\n" + Choices)).Table("ranks");
        ranks.Rows.Count.ShouldBe(51);
        ranks.Number("mean", ("unit", "CHE")).ShouldBe(1, .2);
        var inside = Asked.Csv("asem_coinr/published_vignette_UA_rankstats_N100.csv").Count(row =>
        {
            var median = Asked.D(row["Median"]);
            return median >= ranks.Number("best", ("unit", row["uCode"])) - 2 && median <= ranks.Number("worst", ("unit", row["uCode"])) + 2;
        });
        inside.ShouldBeGreaterThanOrEqualTo(48);
    }

    [Fact]
    public void The_same_seed_gives_the_same_ranks_and_every_choice_is_told()
    {
        var yaml = Asem("uncertainty:\n  replicates: 130\n  seed: 7\n" + Choices);
        var (a, b) = (Ask(yaml), Ask(yaml));
        a.Table("ranks").Rows.Select(r => string.Join('|', r)).ShouldBe(b.Table("ranks").Rows.Select(r => string.Join('|', r)));
        a.Table("replicates").Rows.Count.ShouldBe(130);
        a.Table("replicates").Rows.Select(r => (string)r[3]!).Distinct().Order().ShouldBe(["arithmetic", "geometric"]);
    }

    [Fact]
    public void Aggregation_moves_Asem_most()
    {
        var report = Ask(Asem("uncertainty:\n  replicates: 128\n  sensitivity: {bootstrap: 20}\n" + Choices));
        var total = report.Table("sensitivity").Rows.ToDictionary(r => (string)r[0]!, r => (double)r[4]!);
        total.MaxBy(t => t.Value).Key.ShouldBe("aggregate.method");
        report.Table("sensitivity_by_unit").Rows.Count.ShouldBe(51 * 4);
    }

    const string Data = "unit,a,b\nx,1,2\ny,2,1\nz,3,5\n";
    const string Tree = "data: data.csv\ntree: [{id: top, children: [a, b]}]\nnormalise: min-max\n";

    [Theory]
    [InlineData("{at: normalise.metod, values: [rank]}", "normalise.metod")]
    [InlineData("{at: normalise.method, values: [min-max, rnk]}", "choices[1].values[2]: \"normalise.method\" has no such value")]
    [InlineData("{at: nodes.c.weight, uniform: [0, 1]}", "\"nodes.c.weight\": there is no such node")]
    [InlineData("{at: nodes.a.weight, uniform: [1, 0]}", "0 must be above 1")]
    [InlineData("{at: nodes.a.weight, values: [1, -1]}", "\"nodes.a.weight\" has no such value")]
    [InlineData("{at: levels.7.aggregate.method, values: [geometric]}", "there is no level 7")]
    [InlineData("{at: aggregate.method, values: [arithmetic, geometric]}", "aggregate.method = geometric cannot be applied")]
    [InlineData("{at: normalise.method, values: [min-max, goalposts]}", "normalise.method = goalposts cannot be applied")]
    [InlineData("{at: treat.winmax}", "needs one of values")]
    public void A_choice_that_cannot_be_applied_is_refused_by_name(string choice, string said)
    {
        var refusal = new IndexDesk().Uncertainty(Asked.Spec($"{Tree}uncertainty:\n  choices: [{choice}]\n", ("data.csv", Data))).Refusal;
        string.Join('\n', [refusal.Message, .. refusal.Details ?? []]).ShouldContain(said);
    }

    [Fact]
    public void An_indicator_left_out_shows_whom_it_carried()
    {
        var report = Ask(Tree + "uncertainty: {remove-one: true}\n", ("data.csv", Data));
        report.Table("remove_one").Rows.Count.ShouldBe(2);
        report.Table("remove_one").Number("mean_shift", ("without", "a")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Exported_replicates_hold_every_choice_and_rank()
    {
        var spec = Asked.Spec(Tree + "uncertainty:\n  replicates: 16\n  export: all.csv\n  choices: [{at: nodes.a.weight, uniform: [0.5, 2]}]\n", ("data.csv", Data));
        Asked.Told(new IndexDesk().Uncertainty(spec));
        var lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(spec)!, "all.csv"));
        lines.Length.ShouldBe(17);
        lines[0].ShouldBe("replicate,nodes.a.weight,x,y,z");
    }
}
