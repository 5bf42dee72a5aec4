using Cardo.Twin;

namespace Cardo.Home.Live;

/// <summary>How many observations a second become durable, in real time: the last minute by seconds, the last hour by minutes.</summary>
internal sealed class IngestMeter
{
    static readonly TimeProvider Real = TimeProvider.System;

    readonly Lock gate = new();
    readonly long[] seconds = new long[60];
    readonly long[] minutes = new long[60];
    readonly long start = Real.GetTimestamp();
    long at;
    long total;

    public long Total => Interlocked.Read(ref total);

    public void Add(List<EntitiesChanged> news)
    {
        long n = 0;
        foreach (var piece in news) n += piece.Touched;
        lock (gate)
        {
            Forward();
            seconds[at % 60] += n;
            minutes[at / 60 % 60] += n;
            total += n;
        }
    }

    // Clears what lies between the last observation and now.
    void Forward()
    {
        var now = (long)Real.GetElapsedTime(start).TotalSeconds;
        for (var s = Math.Max(at + 1, now - 59); s <= now; s++) seconds[s % 60] = 0;
        for (var m = Math.Max(at / 60 + 1, now / 60 - 59); m <= now / 60; m++) minutes[m % 60] = 0;
        at = now;
    }

    /// <summary>Over the last ten whole seconds.</summary>
    public double PerSecond
    {
        get
        {
            lock (gate)
            {
                Forward();
                long sum = 0;
                var span = Math.Min(10, at);
                for (var s = at - span; s < at; s++) sum += seconds[s % 60];
                return span == 0 ? seconds[0] : sum / (double)span;
            }
        }
    }

    /// <summary>Observations in each of the last minutes, the oldest first, this minute last.</summary>
    public long[] Minutes(int count)
    {
        lock (gate)
        {
            Forward();
            var m = at / 60;
            count = (int)Math.Min(count, Math.Min(m + 1, 60));
            return [.. Enumerable.Range(0, count).Select(i => minutes[(m - count + 1 + i) % 60])];
        }
    }
}
