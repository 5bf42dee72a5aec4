namespace Cardo.Server.Commands;

/// <summary>
/// A list for people and for scripts: a line a row, whatever the window's width. What is long stays whole, so that it can
/// be copied.
/// </summary>
internal static class PlainTable
{
    /// <param name="columns">names; what may be of any script stands last, because its width isn't known</param>
    public static void Print(TextWriter to, IReadOnlyList<string> columns, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, columns.Count).Select(c => rows.Select(r => r[c].Length).Append(columns[c].Length).Max()).ToList();
        foreach (var row in rows.Prepend([.. columns])) to.WriteLine(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
    }
}
