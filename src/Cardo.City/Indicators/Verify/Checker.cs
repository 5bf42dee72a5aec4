using System.Globalization;
using Cardo.Indicators.Composite;
using Cardo.Indicators.Effects;
using Cardo.Indicators.Efficiency;
using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Verify;

/// <summary>Runs specifications over the files of one reference set and collects checks. What cannot be run is a miss with its reason.</summary>
internal sealed class Checker(string set, string folder)
{
    public List<Check> Checks { get; } = [];

    public List<string> Failures { get; } = [];

    public string Folder => folder;

    public bool Has(string file) => File.Exists(Path.Combine(folder, file));

    public IndexReport? Score(string yaml) => Run(yaml, ScoreReport.Of);

    public IndexReport? Efficiency(string yaml) => Run(yaml, EfficiencyReport.Of);

    public IndexReport? Effect(string yaml) => Run(yaml, EffectReport.Of);

    IndexReport? Run(string yaml, Func<Spec, Outcome<IndexReport>> work)
    {
        var faults = new Faults();
        var outcome = Spec.Parse(yaml, $"{set}.yaml", folder, faults) is { } spec ? work(spec) : faults.Refusal();
        if (outcome.Try(out var report, out var refusal)) return report;
        Failures.Add($"{set}: {refusal.Message} {string.Join(' ', refusal.Details ?? [])}");
        return null;
    }

    /// <summary>A CSV of the set, as rows of column to text; empty when it is not there.</summary>
    public List<Dictionary<string, string>> Csv(string file)
    {
        var faults = new Faults();
        if (Table.Read(Path.Combine(folder, file), $"{set}/{file}", faults) is not { } table)
        {
            Failures.AddRange(faults.All);
            return [];
        }
        return [.. Enumerable.Range(0, table.Count).Select(r => table.Columns.ToDictionary(c => c, c => table.Text(r, c)))];
    }

    public void Add(string quantity, string at, string expected, double computed, double tolerance)
    {
        if (!Table.IsMissing(expected)) Add(quantity, at, D(expected), computed, tolerance);
        else if (!double.IsNaN(computed)) Checks.Add(new Check(set, quantity, at, double.NaN, computed, tolerance));
    }

    public void Add(string quantity, string at, double expected, double computed, double tolerance) => Checks.Add(new Check(set, quantity, at, expected, computed, tolerance));

    /// <summary>Every row of an expected CSV against one column of a table, joined by a key.</summary>
    public void Rows(string quantity, IndexReport? report, string table, string key, string column, string file, string theirKey, string theirColumn, double tolerance, Func<double, double>? turn = null)
    {
        if (report is null || !Has(file)) return;
        foreach (var row in Csv(file)) Add(quantity, row[theirKey], row[theirColumn], (turn ?? (v => v))(Number(report, table, column, (key, row[theirKey]))), tolerance);
    }

    /// <summary>A number of a table where columns hold the given values; NaN when there is none.</summary>
    public static double Number(IndexReport report, string table, string column, params (string Column, object Value)[] where)
    {
        if (report.Tables.FirstOrDefault(t => t.Name == table) is not { } found) return double.NaN;
        var columns = found.Columns.ToList();
        var at = columns.IndexOf(column);
        var keys = where.Select(w => columns.IndexOf(w.Column)).ToArray();
        var row = found.Rows.FirstOrDefault(r => where.Select((w, i) => Same(r[keys[i]], w.Value)).All(s => s));
        return at < 0 || row is null ? double.NaN : row[at] switch { double d => d, int i => i, _ => double.NaN };
    }

    static bool Same(object? cell, object value) => Equals(cell, value) || cell is double d && value is string s && double.TryParse(s, CultureInfo.InvariantCulture, out var v) && v == d;

    public static double D(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}
