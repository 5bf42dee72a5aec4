using System.Text;

namespace Cardo.Indicators.Files;

/// <summary>CSV as RFC 4180 has it, a record at a time; cells are trimmed outside quotes.</summary>
internal sealed class CsvCells(TextReader reader)
{
    public const int MaxCell = 1 << 16;

    readonly StringBuilder cell = new();
    int line = 1;

    /// <summary>The line the last record began on.</summary>
    public int Line { get; private set; }

    /// <summary>What was wrong with the last record, or null.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The next record that isn't blank, or null at the end.</summary>
    public string[]? Next()
    {
        while (reader.Peek() >= 0)
        {
            (Line, Wrong) = (line, null);
            var cells = Record();
            if (cells.Count > 1 || cells[0].Length > 0) return [.. cells];
        }
        return null;
    }

    List<string> Record()
    {
        List<string> cells = [];
        cell.Clear();
        var quoted = false;
        for (; ; )
        {
            var c = reader.Read();
            if (c == '\n') line++;
            if (c is -1 or '\n' or ',')
            {
                cells.Add(quoted ? cell.ToString() : cell.ToString().Trim());
                cell.Clear();
                quoted = false;
                if (c != ',') return cells;
            }
            else if (c == '"' && !quoted && Blank()) { quoted = true; Quoted(); }
            else if (c == '"') Wrong = "a quote stands inside a cell";
            else if (quoted && c is not (' ' or '\t' or '\r')) Wrong = "text follows a closed quote";
            else if (!quoted && c != '\r') Add((char)c);
        }
    }

    bool Blank()
    {
        for (var i = 0; i < cell.Length; i++) if (cell[i] != ' ') return false;
        cell.Clear();
        return true;
    }

    void Quoted()
    {
        for (; ; )
        {
            var c = reader.Read();
            if (c == '\n') line++;
            if (c < 0) { Wrong = "a quote is not closed"; return; }
            if (c != '"') Add((char)c);
            else if (reader.Peek() == '"') { reader.Read(); Add('"'); }
            else return;
        }
    }

    void Add(char c)
    {
        if (cell.Length < MaxCell) cell.Append(c); else Wrong = $"a cell is longer than {MaxCell} characters";
    }
}
