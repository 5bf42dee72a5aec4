using System.Buffers.Binary;
using System.Text;

namespace Cardo.Storage.Chunks;

/// <summary>A growing buffer for varints (LEB128), zigzag and bit-packed numbers. Kept and cleared by one thread.</summary>
internal sealed class ByteSink
{
    byte[] buffer = new byte[1024];
    int length;

    public int Length => length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Clear() => length = 0;

    public Span<byte> Take(int count)
    {
        if (length + count > buffer.Length) Array.Resize(ref buffer, Math.Max(2 * buffer.Length, length + count));
        length += count;
        return buffer.AsSpan(length - count, count);
    }

    public void Byte(byte value) => Take(1)[0] = value;

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    public void Number(ulong value)
    {
        var to = Take(10);
        var n = 0;
        for (; value >= 0x80; value >>= 7) to[n++] = (byte)(value | 0x80);
        to[n++] = (byte)value;
        length -= 10 - n;
    }

    public void Number(int value) => Number((ulong)value);

    /// <summary>A number that may be negative.</summary>
    public void Signed(long value) => Number(Zigzag(value));

    public void Text(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        Number(count);
        Encoding.UTF8.GetBytes(text, Take(count));
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public static ulong Zigzag(long value) => (ulong)(value << 1 ^ value >> 63);

    public static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
