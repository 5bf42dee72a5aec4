namespace Cardo.Traffic.Live;

/// <summary>A moment of a network, with what stands still in it.</summary>
public sealed record TrafficView(TrafficScene Scene, TrafficPicture Picture)
{
    /// <summary>The same without what tells where emergency vehicles are and where they are going.</summary>
    public TrafficView WithoutCorridors() => this with
    {
        Picture = Picture with
        {
            Emergencies = [],
            Junctions = [.. Picture.Junctions.Select(j => j.Reason.Cause is Cause.Emergency or Cause.Asked ? j with { Reason = new Reason(Cause.Untold, 0, 0, 0, []) } : j)],
        },
    };
}

/// <summary>What is going on now, for whoever looks. The loop writes, pages read; both are whole at any moment.</summary>
internal sealed class TrafficBoard
{
    volatile TrafficView? view;
    long version;

    /// <summary>Null until the first second, and where the city has no signals.</summary>
    public TrafficView? Now => view;

    /// <summary>Counts up with every second shown.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>What went wrong last, in words; null while all is well.</summary>
    public string? Trouble { get; set; }

    public void Show(TrafficScene scene, TrafficPicture picture)
    {
        view = new TrafficView(scene, picture);
        Interlocked.Increment(ref version);
    }

    public void Clear() => view = null;
}
