namespace Cardo.Cases.Learning;

/// <summary>
/// Records of a CSV file as RFC 4180 has it (quotes, line ends within quotes, LF or CRLF), read as a stream. A fault costs
/// the record it stands in: <see cref="Fault"/> says what and reading goes on.
/// </summary>
internal sealed class CsvRecords(TextReader reader, char delimiter = ',')
{
    /// <summary>A record longer than this is a fault; what a quote swallowed ends here.</summary>
    public const int MaxRecord = 1 << 20;

    const int End = -1;

    readonly char[] buffer = new char[1 << 16];
    readonly List<int> ends = [];
    char[] record = new char[4096];
    long line = 1;
    int at, filled, size;

    /// <summary>How many fields the last record has.</summary>
    public int Count => ends.Count;

    /// <summary>The last record's fields.</summary>
    public IReadOnlyList<string> Fields => [.. Enumerable.Range(0, Count).Select(i => Field(i).ToString())];

    /// <summary>The line on which the last record began, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What was wrong with the last record, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>A field of the last record, until the next one is read.</summary>
    public ReadOnlySpan<char> Field(int i) => record.AsSpan((i == 0 ? 0 : ends[i - 1])..ends[i]);

    public bool Next()
    {
        ends.Clear();
        (Fault, size) = (null, 0);
        while (Peek() is '\n' or '\r') Take();
        if (Peek() == End) return false;
        Line = line;
        while (true)
        {
            var end = Peek() == '"' ? Quoted() : Plain();
            ends.Add(size);
            if (end != delimiter || Fault is not null) break;
        }
        return true;
    }

    int Plain()
    {
        while (true)
        {
            var c = Take();
            if (c == '\r' && Peek() == '\n') c = Take();
            if (c == End || c == '\n' || c == delimiter) return c;
            if (!Add((char)c)) return '\n';
        }
    }

    int Quoted()
    {
        Take();
        while (true)
        {
            var c = Take();
            if (c == End) return Wrong("a quote that is never closed");
            if (c == '"')
            {
                if (Peek() != '"') break;
                Take();
            }
            if (!Add((char)c)) return '\n';
        }
        var next = Take();
        if (next == '\r') next = Take();
        return next == End || next == '\n' || next == delimiter ? next : Wrong("text after a closing quote");
    }

    bool Add(char c)
    {
        if (size == record.Length)
        {
            if (size == MaxRecord)
            {
                Wrong($"a record of more than {MaxRecord} characters");
                return false;
            }
            Array.Resize(ref record, Math.Min(size * 4, MaxRecord));
        }
        record[size++] = c;
        return true;
    }

    int Wrong(string what)
    {
        Fault ??= what;
        // The rest of this line belongs to what is broken.
        for (var c = Take(); c != End && c != '\n'; c = Take()) { }
        return '\n';
    }

    int Peek()
    {
        if (at == filled) Fill();
        return at == filled ? End : buffer[at];
    }

    int Take()
    {
        if (at == filled) Fill();
        if (at == filled) return End;
        var c = buffer[at++];
        if (c == '\n') line++;
        return c;
    }

    void Fill() => (at, filled) = (0, reader.Read(buffer));
}
