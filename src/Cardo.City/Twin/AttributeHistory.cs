using Cardo.Storage;

namespace Cardo.Twin;

/// <summary>
/// The history of one attribute instance: its series, or, while it was written only once, that one instance. A city is
/// full of attributes that never change (where a lamp stands, which cabinet feeds it); they cost no series.
/// </summary>
public sealed class AttributeHistory
{
    readonly SeriesStore series;
    readonly SeriesHandle? handle;
    readonly Sample only;

    internal AttributeHistory(SeriesStore series, SeriesHandle handle) => (this.series, this.handle) = (series, handle);

    internal AttributeHistory(SeriesStore series, in Sample only) => (this.series, this.only) = (series, only);

    /// <summary>The sample with the latest moment; null when the history was deleted.</summary>
    public Sample? Newest => handle is null ? only : handle.Newest;

    /// <summary>How many moments it has samples of.</summary>
    public long Count => handle is null ? 1 : series.Count(handle);

    /// <summary>The earliest moment anything is known of, from samples or from summaries of what is no longer kept.</summary>
    public long? FirstUs => handle is null ? only.AtUs : series.FirstUs(handle);

    /// <summary>Samples in [from, to), at most <paramref name="limit"/> of them, the oldest or the newest first.</summary>
    public IReadOnlyList<Sample> Range(long fromUs, long toUs, int limit, bool newestFirst = false)
    {
        if (handle is not null) return series.Range(handle, fromUs, toUs, limit, newestFirst);
        return limit > 0 && Within(fromUs, toUs) ? [only] : [];
    }

    /// <summary>The last sample at or before a moment; null when there is none.</summary>
    public Sample? At(long atUs) => handle is not null ? series.At(handle, atUs) : only.AtUs <= atUs ? only : null;

    /// <summary>Statistics of the numbers in [from, to) by periods counted from <paramref name="fromUs"/>; periods without numbers are left out.</summary>
    public IReadOnlyList<Bucket> Aggregate(long fromUs, long toUs, long periodUs)
    {
        if (handle is not null) return series.Aggregate(handle, fromUs, toUs, periodUs);
        if (only.Kind != SampleKind.Number || !Within(fromUs, toUs)) return [];
        var (into, n) = ((ulong)(only.AtUs - fromUs) % (ulong)periodUs, only.Number);
        return [new Bucket(only.AtUs - (long)into, 1, n, n, n, n * n, only, only)];
    }

    bool Within(long fromUs, long toUs) => only.AtUs >= fromUs && only.AtUs < toUs;
}
