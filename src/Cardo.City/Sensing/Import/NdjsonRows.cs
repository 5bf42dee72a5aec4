using System.Text.Json;

namespace Cardo.Sensing.Import;

/// <summary>One JSON object a line. A line that is none is rejected by itself.</summary>
internal sealed class NdjsonRows(TextReader reader, IReadOnlyList<string> columns) : IRowReader
{
    public const int MaxLine = 1 << 20;

    readonly JsonColumns columns = new(columns, dotted: true);
    readonly char[] line = new char[MaxLine];
    readonly char[] block = new char[1 << 16];
    int from, to;
    long lines, number;

    public string? Problem => null;

    public void Dispose() => reader.Dispose();

    public bool Next(Row row)
    {
        row.Clear();
        int length;
        do
        {
            length = ReadLine();
            if (length < -1) return false;
            lines++;
        }
        while (length == 0);
        row.Line = lines;
        row.Number = ++number;
        if (length == -1)
        {
            row.Fault = $"a line of more than {MaxLine} characters";
            return true;
        }
        try
        {
            using var document = JsonDocument.Parse(line.AsMemory(0, length));
            columns.Fill(row, document.RootElement, null);
        }
        catch (JsonException e)
        {
            row.Fault = $"no JSON: {e.Message}";
        }
        return true;
    }

    /// <returns>the length of the line without its end, -1 when it is too long, -2 at the end of the file</returns>
    int ReadLine()
    {
        var length = 0;
        var over = false;
        while (true)
        {
            if (from == to)
            {
                (from, to) = (0, reader.Read(block, 0, block.Length));
                if (to == 0) return length > 0 || over ? Ended(length, over) : -2;
            }
            var span = block.AsSpan(from, to - from);
            var at = span.IndexOf('\n');
            var piece = at < 0 ? span : span[..at];
            if (length + piece.Length > MaxLine) over = true;
            else
            {
                piece.CopyTo(line.AsSpan(length));
                length += piece.Length;
            }
            from += piece.Length + (at < 0 ? 0 : 1);
            if (at >= 0) return Ended(length, over);
        }
    }

    int Ended(int length, bool over) => over ? -1 : line.AsSpan(0, length).TrimEnd().Length;
}
