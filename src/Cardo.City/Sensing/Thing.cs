namespace Cardo.Sensing;

/// <summary>
/// A thing of the city that observes (SensorThings' Thing): a lamp, a gauge, a bus. What is null falls back to the
/// profile, and then to the default: type Device, entity <c>urn:ngsi-ld:Device:ID</c>.
/// </summary>
/// <param name="Id">the device id: 1 to 128 of <c>A-Z a-z 0-9 . _ : -</c>; user name of its connection and part of its topics</param>
/// <param name="Profile">the payload profile by which its messages are read; null for plain JSON</param>
/// <param name="Type">the entity's type, short or an IRI</param>
/// <param name="EntityId">the entity's id; <c>{id}</c> stands for the device id</param>
/// <param name="Lon">degrees east (WGS 84), written to the entity's location with the first observation; null when unknown</param>
/// <param name="Tenant">"" for the default tenant</param>
public sealed record Thing(
    string Id, string? Name = null, string? Profile = null, string? Type = null, string? EntityId = null,
    double? Lon = null, double? Lat = null, string Tenant = "")
{
    public const int MaxIdLength = 128;

    /// <summary>Whether this can be a device id: no character that means something in a topic, a URN or a path.</summary>
    public static bool IsId(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > MaxIdLength || id is "." or "..") return false;
        foreach (var c in id)
            if (!(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-')) return false;
        return true;
    }
}

/// <summary>The procedure that makes observations (SensorThings' Sensor): here, what a payload profile says of itself.</summary>
/// <param name="Format">how its messages are written: json, bytes, cayenne</param>
public sealed record Sensor(string Profile, string Format, string Description);

/// <summary>The observations of one property by one thing (SensorThings' Datastream).</summary>
/// <param name="LastAtUs">when it was last observed, microseconds since 1970; 0 for never since the start</param>
/// <param name="Good">observations without doubt since the start</param>
/// <param name="Doubtful">observations with a doubt since the start</param>
/// <param name="Doubts">what was doubtful about the last one</param>
public sealed record Datastream(string ThingId, string EntityId, ObservedProperty Property, string? Profile, long LastAtUs, double Last, int Good, int Doubtful, Kernel.Quality Doubts);

/// <summary>How a thing is: what an officer asks first.</summary>
/// <param name="LastSeenUs">when its last message came, microseconds since 1970; 0 for never</param>
/// <param name="Silent_s">seconds since then; -1 for never</param>
/// <param name="Battery">0 to 1, when it says</param>
/// <param name="GoodShare">share of its observations without doubt, 0 to 1; NaN before the first</param>
/// <param name="Refused">messages refused since the start</param>
public sealed record ThingHealth(Thing Thing, string EntityId, string Type, bool HasKey, long LastSeenUs, long Silent_s, double? Battery, double GoodShare, long Messages, long Refused);
