namespace Cardo.Storage.Chunks;

/// <summary>Reads bits, the lowest first.</summary>
internal ref struct BitSource(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> bytes = bytes;
    long at;

    public ulong Read(int width)
    {
        if (at + width > bytes.Length * 8L) throw new InvalidDataException("a bit stream ends too early");
        ulong value = 0;
        for (var got = 0; got < width;)
        {
            var shift = (int)(at & 7);
            var part = Math.Min(8 - shift, width - got);
            value |= (ulong)((bytes[(int)(at >> 3)] >> shift) & ((1 << part) - 1)) << got;
            got += part;
            at += part;
        }
        return value;
    }
}
