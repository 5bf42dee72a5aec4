using System.Globalization;
using System.Text;
using Cardo.Ui;

namespace Cardo.Indicators.Files;

/// <summary>A CSV file with a header in memory. Cells keep the line they stood in, so that a fault can name it.</summary>
internal sealed class Table
{
    public const int MaxRows = 2_000_000, MaxColumns = 4096;
    public const long MaxBytes = 512L << 20;

    /// <summary>Squares of values beyond this are no numbers any more.</summary>
    public const double MaxNumber = 1e150;

    readonly List<string[]> rows = [];
    readonly List<int> lines = [];
    readonly Dictionary<string, int> index = new(StringComparer.Ordinal);

    Table(string file) => File = file;

    /// <summary>The name people know it by: the path as the specification wrote it.</summary>
    public string File { get; }

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public int Count => rows.Count;

    public int LineOf(int row) => lines[row];

    public bool Has(string column) => index.ContainsKey(column);

    public string Text(int row, string column) => rows[row][index[column]];

    /// <summary>A cell that is said in several languages: column "name" in English, "name_zh-Hans" and "name_zh-Hant" where the file has them.</summary>
    public LocalText Said(int row, string column)
    {
        return LocalText.Of(Text(row, column), Also(Texts.Chinese), Also(Texts.Traditional));
        string Also(string language) => Has($"{column}_{language}") ? Text(row, $"{column}_{language}") : "";
    }

    /// <summary>"data.csv line 7, column gdp": where a cell stands.</summary>
    public string Place(int row, string column) => $"{File} line {lines[row]}, column {column}";

    /// <summary>Blank, NA, NaN, null, "." and ".." are what files write for "not known".</summary>
    public static bool IsMissing(string cell) =>
        cell.Length == 0 || cell is "NA" or "N/A" or "n/a" or "na" or "NaN" or "nan" or "NULL" or "null" or "." or ".." or "-";

    public static Table? Read(string path, string name, Faults faults)
    {
        if (!System.IO.File.Exists(path)) { faults.Say($"{name}: there is no such file ({path})."); return null; }
        if (new FileInfo(path).Length > MaxBytes) { faults.Say($"{name}: larger than {MaxBytes >> 20} MiB."); return null; }
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, true));
            return Parse(reader, name, faults);
        }
        catch (DecoderFallbackException)
        {
            faults.Say($"{name}: not UTF-8 text; save it as CSV UTF-8.");
            return null;
        }
    }

    public static Table? Parse(TextReader reader, string name, Faults faults)
    {
        var table = new Table(name);
        var cells = new CsvCells(reader);
        var wrong = false;
        if (cells.Next() is not { } header) { faults.Say($"{name}: the file is empty; its first line names the columns."); return null; }
        if (header.Length > MaxColumns) { faults.Say($"{name}: more than {MaxColumns} columns."); return null; }
        if (!table.Head(header, faults)) return null;
        while (cells.Next() is { } record)
        {
            var fault = cells.Wrong ?? (record.Length != header.Length ? $"{record.Length} cells where the header has {header.Length} columns" : null);
            if (fault is not null) { wrong = true; faults.Say($"{name} line {cells.Line}: {fault}."); continue; }
            if (table.rows.Count == MaxRows) { faults.Say($"{name}: more than {MaxRows:N0} rows."); return null; }
            table.rows.Add(record);
            table.lines.Add(cells.Line);
        }
        if (wrong) return null;
        if (table.Count == 0) { faults.Say($"{name}: no rows below the header."); return null; }
        return table;
    }

    bool Head(string[] header, Faults faults)
    {
        var sound = true;
        Columns = [.. header.Select(h => h.Trim().TrimStart('\uFEFF'))];
        for (var i = 0; i < Columns.Count; i++)
        {
            if (index.TryAdd(Columns[i], i)) continue;
            faults.Say($"{File} line 1: two columns are called \"{Columns[i]}\".");
            sound = false;
        }
        if (Columns is not [var one] || one.AsSpan().IndexOfAny(';', '\t') < 0) return sound;
        faults.Say($"{File} line 1: the columns are separated by {(one.Contains(';', StringComparison.Ordinal) ? "semicolons" : "tabs")}; commas are expected, and points in decimals.");
        return false;
    }

    /// <summary>Whether the column is there; says so when it isn't.</summary>
    public bool Needs(string column, Faults faults, string whatFor)
    {
        if (Has(column)) return true;
        faults.Say($"{File} line 1: column \"{column}\" is missing ({whatFor}). Columns there: {string.Join(", ", Columns.Take(60))}.");
        return false;
    }

    /// <summary>A column of numbers, NaN where missing. A cell that is neither is a fault with its place.</summary>
    public double[] Numbers(string column, Faults faults, bool complete = false)
    {
        var numbers = new double[Count];
        for (var r = 0; r < Count; r++) numbers[r] = Number(r, column, faults, complete);
        return numbers;
    }

    public double Number(int row, string column, Faults faults, bool complete = false)
    {
        var cell = Text(row, column);
        if (IsMissing(cell))
        {
            if (complete) faults.Say($"{Place(row, column)}: a number is needed here and the cell is \"{cell}\".");
            return double.NaN;
        }
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) faults.Say($"{Place(row, column)}: \"{cell}\" is not a number{(cell.Contains(',', StringComparison.Ordinal) ? " (decimals have a point)" : "")}.");
        else if (Math.Abs(value) > MaxNumber) faults.Say($"{Place(row, column)}: {cell} is beyond {MaxNumber:R}, the greatest that can be computed with.");
        else return value;
        return double.NaN;
    }

    /// <summary>Rows for which <paramref name="keep"/> holds, lines kept.</summary>
    public Table Where(Func<int, bool> keep)
    {
        var kept = new Table(File) { Columns = Columns };
        foreach (var (name, i) in index) kept.index[name] = i;
        for (var r = 0; r < Count; r++)
            if (keep(r)) { kept.rows.Add(rows[r]); kept.lines.Add(lines[r]); }
        return kept;
    }
}
