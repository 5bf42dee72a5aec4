using System.Numerics;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Doubles with many digits: the first in full, then for each the XOR with the one before. Bit 0: the same; 10: within
/// the window of meaningful bits of the last; 11: a new window (5 bits of leading zeros up to 31, 6 bits of length less one).
/// After T. Pelkonen and others, Gorilla (VLDB 2015), section 4.1.2.
/// </summary>
internal static class XorColumn
{
    public static void Write(ByteSink sink, Points points)
    {
        var before = (ulong)BitConverter.DoubleToInt64Bits(points.NumberAt(0));
        sink.Long((long)before);
        var bits = new BitSink(sink);
        int lead = -1, length = 0;
        for (var i = 1; i < points.Count; i++)
        {
            var now = (ulong)BitConverter.DoubleToInt64Bits(points.NumberAt(i));
            var xor = now ^ before;
            before = now;
            if (xor == 0)
            {
                bits.Write(0, 1);
                continue;
            }
            var zeros = Math.Min(31, BitOperations.LeadingZeroCount(xor));
            var tail = BitOperations.TrailingZeroCount(xor);
            if (lead >= 0 && zeros >= lead && tail >= 64 - lead - length)
            {
                bits.Write(0b01, 2);
                bits.Write(xor >> (64 - lead - length), length);
                continue;
            }
            (lead, length) = (zeros, 64 - zeros - tail);
            bits.Write(0b11, 2);
            bits.Write((ulong)lead, 5);
            bits.Write((ulong)(length - 1), 6);
            bits.Write(xor >> tail, length);
        }
        bits.End();
    }

    public static double[] Read(ReadOnlySpan<byte> bytes, int n)
    {
        var source = new ByteSource(bytes);
        var numbers = new double[n];
        var value = (ulong)source.Long();
        numbers[0] = BitConverter.UInt64BitsToDouble(value);
        var bits = new BitSource(source.Take(source.Left));
        int lead = 0, length = 0;
        for (var i = 1; i < n; i++)
        {
            if (bits.Read(1) != 0)
            {
                if (bits.Read(1) != 0) (lead, length) = ((int)bits.Read(5), (int)bits.Read(6) + 1);
                if (length == 0 || lead + length > 64) throw new InvalidDataException("a window of bits outside a double");
                value ^= bits.Read(length) << (64 - lead - length);
            }
            numbers[i] = BitConverter.UInt64BitsToDouble(value);
        }
        return numbers;
    }
}
