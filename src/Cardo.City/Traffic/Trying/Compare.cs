using MathNet.Numerics.Distributions;

namespace Cardo.Traffic.Trying;

/// <summary>Pairs of runs as means and intervals. Pure.</summary>
internal static class Compare
{
    /// <summary>Roads that are told of.</summary>
    const int MostRoads = 1000;

    public static TryResult Of(TryRequest request, Prepared prepared, IReadOnlyList<(SideRun Today, SideRun Change)> pairs, double wall_s)
    {
        var change = prepared.Change;
        return new TryResult
        {
            Name = change.Name,
            Network = Path.GetFileNameWithoutExtension(request.ConfigFile),
            Change = request.Change,
            Seeds = [.. Enumerable.Range(request.FirstSeed, request.Seeds)],
            ControlToday = change.Today,
            ControlChange = change.Control,
            Measures =
            [
                Measure("delay", "s", pairs, r => r.Delay_s), Measure("travel", "s", pairs, r => r.Att_s), Measure("wait", "s", pairs, r => r.Wait_s),
                Measure("arrived", "vehicles", pairs, r => r.Arrived), Measure("undeparted", "vehicles", pairs, r => r.Undeparted),
            ],
            Pairs = [.. pairs.Select(p => new TryPair(p.Today.Result.Seed, p.Today.Result.Delay_s, p.Change.Result.Delay_s))],
            Roads = Roads(prepared, pairs),
            Remarks = [.. pairs.SelectMany(p => p.Today.Result.Remarks.Concat(p.Change.Result.Remarks)).Distinct().Take(100)],
            Wall_s = Math.Round(wall_s, 1),
        };
    }

    /// <summary>Mean and half the width of the 95 % interval by Student's t with n - 1 degrees of freedom.</summary>
    internal static Spread Spread(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        if (values.Count < 2) return new Spread(Math.Round(mean, 2), null);
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        return new Spread(Math.Round(mean, 2), Math.Round(StudentT.InvCDF(0, 1, values.Count - 1, 0.975) * deviation / Math.Sqrt(values.Count), 2));
    }

    static TryMeasure Measure(string id, string unit, IReadOnlyList<(SideRun Today, SideRun Change)> pairs, Func<ControlResult, double> of) =>
        new(id, unit, Spread([.. pairs.Select(p => of(p.Today.Result))]), Spread([.. pairs.Select(p => of(p.Change.Result))]), Spread([.. pairs.Select(p => of(p.Change.Result) - of(p.Today.Result))]));

    static IReadOnlyList<TryRoad> Roads(Prepared prepared, IReadOnlyList<(SideRun Today, SideRun Change)> pairs)
    {
        var roads = new List<TryRoad>();
        foreach (var edge in pairs.SelectMany(p => p.Today.Lost_s.Keys.Concat(p.Change.Lost_s.Keys)).Distinct().Where(e => e.Length > 0 && e[0] != ':'))
        {
            double[] today = [.. pairs.Select(p => p.Today.Lost_s.GetValueOrDefault(edge))], change = [.. pairs.Select(p => p.Change.Lost_s.GetValueOrDefault(edge))];
            var difference = Spread([.. change.Zip(today, (c, t) => c - t)]);
            roads.Add(new TryRoad(edge, prepared.Network.Roads.GetValueOrDefault(edge)?.Name, Math.Round(today.Average()), Math.Round(change.Average()), difference, difference.Half is { } half && Math.Abs(difference.Mean) > half));
        }
        return [.. roads.OrderByDescending(r => Math.Abs(r.Difference.Mean)).ThenBy(r => r.Edge, StringComparer.Ordinal).Take(MostRoads)];
    }
}
