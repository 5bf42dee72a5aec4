using System.Globalization;
using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Effects;

/// <summary>Synthetic control with placebos: what <c>cardo index effect</c> says of <c>method: synthetic-control</c>.</summary>
internal static class SynthReport
{
    public static Outcome<IndexReport> Of(Spec spec)
    {
        var faults = spec.Faults;
        if (SynthData.Read(spec.Root, faults) is not { } data) return faults.Refusal();
        spec.Root.Close();
        if (faults.Any) return faults.Refusal();
        var fit = SyntheticControl.Find(data.Predictors, data.Fitted(), data.Importance);
        var (before, after) = (data.Split(data.Outcome, fit.Weights, true), data.Split(data.Outcome, fit.Weights, false));
        List<ReportTable> tables =
        [
            new("fit", ["treated", "donors", "mspe_fitted", "mspe_before", "mspe_after", "ratio"], [[data.Units[0], data.Units.Length - 1, fit.Mspe, before, after, Ratio(after, before)]]),
            new("weights", ["donor", "weight"], [.. fit.Weights.Select((w, j) => (Unit: data.Units[j + 1], W: w)).OrderByDescending(w => w.W).Select(w => (IReadOnlyList<object?>)[w.Unit, w.W])]),
            new("predictors", ["predictor", "importance", "treated", "synthetic", "donors_mean"], [.. data.Predictors.Select((p, k) => (IReadOnlyList<object?>)[data.Names[k], fit.Importance[k], p[0], Mix(p, fit.Weights), p.Skip(1).Average()])]),
            new("path", ["time", "actual", "synthetic", "gap"], [.. data.Times.Select((t, i) =>
            {
                var synthetic = Mix([.. data.Outcome.Select(o => o[i])], fit.Weights);
                return (IReadOnlyList<object?>)[data.Calendar.Label(t), data.Outcome[0][i], synthetic, data.Outcome[0][i] - synthetic];
            })]),
        ];
        List<string> notes = [];
        if (data.Dropped > 0) notes.Add($"{data.Dropped} donors with missing values are left out.");
        if (data.Placebo) Placebos(data, Ratio(after, before), tables, notes);
        return new IndexReport("effect", tables, notes);
    }

    // A donor that nothing ever moves has no error before and none after: it says nothing against the effect.
    static double Ratio(double after, double before) => after == 0 ? 0 : after / before;

    static double Mix(double[] values, double[] weights)
    {
        var sum = 0.0;
        for (var j = 0; j < weights.Length; j++) sum += weights[j] * values[j + 1];
        return sum;
    }

    // Each donor in turn as if it had been treated, the treated unit not among its donors (ADH 2010, section 2.4).
    static void Placebos(SynthData data, double own, List<ReportTable> tables, List<string> notes)
    {
        var donors = data.Units.Length - 1;
        var rows = new (string Unit, double Before, double After)[donors];
        Parallel.For(0, donors, j =>
        {
            int[] order = [j + 1, .. Enumerable.Range(1, donors).Where(k => k != j + 1)];
            var turned = data.Turned(order);
            var fit = SyntheticControl.Find(turned.Predictors, turned.Fitted(), data.Importance);
            rows[j] = (turned.Units[0], turned.Split(turned.Outcome, fit.Weights, true), turned.Split(turned.Outcome, fit.Weights, false));
        });
        var greater = rows.Count(r => Ratio(r.After, r.Before) >= own);
        var p = (greater + 1.0) / (donors + 1);
        tables.Add(new ReportTable("placebos", ["unit", "mspe_before", "mspe_after", "ratio"], [.. rows.OrderByDescending(r => Ratio(r.After, r.Before)).Select(r => (IReadOnlyList<object?>)[r.Unit, r.Before, r.After, Ratio(r.After, r.Before)])]));
        tables.Insert(1, new ReportTable("placebo", ["ratio", "placebos", "at_least_as_great", "p_value"], [[own, donors, greater, p]]));
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"p = {p:F4}: the share of units, the treated one included, whose ratio of errors after to before is at least as great."));
    }
}
