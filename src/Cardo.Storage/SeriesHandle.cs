using Cardo.Storage.Chunks;

namespace Cardo.Storage;

/// <summary>One series, once looked up: hold it where samples come often, so that its name is hashed once.</summary>
public sealed class SeriesHandle
{
    Sample newest;
    bool any;

    internal SeriesHandle(int id, SeriesName name, SeriesGroup group) => (Id, Name, Group) = (id, name, group);

    public int Id { get; }

    public SeriesName Name { get; }

    /// <summary>The sample with the latest moment; null while there is none.</summary>
    public Sample? Newest
    {
        get
        {
            lock (Group.Sync) return any ? newest : null;
        }
    }

    internal SeriesGroup Group { get; }

    // What follows is guarded by the group's lock, and changed under the log's gate only (Pending also after a checkpoint).

    internal Points Open { get; set; } = new();

    /// <summary>Sealed, but not yet in the database.</summary>
    internal PendingChunk[] Pending { get; set; } = [];

    /// <summary>The ids under which chunks with this series stand.</summary>
    internal int[] Leaders { get; set; } = [];

    /// <summary>The last moment in chunks that are not late.</summary>
    internal long SealedUs { get; set; } = long.MinValue;

    /// <summary>The longest span of its late chunks, -1 for none.</summary>
    internal long LateSpanUs { get; set; } = -1;

    /// <summary>The last record that is in the points above.</summary>
    internal long AppliedLsn { get; set; }

    /// <summary>Its entity was forgotten: nothing is to be added here.</summary>
    internal bool Forgotten { get; set; }

    internal void Offer(in Sample sample)
    {
        if (any && sample.AtUs < newest.AtUs) return;
        newest = sample;
        any = true;
    }

    /// <summary>Whether the newest sample is not among the open points, as after sealing.</summary>
    internal bool NewestIsSealed => any && (Open.Count == 0 || Open.LastUs < newest.AtUs);

    public override string ToString() => $"{Id} {Name.Entity} {Name.Attribute}";
}
