namespace Cardo.Storage.Chunks;

/// <summary>
/// Numbers: exact decimals as bit-packed integers (from the least, or as steps, whichever is shorter), anything else as
/// the XOR of neighbours. Both carry their statistics before the data, so that a sum needs no unpacking.
/// </summary>
internal static class NumberColumn
{
    internal enum Mode : byte
    {
        /// <summary>Every number is 0 and none is meant.</summary>
        None,
        Decimal,
        Xor,
    }

    const byte ScaleMask = 0x0f;
    const byte ByStep = 0x10;
    const byte WithStats = 0x20;

    public static Mode Write(ByteSink sink, Points points, bool allNumbers, long[] scaled, ulong[] scratch, ulong[] other)
    {
        var n = points.Count;
        if (!allNumbers && AllZero(points)) return Mode.None;
        if (TryScaled(points, scaled.AsSpan(0, n), out var scale))
        {
            WriteDecimals(sink, scaled.AsSpan(0, n), scale, allNumbers, scratch.AsSpan(0, n), other.AsSpan(0, n));
            return Mode.Decimal;
        }
        sink.Byte(allNumbers ? WithStats : (byte)0);
        if (allNumbers) WriteStats(sink, points);
        XorColumn.Write(sink, points);
        return Mode.Xor;
    }

    static bool AllZero(Points points)
    {
        for (var i = 0; i < points.Count; i++)
            if (BitConverter.DoubleToInt64Bits(points.NumberAt(i)) != 0) return false;
        return true;
    }

    static bool TryScaled(Points points, Span<long> scaled, out int scale)
    {
        if (points.TryDecimals(out scale, out var small))
        {
            for (var i = 0; i < small.Length; i++) scaled[i] = small[i];
            return true;
        }
        for (; scale <= Decimals.MaxScale; scale++)
        {
            var i = 0;
            while (i < points.Count && Decimals.TryScale(points.NumberAt(i), scale, out scaled[i])) i++;
            if (i == points.Count) return true;
            // A number that is no decimal at the finest scale is none at all.
            if (!Decimals.TryScale(points.NumberAt(i), Decimals.MaxScale, out _) && Math.Abs(points.NumberAt(i)) < 9e6) return false;
        }
        return false;
    }

    static void WriteDecimals(ByteSink sink, ReadOnlySpan<long> scaled, int scale, bool stats, Span<ulong> steps, Span<ulong> flat)
    {
        long min = long.MaxValue, max = long.MinValue;
        Int128 sum = 0, squares = 0;
        for (var i = 0; i < scaled.Length; i++)
        {
            var value = scaled[i];
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
            squares += (Int128)value * value;
            steps[i] = i == 0 ? 0 : ByteSink.Zigzag(value - scaled[i - 1]);
        }
        for (var i = 0; i < scaled.Length; i++) flat[i] = (ulong)(scaled[i] - min);
        var byStep = PackedInts.Cost(steps[1..]) < PackedInts.Cost(flat[1..]);
        sink.Byte((byte)(scale | (byStep ? ByStep : 0) | (stats ? WithStats : 0)));
        sink.Signed(scaled[0]);
        sink.Number((ulong)(scaled[0] - min));
        if (stats)
        {
            sink.Number((ulong)(max - min));
            sink.Signed(scaled[^1] - scaled[0]);
            Big(sink, sum);
            Big(sink, squares);
        }
        PackedInts.Write(sink, byStep ? steps[1..] : flat[1..]);
    }

    // An exact sum where 63 bits hold it, else a double: both after one bit that says which.
    static void Big(ByteSink sink, Int128 value)
    {
        if (value >> 62 == 0 || value >> 62 == -1) sink.Signed((long)value << 1);
        else
        {
            sink.Signed(1);
            sink.Double((double)value);
        }
    }

    static double Big(ref ByteSource source)
    {
        var value = source.Signed();
        return (value & 1) == 0 ? value >> 1 : source.Double();
    }

