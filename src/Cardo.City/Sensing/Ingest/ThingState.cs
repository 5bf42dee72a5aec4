using Cardo.Sensing.Judging;
using Cardo.Sensing.Payloads;

namespace Cardo.Sensing.Ingest;

/// <summary>One thing at work: how its messages are read, who it is in the twin, and what was observed last. Its lock is itself.</summary>
internal sealed class ThingState
{
    (AttributeName Name, ObservedProperty? Bounds, StreamState State)[] streams = [];
    int count;

    public ThingState(Thing thing, Profile? profile, bool registered) => Become(thing, profile, registered);

    public Thing Thing { get; private set; } = null!;

    public Profile? Profile { get; private set; }

    public string EntityId { get; private set; } = "";

    /// <summary>Short, or an IRI.</summary>
    public string Type { get; private set; } = "";

    public string TypeIri { get; private set; } = "";

    /// <summary>Somebody wrote it into the registry.</summary>
    public bool Registered { get; private set; }

    /// <summary>What the registry says of name and place has yet to be told to the twin with the next observation.</summary>
    public bool Untold { get; set; }

    public long LastSeenUs { get; set; }
    public long Messages { get; set; }
    public long Refused { get; set; }
    public double Battery { get; set; } = double.NaN;

    /// <summary>Of the tags last written by line protocol, so that they are written when they change and not each time.</summary>
    public int TagsHash { get; set; }

    public int StreamCount => count;

    /// <summary>Counts up whenever the thing becomes another one, or is taken out of the table.</summary>
    public int Stamp { get; private set; }

    /// <summary>What was remembered of it elsewhere holds no longer.</summary>
    public void End() => Stamp++;

    public void Become(Thing thing, Profile? profile, bool registered)
    {
        Stamp++;
        (Thing, Profile, Registered) = (thing, profile, registered);
        Type = thing.Type ?? profile?.Type ?? "Device";
        TypeIri = Expansion.Of(Type);
        var template = thing.EntityId ?? profile?.EntityId ?? $"urn:ngsi-ld:{ShortType()}:{{id}}";
        EntityId = template.Replace("{id}", thing.Id, StringComparison.Ordinal);
        Untold = registered && (thing.Name is not null || thing.Lon is not null);
    }

    string ShortType()
    {
        var cut = Type.LastIndexOfAny(['/', '#', ':']);
        return cut < 0 ? Type : Type[(cut + 1)..];
    }

    /// <summary>The place of a datastream; -1 for none.</summary>
    public int IndexOf(AttributeName name)
    {
        for (var i = 0; i < count; i++)
            if (ReferenceEquals(streams[i].Name, name)) return i;
        return -1;
    }

    public int Add(AttributeName name, ObservedProperty? bounds, in StreamState state = default)
    {
        if (count == streams.Length) Array.Resize(ref streams, Math.Max(4, count * 2));
        streams[count] = (name, bounds, state);
        return count++;
    }

    public ref StreamState State(int i) => ref streams[i].State;

    public ref (AttributeName Name, ObservedProperty? Bounds, StreamState State) StreamAt(int i) => ref streams[i];

    public (AttributeName Name, ObservedProperty? Bounds, StreamState State) Stream(int i) => streams[i];

    public (long Good, long Doubtful) Counted()
    {
        long good = 0, doubtful = 0;
        for (var i = 0; i < count; i++) (good, doubtful) = (good + streams[i].State.Good, doubtful + streams[i].State.Doubtful);
        return (good, doubtful);
    }

    public Datastream Face(int i)
    {
        var (name, bounds, state) = streams[i];
        var property = bounds ?? name.Property ?? new ObservedProperty(name.Short, name.Iri, null);
        return new Datastream(Thing.Id, EntityId, property, Profile?.Name, state.LastAtUs, state.Last, state.Good, state.Doubtful, state.Doubts);
    }

    /// <summary>What a battery's reading says of its charge: 0 to 1, or NaN when it isn't one.</summary>
    public static double Charge(string name, double value) => name switch
    {
        "batteryLevel" or "battery" => value is >= 0 and <= 1 ? value : value is > 1 and <= 100 ? value / 100 : double.NaN,
        _ => double.NaN,
    };

    public void Seen(long nowUs)
    {
        LastSeenUs = Math.Max(LastSeenUs, nowUs);
        Messages++;
    }
}
