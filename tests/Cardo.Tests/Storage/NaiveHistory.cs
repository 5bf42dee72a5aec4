using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Tests.Storage;

/// <summary>What a history should answer, said as simply as can be.</summary>
internal sealed class NaiveHistory
{
    readonly SortedDictionary<long, Sample> samples = [];

    public void Put(Sample sample)
    {
        if (samples.TryGetValue(sample.AtUs, out var before))
        {
            var differs = before.Kind != sample.Kind || !before.Number.Equals(sample.Number) || before.Text != sample.Text;
            if (differs || before.Quality.HasFlag(Quality.Rewritten)) sample = sample with { Quality = sample.Quality | Quality.Rewritten };
        }
        samples[sample.AtUs] = sample;
    }

    public int Count => samples.Count;

    public Sample? Newest => samples.Count == 0 ? null : samples.Values.Last();

    public List<Sample> Range(long from, long to, int limit, bool newestFirst)
    {
        var all = samples.Values.Where(s => s.AtUs >= from && s.AtUs < to);
        return (newestFirst ? all.Reverse() : all).Take(limit).ToList();
    }

    public Sample? At(long at)
    {
        var before = samples.Values.Where(s => s.AtUs <= at).ToList();
        return before.Count == 0 ? null : before[^1];
    }

    public List<Bucket> Aggregate(long from, long to, long period) =>
        samples.Values.Where(s => s.AtUs >= from && s.AtUs < to && s.Kind == SampleKind.Number).GroupBy(s => (s.AtUs - from) / period)
            .Select(g => new Bucket(from + g.Key * period, g.Count(), g.Min(s => s.Number), g.Max(s => s.Number), g.Sum(s => s.Number),
                g.Sum(s => s.Number * s.Number), g.First(), g.Last())).ToList();
}