    static void WriteStats(ByteSink sink, Points points)
    {
        double min = points.NumberAt(0), max = min, sum = 0, squares = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var value = points.NumberAt(i);
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
            squares += value * value;
        }
        foreach (var value in (ReadOnlySpan<double>)[min, max, sum, squares, points.NumberAt(points.Count - 1)]) sink.Double(value);
    }

    public static double[] Read(ref ByteSource source, Mode mode, int n)
    {
        if (mode == Mode.None) return new double[n];
        var head = source.Byte();
        if (mode == Mode.Xor)
        {
            if ((head & WithStats) != 0) source.Take(5 * sizeof(double));
            return XorColumn.Read(source.Take(source.Left), n);
        }
        if (mode != Mode.Decimal) throw new InvalidDataException($"number mode {mode}");
        return ReadDecimals(ref source, head, n);
    }

    static double[] ReadDecimals(ref ByteSource source, byte head, int n)
    {
        var scale = Scale(head);
        var first = source.Signed();
        var min = first - (long)source.Number();
        if ((head & WithStats) != 0)
        {
            source.Number();
            source.Signed();
            Big(ref source);
            Big(ref source);
        }
        var packed = new ulong[n - 1];
        PackedInts.Read(ref source, packed);
        var numbers = new double[n];
        numbers[0] = Decimals.Value(first, scale);
        var value = first;
        for (var i = 1; i < n; i++)
        {
            value = (head & ByStep) != 0 ? value + ByteSink.Unzigzag(packed[i - 1]) : min + (long)packed[i - 1];
            numbers[i] = Decimals.Value(value, scale);
        }
        return numbers;
    }

    /// <summary>The statistics, when the column carries them.</summary>
    public static Stats? ReadStats(ref ByteSource source, Mode mode)
    {
        if (mode == Mode.None) return null;
        var head = source.Byte();
        if ((head & WithStats) == 0) return null;
        if (mode == Mode.Xor)
        {
            var five = (source.Double(), source.Double(), source.Double(), source.Double(), source.Double());
            return new Stats(five.Item1, five.Item2, five.Item3, five.Item4, source.Double(), five.Item5);
        }
        var scale = Scale(head);
        var first = source.Signed();
        var min = first - (long)source.Number();
        var max = min + (long)source.Number();
        var last = first + source.Signed();
        var power = (double)Decimals.Power(scale);
        return new Stats(Decimals.Value(min, scale), Decimals.Value(max, scale), Big(ref source) / power, Big(ref source) / power / power,
            Decimals.Value(first, scale), Decimals.Value(last, scale));
    }

    /// <summary>
    /// The integers of a column of decimals that all fit 30 bits, and their scale: what most sensors write, read without
    /// a double in between. False for any other column.
    /// </summary>
    public static bool TryReadInts(ref ByteSource source, Mode mode, Span<int> to, out int scale)
    {
        const long Most = 1 << 30;
        scale = 0;
        if (mode != Mode.Decimal) return false;
        var head = source.Byte();
        if ((head & WithStats) == 0) return false;
        scale = Scale(head);
        var first = source.Signed();
        var min = first - (long)source.Number();
        var max = min + (long)source.Number();
        if (min < -Most || max > Most) return false;
        source.Number();
        Big(ref source);
        Big(ref source);
        to[0] = (int)first;
        var rest = to[1..];
        if (!PackedInts32.TryRead(ref source, rest)) return false;
        if ((head & ByStep) == 0)
        {
            for (var i = 0; i < rest.Length; i++) rest[i] += (int)min;
            return true;
        }
        var value = (int)first;
        for (var i = 0; i < rest.Length; i++) rest[i] = value += (int)((uint)rest[i] >> 1) ^ -(rest[i] & 1);
        return true;
    }

    static int Scale(byte head) => (head & ScaleMask) <= Decimals.MaxScale ? head & ScaleMask : throw new InvalidDataException($"decimal scale {head & ScaleMask}");
}
