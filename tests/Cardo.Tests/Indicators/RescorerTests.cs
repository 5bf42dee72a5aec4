using System.Globalization;
using System.Text;
using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;
using Cardo.Indicators.Maths;

namespace Cardo.Tests.Indicators;

/// <summary>A reading re-scores what depends on it, and it is what everything anew would be.</summary>
public class RescorerTests
{
    internal static CompositeModel Model(int units, int indicators, string more)
    {
        var chance = new Chance(4, 2);
        var csv = new StringBuilder("unit," + string.Join(',', Enumerable.Range(0, indicators).Select(i => $"i{i}")) + "\n");
        for (var u = 0; u < units; u++) csv.Append(CultureInfo.InvariantCulture, $"u{u},{string.Join(',', Enumerable.Range(0, indicators).Select(_ => (10 + Math.Exp(chance.Normal())).ToString("R", CultureInfo.InvariantCulture)))}\n");
        var groups = Enumerable.Range(0, (indicators + 9) / 10).Select(g => $"{{id: g{g}, children: [{string.Join(", ", Enumerable.Range(10 * g, Math.Min(10, indicators - 10 * g)).Select(i => $"i{i}"))}]}}");
        var faults = new Faults();
        var path = Asked.Spec($"data: data.csv\ntree: [{{id: top, children: [{string.Join(", ", groups)}]}}]\n{more}", ("data.csv", csv.ToString()));
        return ReadComposite.Read(Spec.Read(path, faults)!) ?? throw new Xunit.Sdk.XunitException(string.Join('\n', faults.All));
    }

    [Theory]
    [InlineData("normalise: min-max\n")]
    [InlineData("impute: mean\ntreat: {method: winsorise, then: log}\nnormalise: {method: z-score, mean: 100, deviation: 10}\naggregate: geometric\n")]
    [InlineData("screen: 0.8\nnormalise: rank\nweights: pca\n")]
    [InlineData("impute: median\nnormalise: min-max\nlevels: {2: {normalise: z-score}}\naggregate: {method: arithmetic, coverage: 0.5}\n")]
    public void Many_readings_one_by_one_equal_a_full_run_bit_for_bit(string settings)
    {
        var model = Model(40, 30, settings);
        var live = Rescorer.Start(model, out var why)!;
        why.ShouldBeNull();
        var chance = new Chance(9, 9);
        for (var i = 0; i < 200; i++)
        {
            live.Read(chance.Below(30), chance.Below(40), chance.Uniform() < .1 ? double.NaN : 10 + Math.Exp(chance.Normal()), out why).ShouldBeTrue(why);
            var full = new Workspace(model);
            full.Run(model.Knobs).ShouldBeTrue(full.Fault);
            for (var n = 0; n < model.Tree.Nodes.Count; n++)
                for (var r = 0; r < model.Rows; r++) BitConverter.DoubleToInt64Bits(live.Score(n, r)).ShouldBe(BitConverter.DoubleToInt64Bits(full.Values[n * model.Rows + r]));
        }
    }

    [Fact]
    public void A_reading_that_cannot_be_scored_leaves_all_as_it_was()
    {
        var model = Model(5, 3, "normalise: none\naggregate: geometric\n");
        var live = Rescorer.Start(model, out _)!;
        var before = live.Column(model.Top).ToArray();
        live.Read(0, 0, -1, out var why).ShouldBeFalse();
        why!.ShouldContain("geometric");
        live.Column(model.Top).ToArray().ShouldBe(before);
    }
}
