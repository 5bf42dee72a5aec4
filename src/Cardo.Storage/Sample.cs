using Cardo.Kernel;

namespace Cardo.Storage;

/// <summary>What a sample carries.</summary>
public enum SampleKind : byte
{
    Number,
    Bool,
    Text,

    /// <summary>Any other JSON value, compact.</summary>
    Json,

    /// <summary>The attribute was deleted at this moment.</summary>
    Gone,
}

/// <summary>One value of one series at one moment.</summary>
/// <param name="AtUs">microseconds since 1970: when it was observed, or written where nobody said when it was observed</param>
/// <param name="Kind">which of the next two counts</param>
/// <param name="Number">the number, or 1/0 for a boolean</param>
/// <param name="Text">the text or the JSON</param>
/// <param name="Quality">what is doubtful about it</param>
/// <param name="Observed">whether <paramref name="AtUs"/> is the moment of observation</param>
public readonly record struct Sample(long AtUs, SampleKind Kind, double Number, string? Text = null, Quality Quality = Quality.Good, bool Observed = true)
{
    public static Sample Of(long atUs, double number, Quality quality = Quality.Good) => new(atUs, SampleKind.Number, number, null, quality);
}

/// <summary>What a series is the history of. Names are expanded; the tenant "" is the default one.</summary>
public readonly record struct SeriesName(string Tenant, string Entity, string Attribute, string DatasetId = "");

/// <summary>Statistics of the numeric samples of one period [StartUs, StartUs + period).</summary>
/// <param name="Rolled">it comes from summaries, at least in part, because the samples themselves are no longer kept; first and last are then their mean</param>
public readonly record struct Bucket(long StartUs, long Count, double Min, double Max, double Sum, double SumSquares, Sample First, Sample Last, bool Rolled = false)
{
    public double Mean => Count == 0 ? double.NaN : Sum / Count;
}
