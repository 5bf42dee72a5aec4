namespace Cardo.Standards.LineProtocol;

/// <summary>What a field carries.</summary>
public enum FieldKind : byte { Float, Integer, Unsigned, Bool, Text }

/// <summary>Where a piece of text stands in the point's own buffer.</summary>
internal readonly record struct Piece(int Start, int Length);

internal readonly record struct TagPiece(Piece Key, Piece Value);

internal readonly record struct FieldPiece(Piece Key, FieldKind Kind, double Number, ulong Bits, Piece Text);

/// <summary>
/// One line, read: measurement, tags, fields, moment. It is reused for the next line, so that a body of a million
/// lines allocates nothing; whatever it hands out is valid until then. Escapes are already taken out.
/// </summary>
public sealed class LinePoint
{
    byte[] text = new byte[1024];
    int used;
    TagPiece[] tags = new TagPiece[8];
    FieldPiece[] fields = new FieldPiece[16];
    Piece measurement;

    public ReadOnlySpan<byte> Measurement => Slice(measurement);

    public int TagCount { get; private set; }

    public int FieldCount { get; private set; }

    public bool HasTime { get; private set; }

    /// <summary>The number at the end of the line, in whatever the request's precision says.</summary>
    public long Time { get; private set; }

    public ReadOnlySpan<byte> TagKey(int i) => Slice(tags[i].Key);

    public ReadOnlySpan<byte> TagValue(int i) => Slice(tags[i].Value);

    public ReadOnlySpan<byte> FieldKey(int i) => Slice(fields[i].Key);

    public FieldKind Kind(int i) => fields[i].Kind;

    /// <summary>The number of a numeric field (an integer beyond 2^53 loses digits here: see <see cref="Integer"/>), 1/0 of a boolean.</summary>
    public double Number(int i) => fields[i].Number;

    public long Integer(int i) => (long)fields[i].Bits;

    public ulong Unsigned(int i) => fields[i].Bits;

    public ReadOnlySpan<byte> Text(int i) => Slice(fields[i].Text);

    /// <summary>The value of a tag; empty when there is none of that name (the protocol has no empty values).</summary>
    public ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < TagCount; i++)
            if (TagKey(i).SequenceEqual(key)) return TagValue(i);
        return default;
    }

    internal void Clear(int lineLength)
    {
        (used, TagCount, FieldCount, HasTime, Time, measurement) = (0, 0, 0, false, 0, default);
        if (text.Length < lineLength) text = new byte[Math.Max(lineLength, text.Length * 2)];
    }

    // What is written here is never longer than the line it came from, which Clear made room for.
    internal void Put(byte b) => text[used++] = b;

    internal void Put(ReadOnlySpan<byte> run)
    {
        run.CopyTo(text.AsSpan(used));
        used += run.Length;
    }

    internal int Mark => used;

    internal Piece Since(int mark) => new(mark, used - mark);

    internal ReadOnlySpan<byte> Slice(Piece piece) => text.AsSpan(piece.Start, piece.Length);

    internal void Named(Piece name) => measurement = name;

    internal void Add(TagPiece tag)
    {
        if (TagCount == tags.Length) Array.Resize(ref tags, tags.Length * 2);
        tags[TagCount++] = tag;
    }

    internal void Add(FieldPiece field)
    {
        if (FieldCount == fields.Length) Array.Resize(ref fields, fields.Length * 2);
        fields[FieldCount++] = field;
    }

    internal void At(long time) => (HasTime, Time) = (true, time);
}
