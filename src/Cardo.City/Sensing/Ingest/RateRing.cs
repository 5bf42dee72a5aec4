using Cardo.Kernel;

namespace Cardo.Sensing.Ingest;

/// <summary>Sums by second over the last minute.</summary>
internal sealed class RateRing(TimeProvider clock)
{
    const int Seconds = 64;

    readonly Lock gate = new();
    readonly (long Second, long Observations, long Messages, long Bytes)[] ring = new (long, long, long, long)[Seconds];

    long Now => clock.NowUs() / Instants.SecondUs;

    public void Add(long observations, long messages, long bytes)
    {
        var second = Now;
        lock (gate)
        {
            ref var slot = ref ring[second & (Seconds - 1)];
            if (slot.Second != second) slot = (second, 0, 0, 0);
            slot = (second, slot.Observations + observations, slot.Messages + messages, slot.Bytes + bytes);
        }
    }

    /// <summary>Means over the last whole seconds.</summary>
    public (double Observations, double Messages, double Bytes) PerSecond(int seconds)
    {
        var now = Now;
        (long Observations, long Messages, long Bytes) sum = default;
        lock (gate)
            foreach (var slot in ring)
                if (slot.Second < now && slot.Second >= now - seconds)
                    sum = (sum.Observations + slot.Observations, sum.Messages + slot.Messages, sum.Bytes + slot.Bytes);
        return ((double)sum.Observations / seconds, (double)sum.Messages / seconds, (double)sum.Bytes / seconds);
    }

    public IReadOnlyList<long> History(int seconds)
    {
        var now = Now;
        lock (gate)
            return [.. Enumerable.Range(1, seconds).Select(ago => now - seconds - 1 + ago).Select(s => ring[s & (Seconds - 1)] is var slot && slot.Second == s ? slot.Observations : 0)];
    }
}
