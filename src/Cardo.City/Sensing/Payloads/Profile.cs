using Cardo.Standards.NgsiLd;

namespace Cardo.Sensing.Payloads;

internal enum PayloadFormat : byte { Json, Bytes, Cayenne }

internal enum BytesEncoding : byte { Raw, Hex, Base64 }

internal enum FieldType : byte { Any, Number, Integer, Boolean, Text, Point }

/// <summary>A field counts only when all of these hold; what is null isn't asked.</summary>
/// <param name="Port">the LoRaWAN port</param>
/// <param name="Length">the message's length in bytes</param>
/// <param name="Flag">bits of the message, and what they must be</param>
internal sealed record FieldCondition(int? Port, int? Length, BitSlice? Flag, ulong Equal)
{
    public bool Holds(ReadOnlySpan<byte> message, int? port) =>
        (Port is null || Port == port) && (Length is null || Length == message.Length)
        && (Flag is null || (Flag.TryRead(message, out _, out var raw) && raw == Equal));
}

/// <summary>How one attribute comes out of a message: where it stands, what it means, what it can be.</summary>
internal sealed record ProfileField
{
    public required AttributeName Name { get; init; }
    public FieldType Type { get; init; }
    public JsonPath? Path { get; init; }

    /// <summary>Longitude and latitude of a point.</summary>
    public JsonPath? Lon { get; init; }
    public JsonPath? Lat { get; init; }
    public BitSlice? Bits { get; init; }
    public BitSlice? LonBits { get; init; }
    public BitSlice? LatBits { get; init; }
    public FieldCondition[] When { get; init; } = [];
    public string? Unit { get; init; }
    public double Scale { get; init; } = 1;
    public double Offset { get; init; }

    /// <summary>Digits kept after scaling; -1 for all.</summary>
    public int Decimals { get; init; } = -1;

    /// <summary>Raw values by which the device says that there is no reading.</summary>
    public double[] Missing { get; init; } = [];

    /// <summary>Raw value to what it means.</summary>
    public IReadOnlyDictionary<string, Value>? Map { get; init; }
    public bool Required { get; init; }
    public ObservedProperty? Bounds { get; init; }

    /// <summary>The number as it is meant: scaled, shifted, rounded.</summary>
    public double Meant(double raw)
    {
        var meant = raw * Scale + Offset;
        return Decimals >= 0 ? Math.Round(meant, Decimals, MidpointRounding.AwayFromZero) : meant;
    }
}

/// <summary>How a kind of device writes its messages (profiles/*.json; docs/profiles.md). Immutable and checked at load.</summary>
internal sealed record Profile
{
    public required string Name { get; init; }
    public string Description { get; init; } = "";

    /// <summary>The entity's type, short or an IRI; null for Device.</summary>
    public string? Type { get; init; }

    /// <summary>The entity's id with <c>{id}</c> for the device id; null for <c>urn:ngsi-ld:TYPE:{id}</c>.</summary>
    public string? EntityId { get; init; }
    public PayloadFormat Format { get; init; }
    public JsonPath? TimePath { get; init; }
    public BitSlice? TimeBits { get; init; }
    public TimeFormat TimeFormat { get; init; }

    /// <summary>Where the bytes stand in a JSON envelope; null when they are the message.</summary>
    public JsonPath? BytesPath { get; init; }
    public BytesEncoding Encoding { get; init; }
    public JsonPath? PortPath { get; init; }
    public ProfileField[] Fields { get; init; } = [];
    public (AttributeName Name, Value Value, AttributeKind Kind)[] Constants { get; init; } = [];

    /// <summary>Cayenne: attribute names by channel, or by <c>channel:type</c>.</summary>
    public IReadOnlyDictionary<string, AttributeName> Channels { get; init; } = new Dictionary<string, AttributeName>();
}
