using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;

namespace Cardo.Indicators.Uncertainty;

/// <summary>The settings a choice can address, each with its type.</summary>
internal static class Settings
{
    public static IReadOnlyList<string> Known { get; } =
    [
        "impute", "treat", "treat.method", "treat.then", "treat.winmax", "treat.skew", "treat.kurtosis", "normalise", "normalise.method", "normalise.lo", "normalise.hi",
        "normalise.min", "normalise.max", "normalise.target", "normalise.cap", "normalise.pool", "normalise.population", "aggregate", "aggregate.method", "aggregate.p", "aggregate.coverage",
        "weights", "weights.method", "weights.noise", "weight", "direction", "included", "screen",
    ];

    /// <summary>What setting one listed value does; null when the address or the value is not known.</summary>
    public static Action<Knobs>? For(string path, SpecNode value, int[] targets, CompositeModel model)
    {
        if (value.IsMap || path is "impute" or "treat" or "normalise" or "aggregate" or "weights") return Section(path, value, targets, model);
        if (Number(path) is { } number && path is not "direction")
        {
            if (!double.TryParse(value.Text(), System.Globalization.CultureInfo.InvariantCulture, out var v) || path == "weight" && v < 0) return null;
            return k => { foreach (var n in targets) number(k, n, v, false); };
        }
        switch (path)
        {
            case "impute.method" when SpecNode.TryChoice<ImputeMethod>(value.Text(), out var v): return k => { foreach (var n in targets) k.Impute[n] = new ImputeKnob(v); };
            case "treat.method" when SpecNode.TryChoice<TreatMethod>(value.Text(), out var v): return k => { foreach (var n in targets) k.Treat[n] = k.Treat[n] with { First = v }; };
            case "treat.then" when SpecNode.TryChoice<TreatMethod>(value.Text(), out var v): return k => { foreach (var n in targets) k.Treat[n] = k.Treat[n] with { Then = v }; };
            case "normalise.method" when SpecNode.TryChoice<NormaliseMethod>(value.Text(), out var v):
                return k => { foreach (var n in targets) k.Normalise[n] = ReadKnobs.Scale(k.Normalise[n] with { Method = v }, k.Normalise[n].Method); };
            case "normalise.cap" when SpecNode.TryChoice<CapMode>(value.Text(), out var v): return k => { foreach (var n in targets) k.Normalise[n] = k.Normalise[n] with { Cap = v }; };
            case "normalise.pool" when SpecNode.TryChoice<PoolMode>(value.Text(), out var v): return v == PoolMode.Base && model.Data.BasePools.Length == 0 ? null : k => { foreach (var n in targets) k.Normalise[n] = k.Normalise[n] with { Pool = v }; };
            case "normalise.population" when bool.TryParse(value.Text(), out var v): return k => { foreach (var n in targets) k.Normalise[n] = k.Normalise[n] with { Population = v }; };
            case "aggregate.method" when SpecNode.TryChoice<AggregateMethod>(value.Text(), out var v) && (v != AggregateMethod.Power || targets.All(n => !double.IsNaN(model.Knobs.Aggregate[n].P))):
                return k => { foreach (var n in targets) k.Aggregate[n] = k.Aggregate[n] with { Method = v }; };
            case "weights.method" when SpecNode.TryChoice<WeightMethod>(value.Text(), out var v): return Weights(v, targets);
            case "included" when bool.TryParse(value.Text(), out var v): return k => { foreach (var n in targets) k.On[n] = v; };
            case "direction" when value.Text() is "1" or "-1": { var v = int.Parse(value.Text(), System.Globalization.CultureInfo.InvariantCulture); return k => { foreach (var n in targets) k.Direction[n] = v; }; }
            default: return null;
        }
    }

    static Action<Knobs> Weights(WeightMethod method, int[] targets) => k =>
    {
        foreach (var n in targets) k.Aggregate[n] = k.Aggregate[n] with { Weights = method, P = method == WeightMethod.BenefitOfTheDoubt ? 0 : k.Aggregate[n].P };
    };

    /// <summary>A whole section as a value: what the specification could say there.</summary>
    static Action<Knobs>? Section(string path, SpecNode value, int[] targets, CompositeModel model)
    {
        if (targets.Length == 0) return null;
        var before = value.Spec.Faults.All.Count;
        var probe = model.Knobs.Copy();
        ReadKnobs.Section(path, value, probe, targets);
        if (value.Spec.Faults.All.Count > before) return null;
        switch (path)
        {
            case "impute": { var v = probe.Impute; return k => { foreach (var n in targets) k.Impute[n] = v[n]; }; }
            case "treat": { var v = probe.Treat; return k => { foreach (var n in targets) k.Treat[n] = v[n]; }; }
            case "normalise": { var v = probe.Normalise; return k => { foreach (var n in targets) k.Normalise[n] = v[n]; }; }
            case "aggregate": { var v = probe.Aggregate; return k => { foreach (var n in targets) k.Aggregate[n] = k.Aggregate[n] with { Method = v[n].Method, P = v[n].P, Coverage = v[n].Coverage }; }; }
            case "weights": { var v = probe.Aggregate; return k => { foreach (var n in targets) k.Aggregate[n] = k.Aggregate[n] with { Weights = v[n].Weights, Spearman = v[n].Spearman }; }; }
            default: return null;
        }
    }

    /// <summary>How a number is set, or multiplied; null when the setting is no number.</summary>
    public static Action<Knobs, int, double, bool>? Number(string path) => path switch
    {
        "weight" => (k, n, v, by) => k.Weight[n] = by ? k.Weight[n] * v : v,
        "treat.winmax" => (k, n, v, by) => k.Treat[n] = k.Treat[n] with { WinMax = (int)Math.Round(by ? k.Treat[n].WinMax * v : v) },
        "treat.skew" => (k, n, v, by) => k.Treat[n] = k.Treat[n] with { Skew = by ? k.Treat[n].Skew * v : v },
        "treat.kurtosis" => (k, n, v, by) => k.Treat[n] = k.Treat[n] with { Kurtosis = by ? k.Treat[n].Kurtosis * v : v },
        "normalise.lo" => (k, n, v, by) => k.Normalise[n] = k.Normalise[n] with { Lo = by ? k.Normalise[n].Lo * v : v },
        "normalise.hi" => (k, n, v, by) => k.Normalise[n] = k.Normalise[n] with { Hi = by ? k.Normalise[n].Hi * v : v },
        "normalise.min" => (k, n, v, by) => k.Normalise[n] = k.Normalise[n] with { Min = by ? k.Normalise[n].Min * v : v },
        "normalise.max" => (k, n, v, by) => k.Normalise[n] = k.Normalise[n] with { Max = by ? k.Normalise[n].Max * v : v },
        "normalise.target" => (k, n, v, by) => k.Normalise[n] = k.Normalise[n] with { Target = by ? k.Normalise[n].Target * v : v },
        "aggregate.p" => (k, n, v, by) => k.Aggregate[n] = k.Aggregate[n] with { P = by ? k.Aggregate[n].P * v : v },
        "aggregate.coverage" => (k, n, v, by) => k.Aggregate[n] = k.Aggregate[n] with { Coverage = by ? k.Aggregate[n].Coverage * v : v },
        "screen" => (k, n, v, by) => k.Screen = by ? k.Screen * v : v,
        _ => null,
    };
}
