using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>An entity's place in memory: which entity it is now, and where its histories are.</summary>
internal sealed class Slot(string id, long seq)
{
    volatile Entity? now;
    volatile bool ahead;
    RowTail[] tails = [];

    /// <summary>The entity as it is. Written under the gate alone; read by anybody at any time.</summary>
    public Entity? Now
    {
        get => ahead ? CatchUp() : now;
        set
        {
            lock (this)
            {
                foreach (var tail in tails) tail.Live = false;
                (now, tails, ahead) = (value, [], false);
            }
        }
    }

    /// <summary>Whether it is marked for the next checkpoint. Under the gate.</summary>
    public bool Dirty { get; set; }

    /// <summary>The same, but where rows wait the entity is as it was before them, at no cost.</summary>
    public Entity? Settled => now;

    /// <summary>History has more than the entity says.</summary>
    public bool IsAhead => ahead;

    public void RunAhead()
    {
        if (!ahead) ahead = true;
    }

    // The flag goes first: a row that comes while this is at work sets it again.
    Entity? CatchUp()
    {
        lock (this)
        {
            if (!ahead) return now;
            ahead = false;
            Interlocked.MemoryBarrier();
            if (now is not { } entity) return null;
            foreach (var tail in tails) entity = tail.CatchUp(entity);
            return now = entity;
        }
    }

    /// <summary>The tail of a lane; null when there is none. Under the gate.</summary>
    public RowTail? TailOf(SeriesLane lane)
    {
        foreach (var tail in tails)
            if (ReferenceEquals(tail.Lane, lane)) return tail;
        return null;
    }

    /// <summary>Under the gate.</summary>
    public RowTail Keep(RowTail tail)
    {
        lock (this) tails = [.. tails.Where(t => !t.Lane.Ended), tail];
        return tail;
    }

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

    /// <summary>The series are to be deleted: the entity takes what they have ahead of it, and the next value opens new ones. Under the gate.</summary>
    public void ForgetHistories()
    {
        Now = Now;
        histories = [];
    }
}
