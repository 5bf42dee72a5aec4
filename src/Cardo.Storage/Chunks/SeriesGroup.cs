namespace Cardo.Storage.Chunks;

/// <summary>
/// The series of one entity. They are mostly written together, so they are sealed together and share their moments;
/// one lock guards what all of them hold in memory.
/// </summary>
/// <param name="sync">shared with the groups that were made about the same time (<see cref="Catalog"/>)</param>
internal sealed class SeriesGroup(string tenant, string entity, Lock sync)
{
    volatile SeriesHandle[] members = [];
    SeriesLane[] lanes = [];

    public string Tenant { get; } = tenant;

    public string Entity { get; } = entity;

    /// <summary>What the entity is and where it stands, as it was last described.</summary>
    public Label Label { get; set; } = Label.None;

    /// <summary>In the order of their ids.</summary>
    public SeriesHandle[] Members => members;

    public Lock Sync { get; } = sync;

    public SeriesHandle? Find(string attribute, string dataset)
    {
        foreach (var member in members)
            if (member.Name.Attribute == attribute && member.Name.DatasetId == dataset) return member;
        return null;
    }

    public SeriesHandle? Member(int id)
    {
        foreach (var member in members)
            if (member.Id == id) return member;
        return null;
    }

    public void Add(SeriesHandle member) => members = [.. members, member];

    /// <summary>Counts samples that were written past the lanes. Under the gate.</summary>
    public int Disturbed { get; set; }

    /// <summary>Some lane holds rows that their series don't have yet. Under the lock.</summary>
    public bool Staged { get; set; }

    /// <summary>Gives every series what its lane holds. Under the lock.</summary>
    public void Spread()
    {
        Staged = false;
        foreach (var lane in lanes) lane.Spread();
    }

    /// <summary>The lane of exactly these series; null when there is none. Under the gate.</summary>
    public SeriesLane? Lane(ReadOnlySpan<int> ids)
    {
        foreach (var lane in lanes)
            if (Is(lane, ids)) return lane;
        return null;
    }

    static bool Is(SeriesLane lane, ReadOnlySpan<int> ids)
    {
        if (lane.Handles.Length != ids.Length) return false;
        for (var i = 0; i < ids.Length; i++)
            if (lane.Handles[i].Id != ids[i]) return false;
        return true;
    }

    /// <summary>The same, made where there is none; lanes that share a series with it end. Under the gate.</summary>
    public SeriesLane Lane(IReadOnlyList<SeriesHandle> of)
    {
        foreach (var lane in lanes)
            if (lane.Handles.AsSpan().SequenceEqual([.. of])) return lane;
        var made = new SeriesLane([.. of]);
        lock (Sync)
        {
            Spread();
            foreach (var lane in lanes)
                if (Array.Exists(lane.Handles, h => made.Handles.Contains(h))) lane.Ended = true;
            lanes = [.. lanes.Where(l => !l.Ended), made];
        }
        return made;
    }

    /// <summary>The series are deleted, and with them what waits in lanes. Under the lock.</summary>
    public void EndLanes()
    {
        foreach (var lane in lanes) lane.Ended = true;
        (lanes, Staged) = ([], false);
        Disturbed++;
    }
}
