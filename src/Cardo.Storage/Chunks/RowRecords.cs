namespace Cardo.Storage.Chunks;

/// <summary>
/// The record of many rows: its kind, the first row's moment (8 bytes), then the rows. A row begins with a number: bit 0
/// says that its series follow (how many, then each id as a step from the one before), bit 1 that it has doubts, the
/// rest is the first series' id; without bit 0 the steps are those of the row before. Then the moment as a step from the
/// row before, doubts a byte a number, and the numbers: decimals as <c>zigzag(integer) · 16 + scale</c>, others as 15
/// and their 8 bytes. docs/formats/log-and-chunks.md says the same.
/// </summary>
internal sealed class RowRecords
{
    public const byte Kind = 4;

    const int Raw = 15;

    readonly ByteSink sink = new();
    SeriesLane? before;
    long atUs;

    public ReadOnlySpan<byte> Written => sink.Written;

    public void Begin(long firstUs)
    {
        sink.Clear();
        sink.Byte(Kind);
        sink.Long(firstUs);
        (before, atUs) = (null, firstUs);
    }

    public void Add(SeriesLane lane, long rowUs, ReadOnlySpan<double> numbers, ReadOnlySpan<byte> doubts)
    {
        var follow = !SameSteps(lane, before);
        sink.Number((ulong)lane.FirstId << 2 | (follow ? 1u : 0) | (doubts.Length > 0 ? 2u : 0));
        if (follow)
        {
            var handles = lane.Handles;
            sink.Number(handles.Length);
            for (var i = 1; i < handles.Length; i++) sink.Signed(handles[i].Id - handles[i - 1].Id);
        }
        sink.Signed(rowUs - atUs);
        sink.Bytes(doubts);
        var places = lane.Places;
        for (var i = 0; i < numbers.Length; i++)
        {
            ref var scale = ref places[i].Scale;
            if (Decimals.TryScale(numbers[i], scale, out var scaled) || Finer(numbers[i], ref scale, out scaled))
                sink.Number(ByteSink.Zigzag(scaled) << 4 | (uint)scale);
            else
            {
                sink.Byte(Raw);
                sink.Double(numbers[i]);
            }
        }
        (before, atUs) = (lane, rowUs);
    }

    static bool Finer(double number, ref int scale, out long scaled)
    {
        for (var s = 0; s <= Decimals.MaxScale; s++)
        {
            if (!Decimals.TryScale(number, s, out scaled)) continue;
            scale = s;
            return true;
        }
        scaled = 0;
        return false;
    }

    static bool SameSteps(SeriesLane a, SeriesLane? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (b is null || a.Width != b.Width) return false;
        if (a.IsRun && b.IsRun) return true;
        for (var i = 1; i < a.Width; i++)
            if (a.Handles[i].Id - a.Handles[i - 1].Id != b.Handles[i].Id - b.Handles[i - 1].Id) return false;
        return true;
    }

    /// <summary>Hears a row as it was appended: ids of its series, moment, numbers, doubts (empty for none), and how many bytes come after it.</summary>
    public delegate void Hear(ReadOnlySpan<int> ids, long atUs, ReadOnlySpan<double> numbers, ReadOnlySpan<byte> doubts, int left);

    /// <summary>Reads a record; damage throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ReadOnlySpan<byte> record, Hear hear)
    {
        var source = new ByteSource(record[1..]);
        var atUs = source.Long();
        int[] ids = [], steps = [];
        double[] numbers = [];
        while (source.Left > 0)
        {
            var head = source.Number();
            if ((head & 1) != 0)
            {
                var n = source.Count(source.Left);
                (ids, steps, numbers) = (new int[n], new int[n], new double[n]);
                for (var i = 1; i < n; i++) steps[i] = (int)source.Signed();
            }
            if (ids.Length == 0) throw new InvalidDataException("a row has no series");
            ids[0] = (int)(head >> 2);
            for (var i = 1; i < ids.Length; i++) ids[i] = ids[i - 1] + steps[i];
            atUs += source.Signed();
            var doubts = (head & 2) != 0 ? source.Take(ids.Length) : default;
            for (var i = 0; i < numbers.Length; i++) numbers[i] = ReadNumber(ref source);
            hear(ids, atUs, numbers, doubts, source.Left);
        }
    }

    static double ReadNumber(ref ByteSource source)
    {
        var packed = source.Number();
        var scale = (int)(packed & 15);
        if (scale == Raw) return source.Double();
        return scale <= Decimals.MaxScale ? Decimals.Value(ByteSink.Unzigzag(packed >> 4), scale) : throw new InvalidDataException("a decimal's scale is out of range");
    }
}
