using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>
/// The points of one series, in order of time and each moment once. Narrow while they can be: times as 32-bit steps of
/// a second, a millisecond or a microsecond, numbers as 32-bit decimals; what most points don't have (text, doubts)
/// has no array at all. Not thread-safe; once sealed it is only read.
/// </summary>
internal sealed partial class Points
{
    const byte Unobserved = 0x80;

    int count;
    long baseUs;
    int unitUs = (int)Instants.SecondUs;
    uint[]? steps = [];
    long[]? times;
    int scale;
    int[]? decimals = [];
    double[]? numbers;
    byte[]? kinds;
    byte[]? doubts;
    string?[]? texts;

    public Points()
    {
    }

    /// <summary>Points as they come out of a chunk.</summary>
    public Points(long[] times, double[] numbers, byte[]? kinds, byte[]? doubts, string?[]? texts)
    {
        count = times.Length;
        steps = null;
        decimals = null;
        (this.times, this.numbers, this.kinds, this.doubts, this.texts) = (times, numbers, kinds, doubts, texts);
    }

    public int Count => count;

    public long FirstUs => TimeAt(0);

    public long LastUs => TimeAt(count - 1);

    /// <summary>Roughly how much text it holds, in characters.</summary>
    public int TextChars { get; private set; }

    public long TimeAt(int i) => times is null ? baseUs + (long)steps![i] * unitUs : times[i];

    public double NumberAt(int i) => numbers is null ? Decimals.Value(decimals![i], scale) : numbers[i];

    public SampleKind KindAt(int i) => kinds is null ? SampleKind.Number : (SampleKind)(kinds[i] & ~Unobserved);

    public bool ObservedAt(int i) => kinds is null || (kinds[i] & Unobserved) == 0;

    public Quality QualityAt(int i) => doubts is null ? Quality.Good : (Quality)doubts[i];

    public string? TextAt(int i) => texts?[i];

    public Sample At(int i) => new(TimeAt(i), KindAt(i), NumberAt(i), TextAt(i), QualityAt(i), ObservedAt(i));

    public bool HasText => texts is not null;

    public bool HasDoubts => doubts is not null;

    /// <summary>Whether every point is an observed number.</summary>
    public bool Plain => kinds is null;

    public static byte KindByte(SampleKind kind, bool observed) => (byte)((byte)kind | (observed ? 0 : Unobserved));

    public byte KindByteAt(int i) => kinds is null ? (byte)0 : kinds[i];

    /// <summary>The scale at which all numbers are decimals in 32 bits, with them; false when they aren't kept so.</summary>
    public bool TryDecimals(out int scale, out ReadOnlySpan<int> decimals)
    {
        scale = this.scale;
        decimals = this.decimals is null ? default : this.decimals.AsSpan(0, count);
        return this.decimals is not null;
    }

    /// <summary>The index of the first point at or after a moment.</summary>
    public int Seek(long atUs)
    {
        int low = 0, high = count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (TimeAt(middle) < atUs) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    public bool SameTimes(Points other)
    {
        if (count != other.count) return false;
        if (times is null && other.times is null)
            return baseUs == other.baseUs && unitUs == other.unitUs && steps.AsSpan(0, count).SequenceEqual(other.steps.AsSpan(0, count));
        for (var i = 0; i < count; i++)
            if (TimeAt(i) != other.TimeAt(i)) return false;
        return true;
    }

    /// <summary>A copy that stays as it is while this goes on.</summary>
    public Points Copy(int from = 0, int? to = null)
    {
        var copy = (Points)MemberwiseClone();
        var (start, end) = (from, to ?? count);
        copy.count = end - start;
        copy.steps = steps?[start..end];
        copy.times = times?[start..end];
        copy.decimals = decimals?[start..end];
        copy.numbers = numbers?[start..end];
        copy.kinds = kinds?[start..end];
        copy.doubts = doubts?[start..end];
        copy.texts = texts?[start..end];
        return copy;
    }
}
