namespace Cardo.Indicators.Maths;

/// <summary>Ranks of values, smallest first unless said otherwise.</summary>
internal static class Ranking
{
    /// <summary>How many values are smaller, plus one: ties share the least rank (competition ranking).</summary>
    public static double[] Least(ReadOnlySpan<double> x)
    {
        var ranks = new double[x.Length];
        Least(x, ranks, new double[x.Length], new int[x.Length]);
        return ranks;
    }

    /// <summary>As above without allocation; <paramref name="keys"/> and <paramref name="order"/> are scratch of x's length at least.</summary>
    public static void Least(ReadOnlySpan<double> x, Span<double> ranks, Span<double> keys, Span<int> order)
    {
        var n = x.Length;
        keys = keys[..n];
        order = order[..n];
        x.CopyTo(keys);
        for (var i = 0; i < n; i++) order[i] = i;
        keys.Sort(order);
        var rank = 1;
        for (var i = 0; i < n; i++)
        {
            if (i > 0 && keys[i] > keys[i - 1]) rank = i + 1;
            ranks[order[i]] = rank;
        }
    }

    /// <summary>Ties share the mean of their ranks.</summary>
    public static double[] Average(ReadOnlySpan<double> x)
    {
        var (keys, order, ranks) = (x.ToArray(), Enumerable.Range(0, x.Length).ToArray(), new double[x.Length]);
        Array.Sort(keys, order);
        for (var i = 0; i < keys.Length;)
        {
            var j = i;
            while (j + 1 < keys.Length && keys[j + 1] == keys[i]) j++;
            for (var k = i; k <= j; k++) ranks[order[k]] = (i + j) / 2.0 + 1;
            i = j + 1;
        }
        return ranks;
    }

    /// <summary>Rank 1 for the greatest; ties share the least rank; NaN has none (0).</summary>
    public static void Best(ReadOnlySpan<double> score, Span<int> ranks, Span<double> keys, Span<int> order)
    {
        var n = 0;
        for (var i = 0; i < score.Length; i++)
        {
            ranks[i] = 0;
            if (double.IsNaN(score[i])) continue;
            keys[n] = -score[i];
            order[n++] = i;
        }
        keys[..n].Sort(order[..n]);
        var rank = 1;
        for (var i = 0; i < n; i++)
        {
            // Scores that differ by the last bits of the arithmetic are the same score.
            if (i > 0 && keys[i] - keys[i - 1] > 1e-12 * Math.Max(1, Math.Abs(keys[i]))) rank = i + 1;
            ranks[order[i]] = rank;
        }
    }

    public static int[] Best(ReadOnlySpan<double> score)
    {
        var ranks = new int[score.Length];
        Best(score, ranks, new double[score.Length], new int[score.Length]);
        return ranks;
    }
}
