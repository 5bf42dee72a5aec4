using System.Text;

namespace Cardo.Cases.History;

/// <summary>Rows of a CSV (RFC 4180) with a head: quoted fields may hold commas, line ends and doubled quotes.</summary>
internal static class CsvRows
{
    const int MostField = 100_000;

    /// <returns>each row as its fields by column; a row with too few has what it has</returns>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(TextReader text)
    {
        string[]? head = null;
        foreach (var fields in Split(text))
        {
            if (head is null)
            {
                head = [.. fields.Select(f => f.Trim('\uFEFF', ' '))];
                continue;
            }
            var row = new Dictionary<string, string>(head.Length, StringComparer.Ordinal);
            for (var i = 0; i < head.Length && i < fields.Count; i++) row[head[i]] = fields[i];
            yield return row;
        }
    }

    static IEnumerable<List<string>> Split(TextReader text)
    {
        var (fields, field, quoted, any) = (new List<string>(), new StringBuilder(), false, false);
        for (int c; (c = text.Read()) >= 0;)
        {
            if (quoted)
            {
                if (c != '"') { if (field.Length < MostField) field.Append((char)c); }
                else if (text.Peek() == '"') field.Append((char)text.Read());
                else quoted = false;
            }
            else if (c == '"') (quoted, any) = (true, true);
            else if (c == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
                any = true;
            }
            else if (c is '\n' or '\r')
            {
                if (!any && field.Length == 0) continue;
                fields.Add(field.ToString());
                yield return fields;
                (fields, any) = ([], false);
                field.Clear();
            }
            else if (field.Length < MostField) field.Append((char)c);
        }
        if (!any && field.Length == 0) yield break;
        fields.Add(field.ToString());
        yield return fields;
    }
}
