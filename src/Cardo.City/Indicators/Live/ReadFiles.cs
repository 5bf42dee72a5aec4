using System.Globalization;
using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Live;

/// <summary>
/// Surveys and panels from the city's folder. A survey is a CSV with a row an answer: question, answer, and at (a date)
/// if it has one. A panel is any CSV; with a period, each row counts from the end of its year, month or day on.
/// </summary>
internal sealed class ReadFiles(string folder, TimeZoneInfo zone)
{
    readonly Dictionary<string, (DateTime Written, long Length, Table? Table, IReadOnlyList<string> Faults)> read = [];

    /// <summary>Whether a file was written since it was last read; each is looked at, never remembered longer than it stands.</summary>
    public bool Changed(string file) => !read.TryGetValue(file, out var known) || Stamp(file) != (known.Written, known.Length);

    /// <summary>What is wrong with the files that were read last.</summary>
    public IEnumerable<string> Faults => read.Values.SelectMany(r => r.Faults);

    (DateTime, long) Stamp(string file) => new FileInfo(Path.Combine(folder, file)) is { Exists: true } info ? (info.LastWriteTimeUtc, info.Length) : default;

    public LiveValue Of(LiveFormula formula, long atUs)
    {
        if (Changed(formula.Type))
        {
            var (written, length) = Stamp(formula.Type);
            var faults = new Faults();
            var table = Table.Read(Path.Combine(folder, formula.Type), formula.Type, faults);
            read[formula.Type] = (written, length, table, faults.All);
        }
        var known = read[formula.Type];
        if (known.Table is not { } it) return Evaluate.Combine(formula, []);
        var own = new Faults();
        foreach (var column in Columns(formula)) it.Needs(column, own, "the formula reads it");
        var rows = own.Any ? [] : Rows(formula, it, atUs, own);
        if (own.Any) read[formula.Type] = known with { Faults = [.. known.Faults.Concat(own.All).Distinct()] };
        // Half a file says nothing: with a fault in it there is no value.
        return Evaluate.Combine(formula, own.Any ? [] : rows);
    }

    static IEnumerable<string> Columns(LiveFormula f) => [f.Source == LiveSource.Survey ? "question" : f.Attribute, f.Source == LiveSource.Survey ? "answer" : f.Attribute, .. f.Where.Select(w => w.Column), .. f.Period.Length > 0 ? [f.Period] : Array.Empty<string>()];

    List<LiveRow> Rows(LiveFormula formula, Table table, long atUs, Faults faults)
    {
        var survey = formula.Source == LiveSource.Survey;
        var (column, period) = (survey ? "answer" : formula.Attribute, formula.Period.Length > 0 ? formula.Period : survey && table.Has("at") ? "at" : "");
        var oldest = double.IsInfinity(formula.Within_h) ? long.MinValue : atUs - Evaluate.Us(formula.Within_h);
        List<LiveRow> rows = [];
        for (var r = 0; r < table.Count; r++)
        {
            if (survey && table.Text(r, "question") != formula.Attribute || formula.Where.Any(w => table.Text(r, w.Column) != w.Value)) continue;
            long? at = null;
            if (period.Length > 0 && (at = End(table.Text(r, period))) is null) { faults.Say($"{table.Place(r, period)}: \"{table.Text(r, period)}\" is no year, month, day or moment."); continue; }
            if (at > atUs) continue;
            var text = table.Text(r, column);
            var value = formula.Is is not null ? 0 : table.Number(r, column, faults);
            rows.Add(new LiveRow($"{table.File} line {table.LineOf(r).ToString(CultureInfo.InvariantCulture)}", value, formula.Is is null ? null : text, at, !Table.IsMissing(text) && (at ?? long.MaxValue) >= oldest) { Line = table.LineOf(r) });
        }
        if (formula.Kind == LiveKind.Latest) rows = [.. rows.OrderBy(r => r.AtUs)];
        return rows;
    }

    // The last moment of a year, month or day in the city's zone.
    long? End(string text)
    {
        if (Instants.TryParse(text, out var us)) return us;
        DateTime? next = DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.AddDays(1)
            : DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month.AddMonths(1)
            : DateTime.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var year) ? year.AddYears(1) : null;
        return next is { } end ? Spans.Start(end, zone) - 1 : null;
    }
}
