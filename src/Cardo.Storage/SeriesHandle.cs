using Cardo.Storage.Chunks;

namespace Cardo.Storage;

/// <summary>One series, once looked up: hold it where samples come often, so that its name is hashed once.</summary>
public sealed class SeriesHandle
{
    Points open = new();
    long appliedLsn;

    internal SeriesHandle(int id, SeriesName name, SeriesGroup group, LabelColumn column)
    {
        (Id, Name, Group, Column) = (id, name, group, column);
        Slot = column.Add(this, group);
    }

    public int Id { get; }

    public SeriesName Name { get; }

    /// <summary>The sample with the latest moment; null while there is none.</summary>
    public Sample? Newest => Column.Read(Slot, this);

    internal SeriesGroup Group { get; }

    /// <summary>Where its newest sample stands, beside those of its attribute's other series.</summary>
    internal LabelColumn Column { get; }

    internal int Slot { get; }

    /// <summary>The series that summarize it; null while there are none.</summary>
    internal SummaryParts? Summaries { get; set; }

    // What follows is guarded by the group's lock, and changed under the log's gate only (Pending and Shelved also after a checkpoint).

    internal Points Open
    {
        get
        {
            if (Group.Staged) Group.Spread();
            return open;
        }
        set => open = value;
    }

    /// <summary>Sealed, but not yet in the database.</summary>
    internal PendingChunk[] Pending { get; set; } = [];

    /// <summary>The ids under which chunks with this series stand.</summary>
    internal int[] Leaders { get; set; } = [];

    /// <summary>Chunks it leads whose bytes are in memory too, by their end.</summary>
    internal List<ShelvedChunk> Shelved { get; set; } = [];

    /// <summary>Every chunk it leads that ends at or after this moment is on its shelf.</summary>
    internal long ShelvedFromUs { get; set; } = long.MinValue;

    /// <summary>The last moment in chunks that are not late.</summary>
    internal long SealedUs { get; set; } = long.MinValue;

    /// <summary>The longest span of its late chunks, -1 for none.</summary>
    internal long LateSpanUs { get; set; } = -1;

    /// <summary>The last record that is in the points above.</summary>
    internal long AppliedLsn
    {
        get
        {
            if (Group.Staged) Group.Spread();
            return appliedLsn;
        }
        set => appliedLsn = value;
    }

    /// <summary>The same without what waits in a lane, which is later.</summary>
    internal long AppliedSoFar => appliedLsn;

    /// <summary>Its entity was forgotten: nothing is to be added here.</summary>
    internal bool Forgotten { get; set; }

    internal void Offer(in Sample sample) => Column.Offer(Slot, sample);

    /// <summary>The open points without what waits in a lane.</summary>
    internal Points Points => open;

    internal void Take(in LaneRows rows, int column, Points? beside, long lsn)
    {
        open.Add(rows, column, beside);
        appliedLsn = lsn;
    }

    /// <summary>Whether the newest sample is not among the open points, as after sealing.</summary>
    internal bool NewestIsSealed => Newest is { } newest && (Open.Count == 0 || Open.LastUs < newest.AtUs);

    public override string ToString() => $"{Id} {Name.Entity} {Name.Attribute}";
}
