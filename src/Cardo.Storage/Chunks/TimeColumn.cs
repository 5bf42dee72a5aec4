using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Moments in rising order. Regular ones are a start and a step; for others the cheapest of three is written: what is
/// left over a straight line (a clock that jitters), the steps (gaps), or the steps of the steps (a clock that drifts).
/// </summary>
internal static class TimeColumn
{
    internal enum Mode : byte
    {
        /// <summary>The same as the column before in the block.</summary>
        Same,
        Regular,
        Line,
        Steps,
        SecondSteps,
    }

    /// <summary>Writes n, the unit, the first moment and the rest; which way was taken.</summary>
    public static Mode Write(ByteSink sink, ReadOnlySpan<long> times, Span<ulong> scratch, Span<ulong> best)
    {
        var unit = Unit(times);
        sink.Number(times.Length);
        sink.Byte(unit switch { 1 => 0, 1000 => 1, _ => 2 });
        sink.Signed(times[0]);
        var n = times.Length;
        var step = n < 2 ? 0 : (times[1] - times[0]) / unit;
        var regular = true;
        for (var i = 1; i < n && regular; i++) regular = (times[i] - times[i - 1]) / unit == step;
        if (regular)
        {
            sink.Number((ulong)step);
            return Mode.Regular;
        }
        var line = (long)Math.Round((double)(times[^1] - times[0]) / unit / (n - 1));
        var mode = Mode.Line;
        var least = Residuals(times, unit, line, best[..(n - 1)]);
        var cost = PackedInts.Cost(best[..(n - 1)]);
        Try(Mode.Steps, 0, times, scratch, best, unit, ref mode, ref cost, ref least);
        var first = (times[1] - times[0]) / unit;
        Try(Mode.SecondSteps, first, times, scratch, best, unit, ref mode, ref cost, ref least);
        if (mode != Mode.Steps) sink.Signed(mode == Mode.Line ? line : first);
        sink.Signed(least);
        PackedInts.Write(sink, best[..(n - 1)]);
        return mode;
    }

    static void Try(Mode mode, long first, ReadOnlySpan<long> times, Span<ulong> scratch, Span<ulong> best, long unit, ref Mode chosen, ref int cost, ref long least)
    {
        var rest = scratch[..(times.Length - 1)];
        var min = mode == Mode.Steps ? Steps(times, unit, rest) : SecondSteps(times, unit, first, rest);
        var here = PackedInts.Cost(rest);
        if (here >= cost) return;
        (chosen, cost, least) = (mode, here, min);
        rest.CopyTo(best);
    }

    static long Unit(ReadOnlySpan<long> times)
    {
        long unit = Instants.SecondUs;
        foreach (var at in times)
            while ((at - times[0]) % unit != 0) unit /= 1000;
        return unit;
    }

    static long Residuals(ReadOnlySpan<long> times, long unit, long line, Span<ulong> to)
    {
        for (var i = 1; i < times.Length; i++) to[i - 1] = (ulong)((times[i] - times[0]) / unit - line * i);
        return FromLeast(to);
    }

    static long Steps(ReadOnlySpan<long> times, long unit, Span<ulong> to)
    {
        for (var i = 1; i < times.Length; i++) to[i - 1] = (ulong)((times[i] - times[i - 1]) / unit);
        return FromLeast(to);
    }

    static long SecondSteps(ReadOnlySpan<long> times, long unit, long first, Span<ulong> to)
    {
        var before = first;
        for (var i = 1; i < times.Length; i++)
        {
            var step = (times[i] - times[i - 1]) / unit;
            to[i - 1] = (ulong)(step - before);
            before = step;
        }
        return FromLeast(to);
    }

    // Counts from the least of them, so that all become small and none negative.
    static long FromLeast(Span<ulong> values)
    {
        var least = long.MaxValue;
        foreach (var value in values) least = Math.Min(least, (long)value);
        for (var i = 0; i < values.Length; i++) values[i] -= (ulong)least;
        return least;
    }

    public static long[] Read(ref ByteSource source, Mode mode, int most)
    {
        var n = source.Count(most);
        var unit = UnitOf(source.Byte());
        if (n == 0) throw new InvalidDataException("a chunk without points");
        var times = new long[n];
        times[0] = source.Signed();
        if (mode == Mode.Regular)
        {
            var step = (long)source.Number() * unit;
            for (var i = 1; i < n; i++) times[i] = times[i - 1] + step;
            return times;
        }
        if (mode is not (Mode.Line or Mode.Steps or Mode.SecondSteps)) throw new InvalidDataException($"time mode {mode}");
        var first = mode == Mode.Steps ? 0 : source.Signed();
        var least = source.Signed();
        var rest = new ulong[n - 1];
        PackedInts.Read(ref source, rest);
        Fill(times, rest, mode, first, least, unit);
        return times;
    }

    /// <summary>Count, first moment and step of regular moments, without writing them out.</summary>
    public static (int Count, long FirstUs, long StepUs) ReadRegular(ref ByteSource source, int most)
    {
        var n = source.Count(most);
        var unit = UnitOf(source.Byte());
        if (n == 0) throw new InvalidDataException("a chunk without points");
        return (n, source.Signed(), (long)source.Number() * unit);
    }

    static long UnitOf(byte code) => code switch { 0 => 1, 1 => 1000, 2 => Instants.SecondUs, var u => throw new InvalidDataException($"time unit {u}") };

    static void Fill(long[] times, ulong[] rest, Mode mode, long first, long least, long unit)
    {
        var step = first;
        for (var i = 1; i < times.Length; i++)
        {
            var value = (long)rest[i - 1] + least;
            if (mode == Mode.Line) times[i] = times[0] + (first * i + value) * unit;
            else
            {
                step = mode == Mode.Steps ? value : step + value;
                times[i] = times[i - 1] + step * unit;
            }
        }
    }
}
