using System.Security.Cryptography;
using System.Text;

namespace Cardo.Sensing.Import;

/// <summary>
/// Text with holes for columns: <c>{station_no}</c>, <c>{CODE2[3..5]}</c> for a piece, <c>{hash:area,name}</c> for
/// twelve hex digits of SHA-256 over columns (an id for things that have none), <c>{row}</c> for the record's number.
/// In URNs whatever RFC 8141 doesn't allow is percent-encoded.
/// </summary>
internal sealed class Template
{
    enum Part { Text, Column, Hash, Row }

    sealed record Piece(Part Part, string Text, int[] Columns, int From = 0, int To = int.MaxValue);

    readonly List<Piece> pieces = [];
    readonly bool urn;

    Template(bool urn) => this.urn = urn;

    /// <summary>The one column an id hangs on when it is <c>PREFIX{column}</c>: what the importer can look up without making the text.</summary>
    public int SoleColumn => pieces.Where(p => p.Part != Part.Text).ToArray() is [{ Part: Part.Column, From: 0, To: int.MaxValue } only] ? only.Columns[0] : -1;

    /// <param name="column">gives a column's index by name</param>
    /// <returns>null, and what is wrong, when the text can't be read</returns>
    public static Template? Read(string text, bool urn, Func<string, int> column, out string? wrong)
    {
        var template = new Template(urn);
        wrong = null;
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            if (open < 0) open = text.Length;
            if (open > at) template.pieces.Add(new Piece(Part.Text, text[at..open], []));
            if (open == text.Length) break;
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                wrong = $"the brace at {open + 1} is never closed";
                return null;
            }
            var piece = Hole(text[(open + 1)..close], column);
            if (piece is null)
            {
                wrong = $"{text[open..(close + 1)]} is neither {{column}}, {{column[from..to]}}, {{hash:a,b}} nor {{row}}";
                return null;
            }
            template.pieces.Add(piece);
            at = close + 1;
        }
        return template;
    }

    static Piece? Hole(string hole, Func<string, int> column)
    {
        if (hole.Length == 0) return null;
        if (hole == "row") return new Piece(Part.Row, "", []);
        if (hole.StartsWith("hash:", StringComparison.Ordinal))
            return new Piece(Part.Hash, "", hole[5..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(column).ToArray());
        var bracket = hole.EndsWith(']') ? hole.LastIndexOf('[') : -1;
        if (bracket < 0) return new Piece(Part.Column, "", [column(hole)]);
        var ends = hole[(bracket + 1)..^1].Split("..");
        return ends.Length == 2 && int.TryParse(ends[0], out var from) && int.TryParse(ends[1], out var to) && from >= 0 && to > from
            ? new Piece(Part.Column, "", [column(hole[..bracket])], from, to) : null;
    }

    /// <returns>null when a column it needs is absent or empty</returns>
    public string? Make(Row row)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
            switch (piece.Part)
            {
                case Part.Text:
                    text.Append(piece.Text);
                    break;
                case Part.Row:
                    text.Append(row.Number);
                    break;
                case Part.Hash:
                    text.Append(Hash(row, piece.Columns));
                    break;
                default:
                    var value = row[piece.Columns[0]].Trim();
                    if (value.Length < Math.Max(1, piece.To == int.MaxValue ? 1 : piece.To)) return null;
                    if (piece.To != int.MaxValue) value = value[piece.From..piece.To];
                    Append(text, value);
                    break;
            }
        return text.ToString();
    }

    void Append(StringBuilder text, ReadOnlySpan<char> value)
    {
        if (!urn) text.Append(value);
        else
            foreach (var rune in value.EnumerateRunes())
            {
                if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || "-._~:@!$&'()*+,;=/".Contains((char)rune.Value))) text.Append((char)rune.Value);
                else text.Append(Uri.EscapeDataString(rune.ToString()));
            }
    }

    static string Hash(Row row, int[] columns)
    {
        var text = new StringBuilder();
        foreach (var column in columns) text.Append(row[column].Trim()).Append('\u001f');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..6]);
    }
}
