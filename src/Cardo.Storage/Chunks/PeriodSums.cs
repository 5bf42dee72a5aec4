namespace Cardo.Storage.Chunks;

/// <summary>The sums of one attribute by period: integers of each decimal scale, exact, and whatever else as doubles.</summary>
internal sealed class PeriodSums(int periods)
{
    struct Ints
    {
        public long Count;
        public long Sum;
        public int Min;
        public int Max;
    }

    struct Doubles
    {
        public long Count;
        public double Sum;
        public double Min;
        public double Max;
        public bool Rolled;
    }

    readonly Ints[]?[] ints = new Ints[]?[Decimals.MaxScale + 1];
    Doubles[]? doubles;

    public void Add(int scale, ReadOnlySpan<int> values, List<(int Period, int Start, int End)> cuts)
    {
        var to = ints[scale] ??= Empty();
        foreach (var (period, start, end) in cuts)
        {
            long sum = 0;
            int min = int.MaxValue, max = int.MinValue;
            foreach (var value in values[start..end])
            {
                sum += value;
                min = Math.Min(min, value);
                max = Math.Max(max, value);
            }
            ref var bucket = ref to[period];
            bucket.Count += end - start;
            bucket.Sum += sum;
            bucket.Min = Math.Min(bucket.Min, min);
            bucket.Max = Math.Max(bucket.Max, max);
        }
    }

    Ints[] Empty()
    {
        var made = new Ints[periods];
        foreach (ref var bucket in made.AsSpan()) (bucket.Min, bucket.Max) = (int.MaxValue, int.MinValue);
        return made;
    }

    public void Add(int period, long count, double min, double max, double sum, bool rolled = false)
    {
        doubles ??= new Doubles[periods];
        ref var bucket = ref doubles[period];
        bucket.Min = bucket.Count == 0 ? min : Math.Min(bucket.Min, min);
        bucket.Max = bucket.Count == 0 ? max : Math.Max(bucket.Max, max);
        bucket.Count += count;
        bucket.Sum += sum;
        bucket.Rolled |= rolled;
    }

    /// <summary>Takes in what another thread summed.</summary>
    public void Add(PeriodSums other)
    {
        for (var scale = 0; scale < ints.Length; scale++)
        {
            if (other.ints[scale] is not { } from) continue;
            var to = ints[scale] ??= Empty();
            for (var i = 0; i < periods; i++)
                to[i] = new Ints { Count = to[i].Count + from[i].Count, Sum = to[i].Sum + from[i].Sum, Min = Math.Min(to[i].Min, from[i].Min), Max = Math.Max(to[i].Max, from[i].Max) };
        }
        if (other.doubles is not { } more) return;
        for (var i = 0; i < periods; i++)
            if (more[i].Count > 0) Add(i, more[i].Count, more[i].Min, more[i].Max, more[i].Sum, more[i].Rolled);
    }

    public IEnumerable<CityBucket> Buckets(string attribute, long fromUs, long periodUs)
    {
        for (var i = 0; i < periods; i++)
        {
            var whole = new CityBucket(attribute, fromUs + i * periodUs, 0, double.PositiveInfinity, double.NegativeInfinity, 0);
            for (var scale = 0; scale < ints.Length; scale++)
                if (ints[scale] is { } of && of[i].Count > 0)
                    whole = Join(whole, of[i].Count, Decimals.Value(of[i].Min, scale), Decimals.Value(of[i].Max, scale), Decimals.Value(of[i].Sum, scale), false);
            if (doubles is not null && doubles[i].Count > 0) whole = Join(whole, doubles[i].Count, doubles[i].Min, doubles[i].Max, doubles[i].Sum, doubles[i].Rolled);
            if (whole.Count > 0) yield return whole;
        }
    }

    static CityBucket Join(CityBucket a, long count, double min, double max, double sum, bool rolled) =>
        a with { Count = a.Count + count, Min = Math.Min(a.Min, min), Max = Math.Max(a.Max, max), Sum = a.Sum + sum, Rolled = a.Rolled || rolled };
}
