using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>
/// Where rows of one lane go in one entity: they are in history, and the entity doesn't say them yet. It does as soon as
/// somebody asks (<see cref="Slot.Now"/>). It ends when the entity is written in any other way.
/// </summary>
internal sealed class RowTail(Slot slot, SeriesLane lane, int[] places, Entity from)
{
    long modifiedAtUs;

    public Slot Slot { get; } = slot;

    public SeriesLane Lane { get; } = lane;

    /// <summary>What the entity was when this began: which attributes it has has not changed since.</summary>
    public Entity From { get; } = from;

    /// <summary>Whether the entity is still what this was made for. Changed under the slot's lock.</summary>
    public bool Live { get; set; } = true;

    public bool Takes(long atUs) => Live && Lane.Takes(atUs);

    /// <summary>After a row was appended to the lane. Under the gate.</summary>
    public void Told(long nowUs)
    {
        Volatile.Write(ref modifiedAtUs, nowUs);
        Slot.RunAhead();
    }

    /// <summary>The entity with the newest row in place of what it said. Under the slot's lock.</summary>
    public Entity CatchUp(Entity now)
    {
        Span<double> numbers = stackalloc double[places.Length];
        Span<byte> doubts = stackalloc byte[places.Length];
        var modifiedUs = Volatile.Read(ref modifiedAtUs);
        if (modifiedUs == 0 || !Lane.Newest(numbers, doubts, out var atUs)) return now;
        return With(now, atUs, numbers, doubts, modifiedUs);
    }

    /// <summary>An entity with a row's numbers in it.</summary>
    public Entity With(Entity now, long atUs, ReadOnlySpan<double> numbers, ReadOnlySpan<byte> doubts, long modifiedUs)
    {
        var attributes = (Attribute[])now.Attributes.Clone();
        for (var i = 0; i < places.Length; i++)
            attributes[places[i]] = attributes[places[i]].With(Value.Of(numbers[i]), doubts.Length > 0 ? doubts[i] : (byte)0, observedAtUs: atUs, modifiedAtUs: modifiedUs);
        return now.With(attributes: attributes, modifiedAtUs: modifiedUs);
    }

    /// <summary>Whether the entity says nothing of this moment or later. Only rows in order are rows.</summary>
    public bool IsBefore(long atUs)
    {
        foreach (var place in places)
            if (From.Attributes[place].AtUs > atUs) return false;
        return true;
    }

    public Attribute Touched(Entity entity, int i) => entity.Attributes[places[i]];

    public int Width => places.Length;

    double[]? before;

    /// <summary>Takes down what the entity says before rows come, for indexes over values. Under the gate.</summary>
    public void Remember()
    {
        before ??= new double[places.Length];
        Span<byte> doubts = stackalloc byte[places.Length];
        if (Volatile.Read(ref modifiedAtUs) != 0 && Lane.Newest(before, doubts, out _)) return;
        for (var i = 0; i < places.Length; i++) before[i] = From.Attributes[places[i]].Value.Number;
    }

    /// <summary>Hands over each number that changed, and what it was. Under the gate, after <see cref="Remember"/>.</summary>
    public void Moved(ReadOnlySpan<double> numbers, Action<Slot, string, double, double> move)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (before![i] != numbers[i]) move(Slot, Lane.Members[i].Name.Attribute, before[i], numbers[i]);
            before[i] = numbers[i];
        }
    }

    /// <summary>What the entity would have to be for rows of this lane to say all there is to say; null when it isn't.</summary>
    public static RowTail? For(Slot slot, Entity now, SeriesLane lane)
    {
        var places = new int[lane.Members.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var name = lane.Members[i].Name;
            places[i] = Decide.IndexOf(now.Attributes, name.Attribute, name.DatasetId);
            if (places[i] < 0 || !Plain(now, now.Attributes[places[i]])) return null;
        }
        return new RowTail(slot, lane, places, now);
    }

    // One number and nothing said about it, one instance of its name: then a sample says it all.
    static bool Plain(Entity entity, Attribute attribute)
    {
        if (attribute.Kind != AttributeKind.Property || attribute.Sub.Length > 0 || attribute.Value.Kind != ValueKind.Number || attribute.ObservedAtUs == Attribute.NoTime) return false;
        foreach (var other in entity.Attributes)
            if (other.Name == attribute.Name && !ReferenceEquals(other, attribute)) return false;
        return true;
    }
}
