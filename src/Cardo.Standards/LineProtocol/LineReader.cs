using System.Buffers;
using System.Buffers.Text;

namespace Cardo.Standards.LineProtocol;

/// <summary>Why a line can't be read, in one plain sentence, and the byte (from 1) at which it was noticed.</summary>
public readonly record struct LineFault(string Message, int Column)
{
    public override string ToString() => $"{Message} (column {Column})";
}

/// <summary>
/// Reads InfluxDB line protocol: <c>measurement[,tag=value…] field=value[,field=value…] [timestamp]</c>.
/// Numbers are floats unless they end in <c>i</c> (signed) or <c>u</c> (unsigned, 64 bits each); texts stand in double
/// quotes; booleans are t, T, true, True, TRUE and their opposites. Commas, spaces and equals signs in names are escaped
/// by a backslash; other backslashes stand for themselves. Never throws; NaN and infinities are faults.
/// </summary>
public static class LineReader
{
    /// <summary>More of either in one line is a fault: no thing measures more at once, and each costs memory.</summary>
    public const int MaxTags = 64, MaxFields = 512;

    static readonly SearchValues<byte> nameStops = SearchValues.Create(", =\\"u8);

    /// <summary>
    /// The length of the first line with its line feed, or -1 while it isn't whole. A line feed inside a quoted text
    /// belongs to the text; a quote that is never closed within <paramref name="all"/> ends at its first line feed when
    /// <paramref name="last"/>, so that one broken line doesn't swallow the rest of the body.
    /// </summary>
    public static int LineEnd(ReadOnlySpan<byte> all, bool last)
    {
        var first = all.IndexOf((byte)'\n');
        if (first < 0) return last && all.Length > 0 ? all.Length : -1;
        if (!all[..first].Contains((byte)'"') || IsComment(all)) return first + 1;
        bool inFields = false, quoted = false;
        for (var i = 0; i < all.Length; i++)
        {
            switch (all[i])
            {
                case (byte)'\\': i++; break;
                case (byte)' ' when !quoted && i > 0: inFields = true; break;
                case (byte)'"' when inFields: quoted = !quoted; break;
                case (byte)'\n' when !quoted: return i + 1;
            }
        }
        return last || all.Length > MaxQuoted ? first + 1 : quoted ? -1 : first + 1;
    }

    /// <summary>How far a quoted text may reach over line feeds, in bytes.</summary>
    public const int MaxQuoted = 65_536;

    /// <summary>Nothing but white space, or a comment.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.TrimStart(" \t\r\n\0"u8) is [] or [(byte)'#', ..];

    static bool IsComment(ReadOnlySpan<byte> line) => line.TrimStart(" \t"u8) is [(byte)'#', ..];

    /// <summary>Reads one line (with or without its line end) into <paramref name="point"/>; null when it was fine.</summary>
    public static LineFault? Read(ReadOnlySpan<byte> line, LinePoint point)
    {
        point.Clear(line.Length);
        line = line.TrimEnd("\r\n \t"u8);
        var at = line.Length - line.TrimStart(" \t"u8).Length;
        return Names(line, ref at, point) ?? Fields(line, ref at, point) ?? Time(line, at, point);
    }

    static LineFault? Names(ReadOnlySpan<byte> line, ref int at, LinePoint point)
    {
        var name = Name(line, ref at, point, equals: false);
        if (name.Length == 0) return Fault("the measurement is missing", at);
        point.Named(name);
        while (at < line.Length && line[at] == ',')
        {
            at++;
            var start = at;
            var key = Name(line, ref at, point, equals: true);
            if (key.Length == 0) return Fault("a tag has no name", start);
            if (at >= line.Length || line[at] != '=') return Fault("a tag has no value", at);
            at++;
            var value = Name(line, ref at, point, equals: true);
            if (value.Length == 0) return Fault("a tag has no value", at);
            if (at < line.Length && line[at] == '=') return Fault("an equals sign in a tag's value is written \\=", at);
            if (point.TagCount == MaxTags) return Fault($"more than {MaxTags} tags", start);
            if (point.Tag(point.Slice(key)).Length > 0) return Fault("a tag is written twice", start);
            point.Add(new TagPiece(key, value));
        }
        if (at >= line.Length) return Fault("the fields are missing", at);
        return null;
    }

