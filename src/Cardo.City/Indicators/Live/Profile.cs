namespace Cardo.Indicators.Live;

/// <summary>
/// A framework's first level scored by what the city measures of it: each generation (or dimension) is the mean of its
/// evidence, and is withheld while less of it is measured than the framework asks for.
/// </summary>
internal static class Profile
{
    /// <summary>One root of the framework.</summary>
    internal sealed record Side(FrameworkItem Item, double Score, int Measured, IReadOnlyList<(FrameworkItem Item, LiveLine? Line)> Evidence);

    public static IReadOnlyList<Side> Of(Framework framework, IReadOnlyList<Crossing> crossings, LiveScore score)
    {
        var fed = Feeding(framework, crossings, score);
        return [.. framework.Children("").Select(root =>
        {
            var evidence = framework.Items.Where(i => i.Parent == root.Id && i.Direction != 0).Select(i => (i, fed.GetValueOrDefault(i.Id))).ToList();
            var there = evidence.Where(e => e.Item2 is { Score: not double.NaN }).Select(e => e.Item2!.Score).ToList();
            var enough = there.Count > 0 && there.Count >= framework.Coverage * evidence.Count - 1e-9;
            return new Side(root, enough ? there.Average() : double.NaN, there.Count, evidence);
        })];
    }

    /// <summary>The city's line that feeds each item of a framework, by the crosswalk.</summary>
    public static Dictionary<string, LiveLine> Feeding(Framework framework, IReadOnlyList<Crossing> crossings, LiveScore score)
    {
        var lines = score.All.Where(l => l.Item.Measure.Length > 0).ToLookup(l => l.Item.Measure);
        Dictionary<string, LiveLine> fed = [];
        foreach (var crossing in crossings.Where(c => c.Framework == framework.Id))
            if (lines[crossing.Measure].FirstOrDefault() is { } line) fed.TryAdd(crossing.Indicator, line);
        return fed;
    }
}
