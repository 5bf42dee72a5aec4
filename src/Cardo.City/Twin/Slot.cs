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

    /// <summary>The history of one attribute instance; opened at first use, under the gate.</summary>
    public SeriesHandle History(string tenant, Attribute attribute, SeriesStore series)
    {
        foreach (var (name, dataset, handle) in histories)
            if (ReferenceEquals(name, attribute.Name) || (name == attribute.Name && dataset == attribute.DatasetId))
                if (dataset == attribute.DatasetId) return handle;
        var opened = series.Open(new SeriesName(tenant, Id, attribute.Name, attribute.DatasetId));
        histories = [.. histories, (attribute.Name, attribute.DatasetId, opened)];
        return opened;
    }

    /// <summary>The series were deleted: the next value opens new ones. Under the gate.</summary>
    public void ForgetHistories() => histories = [];
}
