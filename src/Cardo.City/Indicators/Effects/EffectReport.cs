using Cardo.Indicators.Files;
using Cardo.Kernel;
using MathNet.Numerics.Distributions;

namespace Cardo.Indicators.Effects;

/// <summary><c>cardo index effect</c>: did it work? The method decides what is read.</summary>
internal static class EffectReport
{
    public static Outcome<IndexReport> Of(string path)
    {
        var faults = new Faults();
        return Spec.Read(path, faults) is { } spec ? Of(spec) : faults.Refusal();
    }

    public static Outcome<IndexReport> Of(Spec spec)
    {
        var faults = spec.Faults;
        _ = spec.Root["title"];
        var method = spec.Root["method"].Needed("did, synthetic-control, tobit or truncated");
        switch (method)
        {
            case "did": return DidReport.Of(spec);
            case "synthetic-control": return SynthReport.Of(spec);
            case "tobit" or "truncated": return Regression(spec, method == "truncated");
            default:
                if (!faults.Any) spec.Root["method"].Say($"\"{method}\" is not known here. Known: did, synthetic-control, tobit, truncated.");
                return faults.Refusal();
        }
    }

    static Outcome<IndexReport> Regression(Spec spec, bool truncated)
    {
        var (root, faults) = (spec.Root, spec.Faults);
        var at = root["data"];
        var (outcome, covariates) = (at["outcome"].Needed("the column of outcomes"), at["covariates"].Texts());
        var table = spec.Csv(at["file"].Needed("the CSV file"));
        at.Close();
        var (lower, upper) = (root["lower"].Number(double.NegativeInfinity), root["upper"].Number(double.PositiveInfinity));
        root.Close();
        if (double.IsInfinity(lower) && double.IsInfinity(upper)) root["lower"].Say("say where the outcome is cut off: lower, upper or both.");
        if (covariates.Count == 0) at["covariates"].Say("name one covariate at least.");
        if (table is null) return faults.Refusal();
        foreach (var column in (string[])[outcome, .. covariates]) table.Needs(column, faults, "named by data");
        if (faults.Any) return faults.Refusal();
        var y = table.Numbers(outcome, faults, true);
        var columns = covariates.Select(c => table.Numbers(c, faults, true)).ToArray();
        for (var r = 0; truncated && r < y.Length; r++)
            if (y[r] < lower || y[r] > upper) faults.Say($"{table.Place(r, outcome)}: {y[r]} lies beyond the truncation, where nothing can be seen.");
        if (y.Length < covariates.Count + 3) faults.Say($"{table.File}: {y.Length} rows are too few for {covariates.Count} covariates.");
        if (faults.Any) return faults.Refusal();
        var x = Enumerable.Range(0, y.Length).Select(r => (double[])[1, .. columns.Select(c => c[r])]).ToArray();
        if (Censored.Find(y, x, lower, upper, truncated) is not { } fit) return Refusal.Bad("likelihood-not-maximised", $"{table.File}: the likelihood has no top; the covariates may not be independent of each other, or all outcomes are cut off.");
        var cut = truncated ? 0 : y.Count(v => v <= lower || v >= upper);
        return new IndexReport("effect", [Coefficients("coefficients", covariates, fit), Model("model", y.Length, cut, fit)], []);
    }

    public static ReportTable Coefficients(string table, IReadOnlyList<string> covariates, Censored.Fit fit)
    {
        string[] names = ["(constant)", .. covariates, "log_scale"];
        double[] estimates = [.. fit.Beta, Math.Log(fit.Scale)];
        return new ReportTable(table, ["term", "estimate", "se", "z", "p"], [.. names.Select((name, i) =>
        {
            var se = Math.Sqrt(fit.Covariance[i, i]);
            return (IReadOnlyList<object?>)[name, estimates[i], se, estimates[i] / se, 2 * Normal.CDF(0, 1, -Math.Abs(estimates[i] / se))];
        })]);
    }

    public static ReportTable Model(string table, int rows, int cut, Censored.Fit fit) =>
        new(table, ["rows", "cut_off", "log_likelihood", "scale"], [[rows, cut, fit.LogLikelihood, fit.Scale]]);
}
