using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Verify;

/// <summary>
/// A folder that says itself what must come out, in verify.yaml: <c>checks: [{run: score, spec: s.yaml, table: scores,
/// key: unit, expect: e.csv, expect-key: unit, columns: {index: Index}, tolerance: 1e-6}]</c>.
/// </summary>
internal static class OwnSets
{
    public static void Run(Checker c)
    {
        var faults = new Faults();
        if (Spec.Read(Path.Combine(c.Folder, "verify.yaml"), faults) is { } spec)
        {
            foreach (var item in spec.Root["checks"].Items) One(c, item);
            spec.Root.Close();
        }
        c.Failures.AddRange(faults.All);
    }

    static void One(Checker c, SpecNode item)
    {
        var (run, file, table, key) = (item["run"].Needed("score, uncertainty, efficiency or effect"), item["spec"].Needed("a specification"), item["table"].Needed("a table of the report"), item["key"].Needed("its key column"));
        var (expect, theirKey, tolerance) = (item["expect"].Needed("a CSV of what must come out"), item["expect-key"].Text(key), item["tolerance"].Number(1e-6, 0));
        var columns = item["columns"].Members.ToList();
        if (columns.Count == 0) item["columns"].Say("name the columns to compare: {ours: theirs}.");
        item.Close();
        if (item.Spec.Faults.Any) return;
        var desk = new IndexDesk();
        var path = Path.Combine(c.Folder, file);
        Func<string, Outcome<IndexReport>>? verb = run switch { "score" => desk.Score, "uncertainty" => desk.Uncertainty, "efficiency" => desk.Efficiency, "effect" => desk.Effect, _ => null };
        if (verb is null) { item["run"].Say($"\"{run}\" is not known here. Known: score, uncertainty, efficiency, effect."); return; }
        if (!verb(path).Try(out var report, out var refusal)) { c.Failures.Add($"{file}: {refusal.Message} {string.Join(' ', refusal.Details ?? [])}"); return; }
        if (Lacks(c, item, report, table, [key, .. columns.Select(o => o.Key)], expect, [theirKey, .. columns.Select(o => o.Value.Text())])) return;
        foreach (var (ours, theirs) in columns) c.Rows($"{file} {ours}", report, table, key, ours, expect, theirKey, theirs.Text(), tolerance);
    }

    // Says which table or column is not there, on either side.
    static bool Lacks(Checker c, SpecNode item, IndexReport report, string table, string[] ours, string expect, string[] theirs)
    {
        var before = item.Spec.Faults.All.Count + c.Failures.Count;
        if (report.Tables.FirstOrDefault(t => t.Name == table) is not { } found) item["table"].Say($"there is no table \"{table}\"; there are: {string.Join(", ", report.Tables.Select(t => t.Name))}.");
        else foreach (var column in ours.Where(o => !found.Columns.Contains(o))) item["columns"].Say($"\"{column}\" is no column of {table}; there are: {string.Join(", ", found.Columns)}.");
        if (item.Spec.Csv(expect) is { } expected) foreach (var column in theirs) expected.Needs(column, item.Spec.Faults, "what must come out");
        return item.Spec.Faults.All.Count + c.Failures.Count > before;
    }
}
