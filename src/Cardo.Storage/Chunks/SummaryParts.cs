namespace Cardo.Storage.Chunks;

/// <summary>The five series that summarize one.</summary>
internal sealed class SummaryParts(long periodUs)
{
    public long PeriodUs { get; } = periodUs;

    public SeriesHandle?[] Parts { get; } = new SeriesHandle?[SideSeries.Parts.Length];

    SeriesHandle? Counts => Parts[^1];

    /// <summary>Up to where whole periods are summarized; before this moment summaries answer, from it on the samples.</summary>
    public long UntilUs => Counts?.Newest is { } last ? last.AtUs + PeriodUs : long.MinValue;
}
