using System.Globalization;
using Cardo.Indicators.Effects;
using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Efficiency;

/// <summary>
/// What explains efficiency: the scores of a model regressed on covariates of the units. Truncated (Simar and Wilson, J. of
/// Econometrics 136, 2007, algorithm 1 without its resampling): units at the frontier are left out, since a score of 1 says
/// only that nobody better was seen. Tobit: they are censored there, as much of the literature has it.
/// </summary>
internal sealed record SecondStage(string Model, bool Truncated, string[] Names, double[][] Covariates)
{
    /// <summary>Reads the section and its columns of the data; null when there is none, or with a fault said.</summary>
    public static SecondStage? Read(SpecNode at, Table table, IReadOnlyList<DeaModel> models, Faults faults)
    {
        if (!at.Given) return null;
        if (!at.IsMap) { at.Say("a map is expected here: {method: truncated, model: bcc, covariates: [column]}."); return null; }
        var (method, names) = (at["method"].Text("truncated"), at["covariates"].Texts().ToArray());
        if (method is not ("truncated" or "tobit")) at["method"].Say($"\"{method}\" is not known here. Known: truncated, tobit.");
        if (names.Length == 0) at["covariates"].Say("name one covariate at least.");
        var radial = models.Where(m => Suits(m.Method)).Select(m => m.Name).ToList();
        var model = at["model"].Text(radial.FirstOrDefault() ?? "");
        if (!radial.Contains(model)) at["model"].Say($"no model \"{model}\" with a score of at most 1 a unit; there are: {string.Join(", ", radial)}.");
        at.Close();
        foreach (var name in names) table.Needs(name, faults, "a covariate of the second stage");
        if (faults.Any) return null;
        return new SecondStage(model, method == "truncated", names, [.. names.Select(n => table.Numbers(n, faults, true))]);
    }

    static bool Suits(DeaMethod method) => method is DeaMethod.Ccr or DeaMethod.Bcc or DeaMethod.Nirs or DeaMethod.Ndrs or DeaMethod.Radial or DeaMethod.Sbm or DeaMethod.Fdh or DeaMethod.Cost or DeaMethod.Revenue;

    public Outcome<IReadOnlyList<ReportTable>> Of(DeaData data, ReportTable scores)
    {
        var column = scores.Columns.ToList().IndexOf("efficiency");
        var score = scores.Rows.Select(r => (double)r[column]!).ToArray();
        int[] rows = [.. Enumerable.Range(0, score.Length).Where(u => !double.IsNaN(score[u]) && (!Truncated || score[u] < 1 - 1e-9))];
        var y = Array.ConvertAll(rows, r => Math.Min(score[r], 1));
        for (var i = 0; i < y.Length; i++) if (y[i] > 1 - 1e-9) y[i] = 1;
        if (y.Length < Names.Length + 3) return Refusal.Bad("too-few-rows", string.Create(CultureInfo.InvariantCulture, $"second-stage, {data.File}: {y.Length} units {(Truncated ? "below the frontier " : "")}are too few for {Names.Length} covariates."));
        var x = rows.Select(r => (double[])[1, .. Covariates.Select(c => c[r])]).ToArray();
        if (Censored.Find(y, x, double.NegativeInfinity, 1, Truncated) is not { } fit) return Refusal.Bad("likelihood-not-maximised", $"second-stage, {data.File}: the likelihood has no top; the covariates may not be independent of each other, or all units stand at the frontier.");
        return new[] { EffectReport.Coefficients("second_stage", Names, fit), EffectReport.Model("second_stage_model", y.Length, Truncated ? 0 : y.Count(v => v >= 1), fit) };
    }
}
