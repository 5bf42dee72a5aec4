using System.Globalization;
using Cardo.Indicators.Files;
using Cardo.Kernel;
using MathNet.Numerics.Distributions;

namespace Cardo.Indicators.Effects;

/// <summary>Staggered difference-in-differences: what <c>cardo index effect</c> says of <c>method: did</c>.</summary>
internal static class DidReport
{
    public static Outcome<IndexReport> Of(Spec spec)
    {
        var (root, faults) = (spec.Root, spec.Faults);
        var panel = PanelData.Read(root, faults);
        var options = new GroupTime.Options(root["controls"].Choice(Controls.NeverTreated), root["estimator"].Choice(DidMethod.DoublyRobust), root["base"].Choice(BasePeriod.Varying), root["anticipation"].Whole(0, 0, 1000));
        var (level, draws, seed) = (root["level"].Number(.95, .5, .9999), root["bootstrap"].Whole(1000, 0, 100_000), root["seed"].Whole(1, 0, int.MaxValue));
        if (panel is not null && !panel.First.Any(f => !double.IsPositiveInfinity(f))) faults.Say($"{panel.File}: no unit is treated at any time (data.first-treated).");
        root.Close();
        if (faults.Any || panel is null) return faults.Refusal();
        var (effects, why) = GroupTime.All(panel, options);
        if (why is not null) return Refusal.Bad("effect-not-identified", $"{panel.File}: {why}.");
        var z = Normal.InvCDF(0, 1, 1 - (1 - level) / 2);
        var wide = draws > 0 ? Aggregations.Simultaneous(panel, [.. effects.Select(e => e.Influence)], level, draws, seed) : double.NaN;
        List<ReportTable> tables =
        [
            new("group_time", ["group", "time", "effect", "se", "low", "high", "band_low", "band_high"], [.. effects.Select(e => Line(panel, z, wide, e.Effect, e.Influence, panel.Calendar.Label(e.Group), panel.Calendar.Label(e.Time)))]),
        ];
        var simple = Aggregations.Simple(panel, effects);
        List<IReadOnlyList<object?>> overall = [Line(panel, z, double.NaN, simple.Effect, simple.Influence, "simple")];
        foreach (var (name, made) in (ReadOnlySpan<(string, (Summary Overall, List<Summary> Each))>)[("group", Aggregations.Group(panel, effects)), ("calendar", Aggregations.Calendar(panel, effects)), ("dynamic", Aggregations.Dynamic(panel, effects))])
        {
            overall.Add(Line(panel, z, double.NaN, made.Overall.Effect, made.Overall.Influence, name));
            var band = draws > 0 ? Aggregations.Simultaneous(panel, [.. made.Each.Select(e => e.Influence)], level, draws, seed) : double.NaN;
            tables.Add(new ReportTable(name == "dynamic" ? "event_study" : "by_" + name, [name == "dynamic" ? "exposure" : name, "effect", "se", "low", "high", "band_low", "band_high"], [.. made.Each.Select(e => Line(panel, z, band, e.Effect, e.Influence, name == "dynamic" ? e.Of : panel.Calendar.Label(e.Of)))]));
        }
        tables.Insert(0, new ReportTable("effects", ["summary", "effect", "se", "low", "high", "band_low", "band_high"], overall));
        List<string> notes = [string.Create(CultureInfo.InvariantCulture, $"{panel.Units.Length} units, {panel.Times.Length} times, {panel.First.Count(double.IsPositiveInfinity)} never treated; intervals at {level:P0}, bands hold for all rows of a table at once.")];
        if (panel.Dropped > 0) notes.Add($"{panel.Dropped} units with missing values are left out.");
        var already = panel.First.Count(f => f <= panel.Times[0]);
        if (already > 0) notes.Add($"{already} units are treated from the first time on and say nothing about the effect.");
        return new IndexReport("effect", tables, notes);
    }

    static IReadOnlyList<object?> Line(PanelData panel, double z, double wide, double effect, double[] influence, params object?[] before)
    {
        var se = Aggregations.Error(panel, influence);
        return [.. before, effect, se, effect - z * se, effect + z * se, effect - wide * se, effect + wide * se];
    }
}
