namespace Cardo.Storage.Chunks;

/// <summary>The first byte of a column: how its moments (3 bits) and numbers (2 bits) are written, and which parts it has.</summary>
internal readonly record struct ColumnHead(TimeColumn.Mode Time, NumberColumn.Mode Number, bool Kinds, bool Doubts, bool Texts)
{
    public byte ToByte() => (byte)((int)Time | (int)Number << 3 | (Kinds ? 0x20 : 0) | (Doubts ? 0x40 : 0) | (Texts ? 0x80 : 0));

    public static ColumnHead From(byte b) =>
        new((TimeColumn.Mode)(b & 7), (NumberColumn.Mode)(b >> 3 & 3), (b & 0x20) != 0, (b & 0x40) != 0, (b & 0x80) != 0);
}
