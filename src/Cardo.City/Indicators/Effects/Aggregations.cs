using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Effects;

/// <summary>A summary of group-time effects with its influence on each unit.</summary>
/// <param name="Of">what it is about: a group, a calendar time, a length of exposure; NaN for all</param>
internal sealed record Summary(double Of, double Effect, double[] Influence);

/// <summary>
/// Summaries of Callaway and Sant'Anna (2021, section 3): weighted by the sizes of groups, whose own sampling error is
/// carried into the standard error.
/// </summary>
internal static class Aggregations
{
    public static Summary Simple(PanelData panel, IReadOnlyList<GroupTimeEffect> effects) =>
        Weighted(panel, [.. effects.Where(e => e.Time >= e.Group)], double.NaN);

    public static (Summary Overall, List<Summary> Each) Group(PanelData panel, IReadOnlyList<GroupTimeEffect> effects)
    {
        List<Summary> each = [.. effects.Where(e => e.Time >= e.Group).GroupBy(e => e.Group).OrderBy(g => g.Key).Select(g => Equal([.. g], g.Key))];
        // groups weigh by their size
        return (Combine(panel, each, [.. each.Select(s => s.Of)]), each);
    }

    public static (Summary Overall, List<Summary> Each) Calendar(PanelData panel, IReadOnlyList<GroupTimeEffect> effects)
    {
        List<Summary> each = [.. effects.Where(e => e.Time >= e.Group).GroupBy(e => e.Time).OrderBy(g => g.Key).Select(g => Weighted(panel, [.. g], g.Key))];
        return (Mean(each), each);
    }

    /// <summary>The event study: by time since treatment began; the overall effect is the mean of those from 0 on.</summary>
    public static (Summary Overall, List<Summary> Each) Dynamic(PanelData panel, IReadOnlyList<GroupTimeEffect> effects)
    {
        List<Summary> each = [.. effects.GroupBy(e => e.Time - e.Group).OrderBy(g => g.Key).Select(g => Weighted(panel, [.. g], g.Key))];
        return (Mean([.. each.Where(e => e.Of >= 0)]), each);
    }

    static Summary Equal(GroupTimeEffect[] effects, double of) => Mean([.. effects.Select(e => new Summary(e.Time, e.Effect, e.Influence))]) with { Of = of };

    static Summary Mean(IReadOnlyList<Summary> some)
    {
        var influence = new double[some[0].Influence.Length];
        foreach (var s in some) for (var i = 0; i < influence.Length; i++) influence[i] += s.Influence[i] / some.Count;
        return new Summary(double.NaN, some.Average(s => s.Effect), influence);
    }

    static Summary Weighted(PanelData panel, GroupTimeEffect[] effects, double of) =>
        Combine(panel, [.. effects.Select(e => new Summary(e.Time, e.Effect, e.Influence))], [.. effects.Select(e => e.Group)]) with { Of = of };

    // Weights are shares of groups; each unit also moves the shares.
    static Summary Combine(PanelData panel, IReadOnlyList<Summary> parts, double[] groups)
    {
        var n = panel.Units.Length;
        var share = groups.Select(g => panel.First.Count(f => f == g) / (double)n).ToArray();
        var total = share.Sum();
        var effect = parts.Select((p, k) => p.Effect * share[k] / total).Sum();
        var influence = new double[n];
        for (var i = 0; i < n; i++)
        {
            var moved = 0.0;
            for (var k = 0; k < groups.Length; k++) moved += (panel.First[i] == groups[k] ? 1 : 0) - share[k];
            for (var k = 0; k < groups.Length; k++)
            {
                var own = ((panel.First[i] == groups[k] ? 1 : 0) - share[k]) / total - moved * share[k] / (total * total);
                influence[i] += share[k] / total * parts[k].Influence[i] + own * parts[k].Effect;
            }
        }
        return new Summary(double.NaN, effect, influence);
    }

    /// <summary>The standard error that influences say, by clusters.</summary>
    public static double Error(PanelData panel, double[] influence)
    {
        var sums = new double[panel.Cluster.Max() + 1];
        for (var i = 0; i < influence.Length; i++) sums[panel.Cluster[i]] += influence[i];
        return Math.Sqrt(sums.Sum(s => s * s)) / influence.Length;
    }

    /// <summary>
    /// The factor that makes all intervals hold at once: the multiplier bootstrap of the largest t statistic (Callaway and
    /// Sant'Anna, algorithm 1), with Rademacher draws a cluster.
    /// </summary>
    public static double Simultaneous(PanelData panel, IReadOnlyList<double[]> influences, double level, int draws, long seed)
    {
        var errors = influences.Select(i => Error(panel, i)).ToArray();
        var largest = new double[draws];
        Parallel.For(0, draws, b =>
        {
            var chance = new Chance(seed, b);
            var sign = new double[panel.Cluster.Max() + 1];
            for (var c = 0; c < sign.Length; c++) sign[c] = chance.Uniform() < .5 ? -1 : 1;
            for (var k = 0; k < influences.Count; k++)
            {
                if (!(errors[k] > 0)) continue;
                var sum = 0.0;
                for (var i = 0; i < influences[k].Length; i++) sum += sign[panel.Cluster[i]] * influences[k][i];
                largest[b] = Math.Max(largest[b], Math.Abs(sum / influences[k].Length / errors[k]));
            }
        });
        Array.Sort(largest);
        return Moments.Quantile(largest, level);
    }
}
