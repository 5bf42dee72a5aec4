using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Effects;

internal enum Controls { NeverTreated, NotYetTreated }

internal enum DidMethod { DoublyRobust, Regression, Weighting }

internal enum BasePeriod { Varying, Universal }

/// <summary>One group's effect at one time, with its influence on each unit.</summary>
/// <param name="Influence">[unit]: the mean of its squares over n is the variance</param>
internal sealed record GroupTimeEffect(double Group, double Time, double Effect, double[] Influence);

/// <summary>
/// Group-time average treatment effects of Callaway and Sant'Anna (J. of Econometrics 225, 2021): each cohort against
/// units never (or not yet) treated, from the last time before treatment; doubly robust after Sant'Anna and Zhao (J. of
/// Econometrics 219, 2020), or by outcome regression or inverse probability alone.
/// </summary>
internal static class GroupTime
{
    public sealed record Options(Controls Controls, DidMethod Method, BasePeriod Base, int Anticipation);

    public static (List<GroupTimeEffect> Effects, string? Why) All(PanelData panel, Options options)
    {
        List<GroupTimeEffect> effects = [];
        var never = panel.First.Any(double.IsPositiveInfinity);
        if (options.Controls == Controls.NeverTreated && !never) return ([], "there are no units that are never treated; compare with those not yet treated");
        // Without units never treated, the last cohort is only a control, until it begins.
        var last = never ? double.PositiveInfinity : panel.First.Max();
        foreach (var g in panel.First.Where(f => f < last && f > panel.Times[0]).Distinct().Order())
            for (var t = options.Base == BasePeriod.Universal ? 0 : 1; t < panel.Times.Length; t++)
            {
                if (panel.Times[t] >= last) continue;
                var begin = Array.FindLastIndex(panel.Times, x => x < g - options.Anticipation);
                if (begin < 0) continue;
                var before = panel.Times[t] >= g - options.Anticipation || options.Base == BasePeriod.Universal ? begin : t - 1;
                if (before == t) { effects.Add(new GroupTimeEffect(g, panel.Times[t], 0, new double[panel.Units.Length])); continue; }
                var (effect, why) = One(panel, g, t, before, options);
                if (effect is null) return ([], $"group {panel.Calendar.Text(g)} at {panel.Calendar.Text(panel.Times[t])}: {why}");
                effects.Add(effect);
            }
        return effects.Count > 0 ? (effects, null) : ([], "no group is treated after the first time, so there is no effect to see");
    }

    static (GroupTimeEffect?, string?) One(PanelData panel, double g, int t, int before, Options options)
    {
        var n = panel.Units.Length;
        var latest = Math.Max(panel.Times[t], panel.Times[before]) + options.Anticipation;
        var control = options.Controls == Controls.NeverTreated
            ? Enumerable.Range(0, n).Where(i => double.IsPositiveInfinity(panel.First[i]))
            : Enumerable.Range(0, n).Where(i => panel.First[i] > latest && panel.First[i] != g);
        int[] treated = [.. Enumerable.Range(0, n).Where(i => panel.First[i] == g)], controls = [.. control];
        if (controls.Length == 0) return (null, "no unit is left to compare with");
        int[] all = [.. treated, .. controls];
        // Covariates as they were at the earlier of the two times.
        var at = Math.Min(before, t);
        // Their unit of measurement changes no effect, but rounding: each is brought to mean 0 and deviation 1.
        var covariates = panel.Covariates.Select(c => Moments.Standard([.. all.Select(i => c[i][at])])).ToArray();
        var rows = all.Select((_, k) => (double[])[1, .. covariates.Select(c => c[k])]).ToArray();
        if (Math.Min(treated.Length, controls.Length) < rows[0].Length) return (null, $"{treated.Length} treated and {controls.Length} control units are too few for {rows[0].Length - 1} covariates");
        var change = all.Select(i => panel.Outcome[i][t] - panel.Outcome[i][before]).ToArray();
        var d = all.Select((_, i) => i < treated.Length ? 1.0 : 0).ToArray();
        var found = options.Method switch
        {
            DidMethod.Regression => DoublyRobust.Regression(change, d, rows),
            DidMethod.Weighting => DoublyRobust.Weighting(change, d, rows),
            _ => DoublyRobust.Estimate(change, d, rows),
        };
        if (found is not { } f) return (null, "the covariates separate treated from control units, or are not independent of each other");
        var influence = new double[n];
        for (var i = 0; i < all.Length; i++) influence[all[i]] = f.Influence[i] * n / all.Length;
        return (new GroupTimeEffect(g, panel.Times[t], f.Effect, influence), null);
    }
}
