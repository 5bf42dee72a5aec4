namespace Cardo.Sensing.Payloads;

/// <summary>An attribute's name, once in memory however many things say it; compared by reference once it is kept.</summary>
internal sealed class AttributeName(string text, string iri, ObservedProperty? property)
{
    /// <summary>As the device writes it.</summary>
    public string Short { get; } = text;

    /// <summary>Expanded, as the twin keeps it.</summary>
    public string Iri { get; } = iri;

    /// <summary>What is known about a property of this name; null for nothing.</summary>
    public ObservedProperty? Property { get; } = property;

    /// <summary>Whether it says how full a battery is.</summary>
    public bool IsCharge { get; } = text is "batteryLevel" or "battery";

    public bool Is(AttributeName other) => ReferenceEquals(this, other) || Short == other.Short;
}
