using System.IO.Compression;
using System.Text;

namespace Cardo.Tests.Storage;

/// <summary>
/// Reads a block as docs/formats/log-and-chunks.md describes it, and shares no line with the program: slow, plain, a bit at
/// a time. If this can't read what Cardo writes, the page is wrong.
/// </summary>
internal sealed class PlainReader(byte[] bytes)
{
    int at;

    internal sealed record Point(long AtUs, int Kind, bool Observed, double Number, string? Text, int Quality);

    byte Byte() => bytes[at++];

    ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 127) << shift;
            if (b < 128) return value;
        }
    }

    long Signed()
    {
        var value = Varint();
        return value % 2 == 0 ? (long)(value / 2) : -(long)(value / 2) - 1;
    }

    double Double()
    {
        at += 8;
        return BitConverter.ToDouble(bytes, at - 8);
    }

    /// <summary>Series ids with their points.</summary>
    public static Dictionary<int, List<Point>> Block(byte[] block)
    {
        var reader = new PlainReader(block);
        var series = new Dictionary<int, List<Point>>();
        if (reader.Byte() != 1) throw new InvalidDataException("version");
        long[] moments = [];
        for (var id = 0; reader.at < block.Length;)
        {
            id += (int)reader.Varint();
            reader.Varint();
            var length = (int)reader.Varint();
            var end = reader.at + length;
            if (length > 0) series[id] = reader.Column(end, ref moments);
            if (reader.at > end) throw new InvalidDataException("a column reads past its end");
            reader.at = end;
        }
        return series;
    }

    List<Point> Column(int end, ref long[] moments)
    {
        var head = Byte();
        if ((head & 7) != 0) moments = Moments(head & 7);
        var n = moments.Length;
        var kinds = (head & 32) != 0 ? Runs(n) : new byte[n];
        var qualities = (head & 64) != 0 ? Runs(n) : new byte[n];
        var texts = new Queue<string>((head & 128) != 0 ? Texts(kinds.Count(k => (k & 127) is 2 or 3)) : []);
        var numbers = (head >> 3 & 3) switch { 0 => new double[n], 1 => Decimals(n), _ => Xor(n, end) };
        var points = new List<Point>();
        for (var i = 0; i < n; i++)
            points.Add(new Point(moments[i], kinds[i] & 127, kinds[i] < 128, numbers[i], (kinds[i] & 127) is 2 or 3 ? texts.Dequeue() : null, qualities[i]));
        return points;
    }

    long[] Moments(int mode)
    {
        var n = (int)Varint();
        long unit = Byte() switch { 0 => 1, 1 => 1000, _ => 1_000_000 };
        var t = new long[n];
        t[0] = Signed();
        if (mode == 1)
        {
            var step = (long)Varint();
            for (var i = 1; i < n; i++) t[i] = t[0] + i * step * unit;
            return t;
        }
        var first = mode == 3 ? 0 : Signed();
        var least = Signed();
        var r = Packed(n - 1);
        for (var i = 1; i < n; i++)
        {
            var value = least + (long)r[i - 1];
            if (mode == 4) value = first += value;
            t[i] = mode == 2 ? t[0] + (i * first + value) * unit : t[i - 1] + value * unit;
        }
        return t;
    }

    byte[] Runs(int n)
    {
        var all = new List<byte>();
        while (all.Count < n)
        {
            var value = Byte();
            all.AddRange(Enumerable.Repeat(value, (int)Varint()));
        }
        return [.. all];
    }

    List<string> Texts(int count)
    {
        var length = (int)Varint();
        return ReadTexts(count, at + length);
    }

    List<string> ReadTexts(int count, int end)
    {
        var head = Byte();
        var source = this;
        if ((head & 2) != 0)
        {
            var unpacked = new byte[(int)Varint()];
            using var brotli = new BrotliStream(new MemoryStream(bytes, at, end - at), CompressionMode.Decompress);
            brotli.ReadExactly(unpacked);
            source = new PlainReader(unpacked);
        }
        var words = source.Words((head & 1) != 0 ? (int)source.Varint() : count);
        var read = (head & 1) != 0 ? [.. source.Packed(count).Select(i => words[(int)i])] : words;
        at = end;
        return read;
    }

    List<string> Words(int count)
    {
        var words = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var length = (int)Varint();
            words.Add(Encoding.UTF8.GetString(bytes, at, length));
            at += length;
        }
        return words;
    }

    ulong[] Packed(int count)
    {
        var values = new ulong[count];
        if (bytes[at] == 255 || count == 0)
        {
            at++;
            return values;
        }
        for (var start = 0; start < count; start += 32)
        {
            var width = Byte();
            var n = Math.Min(32, count - start);
            for (var bit = 0; bit < n * width; bit++)
                if ((bytes[at + bit / 8] >> bit % 8 & 1) != 0) values[start + bit / width] |= 1UL << bit % width;
            at += (n * width + 7) / 8;
        }
        return values;
    }

    double[] Decimals(int n)
    {
        var head = Byte();
        var power = Math.Pow(10, head & 15);
        var m = new long[n];
        m[0] = Signed();
        var min = m[0] - (long)Varint();
        if ((head & 32) != 0)
        {
            Varint();
            Signed();
            for (var sums = 0; sums < 2; sums++)
                if (Signed() == 1) Double();
        }
        var values = Packed(n - 1);
        for (var i = 1; i < n; i++)
        {
            var v = values[i - 1];
            m[i] = (head & 16) == 0 ? min + (long)v : m[i - 1] + (v % 2 == 0 ? (long)(v / 2) : -(long)(v / 2) - 1);
        }
        return [.. m.Select(v => v / power)];
    }

    double[] Xor(int n, int end)
    {
        if ((Byte() & 32) != 0) at += 40;
        var numbers = new double[n];
        numbers[0] = Double();
        var value = BitConverter.DoubleToUInt64Bits(numbers[0]);
        var bit = at * 8L;
        int lead = 0, length = 0;
        for (var i = 1; i < n; i++)
        {
            if (Bits(1) == 1)
            {
                if (Bits(1) == 1) (lead, length) = ((int)Bits(5), (int)Bits(6) + 1);
                value ^= Bits(length) << 64 - lead - length;
            }
            numbers[i] = BitConverter.UInt64BitsToDouble(value);
        }
        at = end;
        return numbers;

        ulong Bits(int width)
        {
            ulong read = 0;
            for (var i = 0; i < width; i++, bit++) read |= (ulong)(bytes[bit / 8] >> (int)(bit % 8) & 1) << i;
            return read;
        }
    }
}
