using System.Numerics;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Condorcet-Kemeny-Young-Levenglick: of all orders the one that most pairwise opinions support (Handbook 6.2.2, tables
/// 28-37), exactly. Units that lose to none of a later group by majority stand before it, so only the groups that
/// contradict themselves are searched, by dynamic programming over subsets.
/// </summary>
internal static class Kemeny
{
    public const int MaxGroup = 25;

    /// <param name="Orders">the best orders, best unit first; at most <see cref="MaxOrders"/> of those that tie</param>
    /// <param name="Score">the sum of the opinions each supports</param>
    public sealed record Best(IReadOnlyList<int[]> Orders, double Score);

    public const int MaxOrders = 100;

    /// <returns>null when a contradicting group has more than <see cref="MaxGroup"/> units</returns>
    public static Best? Of(double[,] share)
    {
        var n = share.GetLength(0);
        var groups = Groups(share);
        if (groups.Any(g => g.Length > MaxGroup)) return null;
        List<int[]> orders = [[]];
        foreach (var group in groups)
        {
            var inside = Search(share, group);
            orders = [.. orders.SelectMany(o => inside.Select(i => (int[])[.. o, .. i])).Take(MaxOrders)];
        }
        var score = 0.0;
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++) score += share[orders[0][i], orders[0][j]];
        return new Best(orders, score);
    }

    // Strongly connected groups of "does not lose to", from the top down: reach by closure, since units are few.
    static List<int[]> Groups(double[,] share)
    {
        var n = share.GetLength(0);
        var reach = new bool[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) reach[i, j] = i == j || share[i, j] >= share[j, i] - 1e-12;
        for (var k = 0; k < n; k++)
            for (var i = 0; i < n; i++)
                if (reach[i, k])
                    for (var j = 0; j < n; j++) reach[i, j] |= reach[k, j];
        return [.. Enumerable.Range(0, n)
            .GroupBy(i => Enumerable.Range(0, n).First(j => reach[i, j] && reach[j, i]))
            .Select(g => g.ToArray())
            .OrderByDescending(g => Enumerable.Range(0, n).Count(j => reach[g[0], j]))];
    }

    static List<int[]> Search(double[,] share, int[] group)
    {
        var m = group.Length;
        if (m == 1) return [group];
        var (lowBits, highBits) = (m / 2, m - m / 2);
        // gain[i][mask]: what putting i behind all of mask gains, from tables of each half of the mask
        var low = new double[m][];
        var high = new double[m][];
        for (var i = 0; i < m; i++)
        {
            low[i] = Gains(share, group, i, 0, lowBits);
            high[i] = Gains(share, group, i, lowBits, highBits);
        }
        var lowMask = (1 << lowBits) - 1;
        var best = new double[1 << m];
        for (var set = 1; set < best.Length; set++)
        {
            var most = double.NegativeInfinity;
            for (var rest = set; rest != 0; rest &= rest - 1)
            {
                var i = BitOperations.TrailingZeroCount(rest);
                var before = set & ~(1 << i);
                var value = best[before] + low[i][before & lowMask] + high[i][before >> lowBits];
                if (value > most) most = value;
            }
            best[set] = most;
        }
        List<int[]> orders = [];
        Walk(best.Length - 1, new int[m], m - 1);
        return orders;

        void Walk(int set, int[] order, int place)
        {
            if (set == 0) { orders.Add([.. order]); return; }
            for (var rest = set; rest != 0 && orders.Count < MaxOrders; rest &= rest - 1)
            {
                var i = BitOperations.TrailingZeroCount(rest);
                var before = set & ~(1 << i);
                if (best[before] + low[i][before & lowMask] + high[i][before >> lowBits] < best[set] - 1e-9) continue;
                order[place] = group[i];
                Walk(before, order, place - 1);
            }
        }
    }

    static double[] Gains(double[,] share, int[] group, int i, int from, int bits)
    {
        var gains = new double[1 << bits];
        for (var mask = 1; mask < gains.Length; mask++)
        {
            var j = BitOperations.TrailingZeroCount(mask);
            gains[mask] = gains[mask & mask - 1] + share[group[from + j], group[i]];
        }
        return gains;
    }
}
