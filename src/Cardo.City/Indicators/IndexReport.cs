namespace Cardo.Indicators;

/// <summary>What a computation found: named tables, first those a person reads first.</summary>
/// <param name="Kind">score, explain, uncertainty, efficiency, effect or verify</param>
/// <param name="Notes">what a reader must know: what was imputed, left out, or could not be said</param>
public sealed record IndexReport(string Kind, IReadOnlyList<ReportTable> Tables, IReadOnlyList<string> Notes)
{
    /// <summary>For verify: how many figures missed; otherwise 0.</summary>
    public int Misses { get; init; }
}

/// <summary>Rows of cells: text, a whole number, a number or nothing.</summary>
/// <param name="Name">the key in the JSON file</param>
/// <param name="Brief">whether a person sees it on the screen; the file holds all</param>
public sealed record ReportTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, bool Brief = true);
