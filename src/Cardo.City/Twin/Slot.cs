using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>An entity's place in memory: which entity it is now, and where its histories are.</summary>
internal sealed class Slot(string id, long seq)
{
    /// <summary>Written under the gate alone; read by anybody at any time.</summary>
    public volatile Entity? Now;

    (string Name, string DatasetId, SeriesHandle Handle)[] histories = [];

    public string Id { get; } = id;

    /// <summary>The order of creation, by which pages are stable.</summary>
    public long Seq { get; } = seq;

    /// <summary>The cells of the geo index it stands in; null when it has no place.</summary>
    public long[]? Cells;

    /// <summary>The series of one attribute instance, looked up once; null when it has none. Under the gate.</summary>
    public SeriesHandle? History(string tenant, Attribute attribute, SeriesStore series)
    {
        foreach (var (name, dataset, handle) in histories)
            if ((ReferenceEquals(name, attribute.Name) || name == attribute.Name) && dataset == attribute.DatasetId) return handle;
        return series.Find(new SeriesName(tenant, Id, attribute.Name, attribute.DatasetId)) is { } found ? Keep(attribute, found) : null;
    }

    /// <summary>The same, begun where there is none. Under the gate.</summary>
    public SeriesHandle BeginHistory(string tenant, Attribute attribute, SeriesStore series) =>
        History(tenant, attribute, series) ?? Keep(attribute, series.Open(new SeriesName(tenant, Id, attribute.Name, attribute.DatasetId)));

    SeriesHandle Keep(Attribute attribute, SeriesHandle handle)
    {
        histories = [.. histories, (attribute.Name, attribute.DatasetId, handle)];
        return handle;
    }

    /// <summary>The series were deleted: the next value opens new ones. Under the gate.</summary>
    public void ForgetHistories() => histories = [];
}
