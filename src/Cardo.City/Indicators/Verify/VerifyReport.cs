using Cardo.Kernel;

namespace Cardo.Indicators.Verify;

/// <summary><c>cardo index verify</c>: recomputes every reference set under a folder. A miss, or a set that cannot be run, is told and counted.</summary>
internal static class VerifyReport
{
    static readonly Dictionary<string, Action<Checker>> sets = new(StringComparer.Ordinal)
    {
        ["asem_coinr"] = CompositeSets.Asem,
        ["hdi_undp"] = CompositeSets.Hdi,
        ["tai_oecd"] = CompositeSets.Technology,
        ["mcdm_worked_examples"] = MadeSets.Decisions,
        ["sobol_test_functions"] = MadeSets.TestFunctions,
        ["dea_tone2001"] = EfficiencySets.Tone2001,
        ["dea_cost_coelli1998"] = EfficiencySets.Coelli,
        ["dea_cst_textbook"] = EfficiencySets.Textbook,
        ["dea_fortune500_zhu2014"] = EfficiencySets.Fortune,
        ["dea_powerplants_tone2002"] = EfficiencySets.Plants,
        ["malmquist_grifell1999"] = EfficiencySets.Malmquist,
        ["did_mpdta"] = EffectSets.Minimum,
        ["synth_basque"] = EffectSets.Basque,
        ["tobit_affairs"] = EffectSets.Affairs,
    };

    public static Outcome<IndexReport> Of(string folder)
    {
        if (!Directory.Exists(folder)) return Refusal.NotFound("folder-not-found", $"There is no folder {folder}.");
        List<Check> checks = [];
        List<string> notes = [];
        var misses = 0;
        string[] folders = Run(folder, checks, notes, ref misses, false) ? [] : [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)];
        foreach (var under in folders)
            if (!Run(under, checks, notes, ref misses, true)) notes.Add($"{Path.GetFileName(under)}: no set of this name is known here, and it has no verify.yaml.");
        if (checks.Count == 0 && misses == 0) return Refusal.NotFound("no-reference-set", $"{folder} holds no reference set: neither a known one nor one with a verify.yaml.");
        misses += checks.Count(c => c.Miss);
        var worst = checks.GroupBy(c => (c.Set, c.Quantity)).Select(g =>
        {
            var w = g.MaxBy(c => c.Miss && double.IsNaN(c.Difference) ? double.PositiveInfinity : Math.Abs(c.Difference) / Math.Max(1, Math.Abs(c.Expected)));
            return (IReadOnlyList<object?>)[w.Set, w.Quantity, g.Count(), w.At, w.Expected, w.Computed, w.Difference, w.Tolerance, g.Count(c => c.Miss)];
        }).ToList();
        IReadOnlyList<object?> Line(Check c) => [c.Set, c.Quantity, c.At, c.Expected, c.Computed, c.Difference, c.Tolerance, !c.Miss];
        string[] columns = ["set", "quantity", "at", "expected", "computed", "difference", "tolerance", "ok"];
        List<ReportTable> tables = [new("worst", ["set", "quantity", "figures", "worst_at", "expected", "computed", "difference", "tolerance", "misses"], worst)];
        if (checks.Any(c => c.Miss)) tables.Add(new ReportTable("misses", columns, [.. checks.Where(c => c.Miss).Take(1000).Select(Line)]));
        tables.Add(new ReportTable("checks", columns, [.. checks.Select(Line)], false));
        notes.Add($"{checks.Count:N0} figures of {checks.Select(c => c.Set).Distinct().Count()} sets, {misses} missed. Each line of \"worst\" is the figure farthest from its reference; --json writes every one.");
        return new IndexReport("verify", tables, notes) { Misses = misses };
    }

    static bool Run(string folder, List<Check> checks, List<string> notes, ref int misses, bool below)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var checker = new Checker(name, folder);
        if (checker.Has("verify.yaml")) OwnSets.Run(checker);
        else if (sets.TryGetValue(name, out var set)) Known(checker, set);
        else return false;
        checks.AddRange(checker.Checks);
        notes.AddRange(checker.Failures);
        misses += checker.Failures.Count;
        if (checker.Checks.Count == 0 && checker.Failures.Count == 0 && below) notes.Add($"{name}: nothing to compare was found.");
        return true;
    }

    // A known set reads columns and keys by name; files that are not as they were are a miss, not an end.
    static void Known(Checker checker, Action<Checker> set)
    {
        try
        {
            set(checker);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            checker.Failures.Add($"{Path.GetFileName(checker.Folder)}: its files are not as this set has them: {e.Message}");
        }
    }
}