    // A name or a tag's value, up to an unescaped comma, space or (where it counts) equals sign.
    static Piece Name(ReadOnlySpan<byte> line, ref int at, LinePoint point, bool equals)
    {
        var mark = point.Mark;
        while (at < line.Length)
        {
            var run = line[at..].IndexOfAny(nameStops);
            if (run < 0) run = line.Length - at;
            point.Put(line.Slice(at, run));
            at += run;
            if (at >= line.Length) break;
            if (line[at] == '\\')
            {
                var escaped = at + 1 < line.Length && line[at + 1] is (byte)',' or (byte)' ' or (byte)'=';
                if (escaped) at++;
                point.Put(line[at++]);
            }
            else if (line[at] == '=' && !equals) point.Put(line[at++]);
            else break;
        }
        return point.Since(mark);
    }

    static LineFault? Fields(ReadOnlySpan<byte> line, ref int at, LinePoint point)
    {
        while (at < line.Length && line[at] == ' ') at++;
        while (true)
        {
            var start = at;
            var key = Name(line, ref at, point, equals: true);
            if (key.Length == 0) return Fault("a field has no name", start);
            if (at >= line.Length || line[at] != '=') return Fault("a field has no value", at);
            at++;
            if (point.FieldCount == MaxFields) return Fault($"more than {MaxFields} fields", start);
            var fault = at < line.Length && line[at] == '"' ? Text(line, ref at, point, key) : Plain(line, ref at, point, key);
            if (fault is not null) return fault;
            if (at >= line.Length || line[at] == ' ') return null;
            if (line[at] != ',') return Fault("after a value stands a comma, a space or the line's end", at);
            at++;
        }
    }

    static LineFault? Text(ReadOnlySpan<byte> line, ref int at, LinePoint point, Piece key)
    {
        var start = at++;
        var mark = point.Mark;
        while (at < line.Length)
        {
            var b = line[at++];
            if (b == '"')
            {
                point.Add(new FieldPiece(key, FieldKind.Text, double.NaN, 0, point.Since(mark)));
                return null;
            }
            if (b == '\\' && at < line.Length && line[at] is (byte)'"' or (byte)'\\') b = line[at++];
            point.Put(b);
        }
        return Fault("a quote is not closed", start);
    }

    static LineFault? Plain(ReadOnlySpan<byte> line, ref int at, LinePoint point, Piece key)
    {
        var start = at;
        var length = line[at..].IndexOfAny((byte)',', (byte)' ');
        if (length < 0) length = line.Length - at;
        var word = line.Slice(at, length);
        at += length;
        if (word.Length == 0) return Fault("a field has no value", start);
        if (Flag(word) is { } flag) point.Add(new FieldPiece(key, FieldKind.Bool, flag ? 1 : 0, 0, default));
        else if (word[^1] == 'i')
        {
            if (!Utf8Parser.TryParse(word[..^1], out long whole, out var read) || read != word.Length - 1) return Fault("not a 64-bit integer", start);
            point.Add(new FieldPiece(key, FieldKind.Integer, whole, (ulong)whole, default));
        }
        else if (word[^1] == 'u')
        {
            if (!Utf8Parser.TryParse(word[..^1], out ulong whole, out var read) || read != word.Length - 1) return Fault("not an unsigned 64-bit integer", start);
            point.Add(new FieldPiece(key, FieldKind.Unsigned, whole, whole, default));
        }
        else
        {
            // The parser knows the words NaN and Infinity; the protocol doesn't.
            if (!(word[0] is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.') || !Utf8Parser.TryParse(word, out double number, out var read)
                || read != word.Length || !double.IsFinite(number)) return Fault("not a number, a boolean or a quoted text", start);
            point.Add(new FieldPiece(key, FieldKind.Float, number, 0, default));
        }
        return null;
    }

    static bool? Flag(ReadOnlySpan<byte> word) => word switch
    {
        [(byte)'t' or (byte)'T'] => true,
        [(byte)'f' or (byte)'F'] => false,
        _ when word.SequenceEqual("true"u8) || word.SequenceEqual("True"u8) || word.SequenceEqual("TRUE"u8) => true,
        _ when word.SequenceEqual("false"u8) || word.SequenceEqual("False"u8) || word.SequenceEqual("FALSE"u8) => false,
        _ => null,
    };

    static LineFault? Time(ReadOnlySpan<byte> line, int at, LinePoint point)
    {
        while (at < line.Length && line[at] == ' ') at++;
        if (at >= line.Length) return null;
        var word = line[at..];
        if (!Utf8Parser.TryParse(word, out long time, out var read) || read != word.Length) return Fault("the timestamp is not a 64-bit integer", at);
        point.At(time);
        return null;
    }

    static LineFault Fault(string message, int at) => new(message, at + 1);
}
