using Cardo.Storage;

namespace Cardo.Twin.NgsiLd;

/// <summary>What is known of the samples of one period [StartUs, EndUs).</summary>
internal sealed class Statistics(long startUs, long endUs)
{
    HashSet<(SampleKind, double, string?)>? distinct;

    public long StartUs { get; } = startUs;

    public long EndUs { get; } = endUs;

    public long Count { get; private set; }

    public long Numbers { get; private set; }

    public double Sum { get; private set; }

    public double SumSquares { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public string? MinText { get; private set; }

    public string? MaxText { get; private set; }

    public int Distinct => distinct?.Count ?? 0;

    public double Mean => Sum / Numbers;

    /// <summary>Of the whole population.</summary>
    public double Deviation => Math.Sqrt(Math.Max(0, SumSquares / Numbers - Mean * Mean));

    public static Statistics Of(Bucket bucket, long endUs) => new(bucket.StartUs, endUs)
    {
        Count = bucket.Count,
        Numbers = bucket.Count,
        Sum = bucket.Sum,
        SumSquares = bucket.SumSquares,
        Min = bucket.Min,
        Max = bucket.Max,
    };

    public void Add(Sample sample)
    {
        Count++;
        (distinct ??= []).Add((sample.Kind, sample.Kind is SampleKind.Number or SampleKind.Bool ? sample.Number : 0, sample.Text));
        if (sample.Kind is SampleKind.Number or SampleKind.Bool)
        {
            Numbers++;
            Sum += sample.Number;
            SumSquares += sample.Number * sample.Number;
            Min = Math.Min(Min, sample.Number);
            Max = Math.Max(Max, sample.Number);
        }
        else if (sample is { Kind: SampleKind.Text, Text: { } text })
        {
            if (MinText is null || string.CompareOrdinal(text, MinText) < 0) MinText = text;
            if (MaxText is null || string.CompareOrdinal(text, MaxText) > 0) MaxText = text;
        }
    }
}
