using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Payloads;

/// <summary>One value as a decoder found it.</summary>
internal record struct Reading
{
    public AttributeName Name;
    public AttributeKind Kind;
    public Value Value;

    /// <summary>UN/CEFACT code as the message or its profile says; null leaves it to the observed property.</summary>
    public string? Unit;

    /// <summary>Its own moment, or <see cref="Attribute.NoTime"/> for the message's.</summary>
    public long AtUs;

    /// <summary>Bounds of the profile in place of the observed property's own.</summary>
    public ObservedProperty? Bounds;
}

/// <summary>What one message says. Reused from message to message.</summary>
internal sealed class Readings(int max)
{
    Reading[] items = new Reading[Math.Min(max, 16)];

    public int Max { get; } = max;

    public int Count { get; private set; }

    /// <summary>When the message says it was observed; <see cref="Attribute.NoTime"/> when it doesn't.</summary>
    public long AtUs { get; set; } = Attribute.NoTime;

    /// <summary>Whose message it is: an <c>id</c> inside must say the same.</summary>
    public string ThingId { get; set; } = "";

    public ref Reading this[int i] => ref items[i];

    public void Clear()
    {
        Array.Clear(items, 0, Count);
        (Count, AtUs) = (0, Attribute.NoTime);
    }

    /// <summary>Null when it was taken; else why the message is refused.</summary>
    public Kernel.Refusal? Add(AttributeName name, Value value, AttributeKind kind = AttributeKind.Property, string? unit = null, long atUs = Attribute.NoTime, ObservedProperty? bounds = null)
    {
        if (Count == Max) return Kernel.Refusal.Bad("too-many-attributes", $"A message may carry {Max} attributes.");
        for (var i = 0; i < Count; i++)
            if (items[i].Name.Is(name)) return Kernel.Refusal.Bad("name-twice", $"'{name.Short}' is said twice.");
        if (Count == items.Length) Array.Resize(ref items, Math.Min(Max, items.Length * 2));
        items[Count++] = new Reading { Name = name, Kind = kind, Value = value, Unit = unit, AtUs = atUs, Bounds = bounds };
        return null;
    }
}
