using System.Text;

namespace Cardo.Cases.Learning;

/// <summary>
/// Records of a CSV file as RFC 4180 has it (quotes, line ends within quotes, LF or CRLF), read as a stream. A fault costs
/// the record it stands in: <see cref="Fault"/> says what and reading goes on.
/// </summary>
internal sealed class CsvRecords(TextReader reader, char delimiter = ',')
{
    /// <summary>A record longer than this is a fault; what a quote swallowed ends here.</summary>
    public const int MaxRecord = 1 << 20;

    readonly StringBuilder field = new();
    readonly List<string> fields = [];
    long line = 1;
    int size;

    /// <summary>The last record's fields.</summary>
    public IReadOnlyList<string> Fields => fields;

    /// <summary>The line on which the last record began, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What was wrong with the last record, or null.</summary>
    public string? Fault { get; private set; }

    public bool Next()
    {
        fields.Clear();
        (Fault, size) = (null, 0);
        while (reader.Peek() is '\n' or '\r') Take();
        if (reader.Peek() < 0) return false;
        Line = line;
        while (true)
        {
            field.Clear();
            var end = reader.Peek() == '"' ? Quoted() : Plain();
            fields.Add(field.ToString());
            if (end != delimiter || Fault is not null) break;
        }
        return true;
    }

    int Plain()
    {
        while (true)
        {
            var c = Take();
            if (c == '\r' && reader.Peek() == '\n') c = Take();
            if (c < 0 || c == '\n' || c == delimiter) return c;
            field.Append((char)c);
            if (!Small()) return '\n';
        }
    }

    int Quoted()
    {
        Take();
        while (true)
        {
            var c = Take();
            if (c < 0) return Wrong("a quote that is never closed");
            if (c != '"') field.Append((char)c);
            else if (reader.Peek() == '"') field.Append((char)Take());
            else break;
            if (!Small()) return '\n';
        }
        var next = Take();
        if (next == '\r') next = Take();
        return next < 0 || next == '\n' || next == delimiter ? next : Wrong("text after a closing quote");
    }

    bool Small()
    {
        if (++size <= MaxRecord) return true;
        Wrong($"a record of more than {MaxRecord} characters");
        return false;
    }

    int Wrong(string what)
    {
        Fault ??= what;
        // The rest of this line belongs to what is broken.
        for (var c = Take(); c >= 0 && c != '\n'; c = Take()) { }
        return '\n';
    }

    int Take()
    {
        var c = reader.Read();
        if (c == '\n') line++;
        return c;
    }
}
