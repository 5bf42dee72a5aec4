using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Fills missing values of one column (OECD/JRC Handbook, 2008, step 3): by the mean or median of all or of the unit's
/// group within the period, or along the unit's own years (linear between neighbours, or the latest before; nothing is
/// extrapolated backwards).
/// </summary>
internal static class Impute
{
    /// <returns>how many values were filled</returns>
    public static int Column(Span<double> column, ImputeMethod method, CompositeData data)
    {
        if (method == ImputeMethod.None) return 0;
        var missing = 0;
        foreach (var v in column) if (double.IsNaN(v)) missing++;
        if (missing == 0) return 0;
        switch (method)
        {
            case ImputeMethod.Zero: foreach (ref var v in column) if (double.IsNaN(v)) v = 0; break;
            case ImputeMethod.Linear or ImputeMethod.Latest: foreach (var series in data.Series) Along(column, series, data.Times, method); break;
            default: foreach (var pool in data.PeriodPools) Across(column, pool.Rows, method, data); break;
        }
        var left = 0;
        foreach (var v in column) if (double.IsNaN(v)) left++;
        return missing - left;
    }

    static void Across(Span<double> column, int[] rows, ImputeMethod method, CompositeData data)
    {
        var grouped = method is ImputeMethod.GroupMean or ImputeMethod.GroupMedian;
        var median = method is ImputeMethod.Median or ImputeMethod.GroupMedian;
        var groups = grouped && data.Groups.TryGetValue(data.ImputeBy, out var g) ? g : null;
        var before = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) before[i] = column[rows[i]];
        for (var i = 0; i < rows.Length; i++)
        {
            if (!double.IsNaN(before[i])) continue;
            List<double> there = [];
            for (var k = 0; k < rows.Length; k++)
                if (!double.IsNaN(before[k]) && (groups is null || groups[rows[k]] == groups[rows[i]])) there.Add(before[k]);
            // A group of which nothing is known says nothing; all together do.
            if (there.Count == 0) there.AddRange(before.Where(v => !double.IsNaN(v)));
            if (there.Count > 0) column[rows[i]] = median ? Moments.Median([.. there]) : Moments.Mean([.. there]);
        }
    }

    static void Along(Span<double> column, int[] series, double[] times, ImputeMethod method)
    {
        var last = -1;
        for (var i = 0; i < series.Length; i++)
        {
            if (!double.IsNaN(column[series[i]])) { last = i; continue; }
            if (last < 0) continue;
            var next = i + 1;
            while (next < series.Length && double.IsNaN(column[series[next]])) next++;
            var from = column[series[last]];
            if (method == ImputeMethod.Latest || next == series.Length) { column[series[i]] = from; continue; }
            var to = column[series[next]];
            for (var k = i; k < next; k++) column[series[k]] = from + (to - from) * (times[series[k]] - times[series[last]]) / (times[series[next]] - times[series[last]]);
            (last, i) = (next, next);
        }
    }
}
