namespace Cardo.Storage.Chunks;

/// <summary>Writes bits, the lowest first.</summary>
internal ref struct BitSink(ByteSink sink)
{
    ulong hold;
    int held;

    public void Write(ulong value, int width)
    {
        while (width > 0)
        {
            var part = Math.Min(width, 32);
            hold |= (value & ((1UL << part) - 1)) << held;
            held += part;
            value >>= part;
            width -= part;
            for (; held >= 8; held -= 8, hold >>= 8) sink.Byte((byte)hold);
        }
    }

    public void End()
    {
        if (held > 0) sink.Byte((byte)hold);
    }
}
