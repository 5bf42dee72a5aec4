using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cardo.Ui;

/// <summary>Tables for people's spreadsheets (RFC 4180).</summary>
public static class Csv
{
    /// <summary>A text as a cell. What a spreadsheet would take for a formula is kept a text by an apostrophe before it: residents write cells.</summary>
    public static string Cell(string? text)
    {
        text ??= "";
        if (text.Length > 0 && "=+-@\t\r".Contains(text[0])) text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>A number, or nothing.</summary>
    public static string Cell(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A moment in UTC, or nothing.</summary>
    public static string Moment(long? us) => us is { } at ? Kernel.Instants.Format(at) : "";

    public static IResult File(string table, string name) => Results.File(Encoding.UTF8.GetBytes(table), "text/csv; charset=utf-8", name);
}
