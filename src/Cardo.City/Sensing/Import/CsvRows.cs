namespace Cardo.Sensing.Import;

/// <summary>
/// CSV as RFC 4180 has it, and as cities write it: any one-character delimiter, LF or CRLF, text of any length up to a
/// limit. A quote that is never closed costs one line, not the rest of the file: reading goes on at the next line.
/// </summary>
internal sealed class CsvRows : IRowReader
{
    /// <summary>A record longer than this is refused; nothing a city writes by hand comes near.</summary>
    public const int MaxRecord = 1 << 20;

    const int End = -1;
    const int TooLong = -2;

    readonly TextReader reader;
    readonly char delimiter;
    int[] target = [];
    char[] buffer = new char[1 << 16];
    int start, pos, end;
    bool ended;
    long line = 1, number;

    /// <param name="columns">the columns asked for, in the order rows will have</param>
    /// <param name="names">the file's column names where it has no header; null when its first record is the header</param>
    public CsvRows(TextReader reader, char delimiter, IReadOnlyList<string> columns, IReadOnlyList<string>? names)
    {
        (this.reader, this.delimiter) = (reader, delimiter);
        var header = names ?? ReadHeader();
        Problem = Aim(header, columns);
    }

    public string? Problem { get; }

    public void Dispose() => reader.Dispose();

    IReadOnlyList<string> ReadHeader()
    {
        // Read as a row of as many columns as are there: first counted wide, then named.
        target = Enumerable.Range(0, 4096).ToArray();
        var row = new Row(4096);
        if (!Next(row)) return [];
        number = 0;
        return Enumerable.Range(0, 4096).TakeWhile(row.Has).Select(i => row[i].Trim().TrimStart('\uFEFF').ToString()).ToArray();
    }

    string? Aim(IReadOnlyList<string> header, IReadOnlyList<string> columns)
    {
        if (header.Count == 0) return "the file is empty";
        target = header.Select(h => columns.ToList().IndexOf(h)).ToArray();
        var twice = header.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1 && columns.Contains(g.Key));
        if (twice is not null) return $"the header has {twice.Count()} columns named \"{twice.Key}\"";
        var missing = columns.Where(c => !header.Contains(c)).ToArray();
        return missing.Length == 0 ? null
            : $"no column {string.Join(", ", missing.Select(m => $"\"{m}\""))} in the header: {string.Join(", ", header.Take(40))}";
    }

    public bool Next(Row row)
    {
        row.Clear();
        if (!SkipBlankLines()) return false;
        row.Line = line;
        row.Number = ++number;
        pos = start;
        string? fault = null;
        var fields = 0;
        var more = true;
        while (more && fault is null)
        {
            var column = fields < target.Length ? target[fields] : -1;
            fields++;
            if (At(pos) == '"') fault = Quoted(row, column, out more);
            else fault = Plain(row, column, out more);
        }
        if (fault is not null) Resume(row, fault);
        else
        {
            Consume();
            if (fields != target.Length && number > 0 && target.Length != 4096) row.Fault = $"{fields} fields where the header has {target.Length}";
        }
        return true;
    }

    /// <summary>Everything up to <see cref="pos"/> is read: count its lines.</summary>
    void Consume()
    {
        line += buffer.AsSpan(start, pos - start).Count('\n');
        start = pos;
    }

    /// <summary>Gives up this record at the end of its first line and goes on with the next line.</summary>
    void Resume(Row row, string fault)
    {
        row.Fault = fault;
        pos = start;
        while (true)
        {
            var at = buffer.AsSpan(pos, end - pos).IndexOf('\n');
            if (at >= 0)
            {
                pos += at + 1;
                break;
            }
            start = pos = end;
            if (!Fill()) break;
        }
        start = pos;
        line++;
    }

    string? Plain(Row row, int column, out bool more)
    {
        if (column >= 0) row.Open(column);
        while (true)
        {
            var span = buffer.AsSpan(pos, end - pos);
            var at = span.IndexOfAny(delimiter, '\n');
            var stop = at < 0 ? span.Length : at;
            var field = span[..stop];
            if (at >= 0 && span[at] == '\n' && field.EndsWith("\r")) field = field[..^1];
            if (at < 0)
            {
                // The field goes on beyond what is in the buffer: get more and look again from its start.
                if (end - start < MaxRecord && Fill()) continue;
                more = false;
                if (end - start >= MaxRecord && !ended) return $"a record of more than {MaxRecord} characters";
                if (column >= 0) row.Add(field.TrimEnd('\r'));
                pos = end;
                return null;
            }
            if (column >= 0) row.Add(field);
            more = span[at] != '\n';
            pos += stop + 1;
            return null;
        }
    }

    string? Quoted(Row row, int column, out bool more)
    {
        more = false;
        if (column >= 0) row.Open(column);
        pos++;
        while (true)
        {
            var span = buffer.AsSpan(pos, end - pos);
            var at = span.IndexOf('"');
            var upTo = at < 0 ? span.Length : at;
            if (column >= 0) row.Add(span[..upTo]);
            pos += upTo;
            if (at < 0)
            {
                if (end - start >= MaxRecord) return $"a quoted field of more than {MaxRecord} characters";
                if (!Fill()) return "a quote that is never closed";
                continue;
            }
            if (At(pos + 1) == '"')
            {
                if (column >= 0) row.Add("\"");
                pos += 2;
                continue;
            }
            pos++;
            break;
        }
        if (At(pos) == '\r') pos++;
        var next = At(pos);
        if (next == TooLong) return $"a record of more than {MaxRecord} characters";
        if (next != End) pos++;
        more = next == delimiter;
        return more || next is '\n' or End ? null : "text after a closing quote";
    }

    bool SkipBlankLines()
    {
        while (true)
        {
            var c = At(start);
            if (c == End) return false;
            if (c == '\n') line++;
            else if (c != '\r') return true;
            start++;
        }
    }

    int At(int position)
    {
        while (position >= end)
        {
            if (end - start >= MaxRecord) return TooLong;
            var before = start;
            if (!Fill()) return End;
            position -= before - start;
        }
        return buffer[position];
    }

    /// <summary>Gets more text behind what is there; what was read is let go. Positions move with it.</summary>
    bool Fill()
    {
        if (ended) return false;
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (pos, end, start) = (pos - start, end - start, 0);
        }
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var n = reader.Read(buffer, end, buffer.Length - end);
        if (n == 0) ended = true;
        end += n;
        return n > 0;
    }
}
