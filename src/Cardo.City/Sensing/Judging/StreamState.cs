using Cardo.Kernel;

namespace Cardo.Sensing.Judging;

/// <summary>What the judge remembers of one datastream: 48 bytes, because a city has millions.</summary>
internal struct StreamState
{
    /// <summary>When the newest observation was made, microseconds since 1970; 0 for none.</summary>
    public long LastAtUs;

    /// <summary>Since when the value has been exactly <see cref="Last"/>.</summary>
    public long SameSinceUs;

    public double Last;
    public int Good;
    public int Doubtful;
    public Quality Doubts;

    public readonly bool Any => LastAtUs != 0;

    /// <summary>The state after an observation. An older one than the newest is counted and changes nothing else.</summary>
    public readonly StreamState After(double value, long atUs, Quality doubts)
    {
        var next = this;
        next.Take(value, atUs, doubts);
        return next;
    }

    /// <summary>The same in place.</summary>
    public void Take(double value, long atUs, Quality doubts)
    {
        if (doubts == Quality.Good) Good++;
        else Doubtful++;
        if (Any && atUs < LastAtUs) return;
        if (!Any || value != Last) SameSinceUs = atUs;
        (Last, LastAtUs, Doubts) = (value, atUs, doubts);
    }
}
