using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// Cayenne Low Power Payload: channel, type, value, and again. Types are IPSO objects less 3200, with the additions that
/// field devices use. Attributes are named by the profile's <c>channels</c>, else <c>temperature</c> where the type comes
/// once in a message and <c>temperature_2</c> (with its channel) where it comes again.
/// </summary>
internal static class Cayenne
{
    readonly record struct Kind(string Name, int Bytes, double Scale, int Decimals, bool Signed, string? Unit);

    static readonly Dictionary<byte, Kind> kinds = new()
    {
        [0] = new("digitalInput", 1, 1, 0, false, null),
        [1] = new("digitalOutput", 1, 1, 0, false, null),
        [2] = new("analogInput", 2, 0.01, 2, true, null),
        [3] = new("analogOutput", 2, 0.01, 2, true, null),
        [100] = new("generic", 4, 1, 0, false, null),
        [101] = new("illuminance", 2, 1, 0, false, "LUX"),
        [102] = new("presence", 1, 1, 0, false, null),
        [103] = new("temperature", 2, 0.1, 1, true, "CEL"),
        [104] = new("relativeHumidity", 1, 0.5, 1, false, "P1"),
        [115] = new("atmosphericPressure", 2, 0.1, 1, false, "A97"),
        [116] = new("voltage", 2, 0.01, 2, false, "VLT"),
        [117] = new("current", 2, 0.001, 3, false, "AMP"),
        [118] = new("frequency", 4, 1, 0, false, "HTZ"),
        [120] = new("percentage", 1, 1, 0, false, "P1"),
        [121] = new("altitude", 2, 1, 0, true, "MTR"),
        [125] = new("concentration", 2, 1, 0, false, "59"),
        [128] = new("activePower", 2, 1, 0, false, "WTT"),
        [130] = new("distance", 4, 0.001, 3, false, "MTR"),
        [131] = new("energyConsumed", 4, 0.001, 3, false, "KWH"),
        [132] = new("direction", 2, 1, 0, false, "DD"),
        [142] = new("switch", 1, 1, 0, false, null),
    };

    const byte Accelerometer = 113, Gyrometer = 134, Colour = 135, Gps = 136, UnixTime = 133;

    public static Refusal? Read(Profile profile, ReadOnlySpan<byte> message, NameTable names, Readings into)
    {
        for (var at = 0; at < message.Length;)
        {
            if (message.Length - at < 2) return Cut(at);
            var (channel, type) = (message[at], message[at + 1]);
            at += 2;
            var size = kinds.TryGetValue(type, out var kind) ? kind.Bytes : type switch { Accelerometer or Gyrometer => 6, Gps => 9, Colour => 3, UnixTime => 4, _ => 0 };
            if (size == 0) return Refusal.Bad("payload-type", $"Byte {at}: {type} is not a type of Cayenne LPP.");
            if (message.Length - at < size) return Cut(at);
            var refusal = kind.Name is not null ? One(profile, channel, type, kind, message.Slice(at, size), names, into)
                : type == UnixTime ? Time(message.Slice(at, size), into)
                : type == Gps ? Place(profile, channel, message.Slice(at, size), names, into)
                : Three(profile, channel, type, message.Slice(at, size), names, into);
            if (refusal is not null) return refusal;
            at += size;
        }
        return null;
    }

    static Refusal? One(Profile profile, byte channel, byte type, Kind kind, ReadOnlySpan<byte> bytes, NameTable names, Readings into)
    {
        if (Name(profile, channel, type, kind.Name, names, into, out var name) is { } refusal) return refusal;
        var value = Value.Of(Math.Round(Number(bytes, kind.Signed) * kind.Scale, kind.Decimals));
        return into.Add(name, value, unit: kind.Unit);
    }

    static Refusal? Time(ReadOnlySpan<byte> bytes, Readings into)
    {
        into.AtUs = (long)Number(bytes, false) * Instants.SecondUs;
        return null;
    }

    static Refusal? Place(Profile profile, byte channel, ReadOnlySpan<byte> bytes, NameTable names, Readings into)
    {
        if (Name(profile, channel, Gps, "location", names, into, out var name) is { } refusal) return refusal;
        var (lat, lon) = (Math.Round(Number(bytes[..3], true) * 0.0001, 4), Math.Round(Number(bytes[3..6], true) * 0.0001, 4));
        if (Geometries.Point(lon, lat, name.Short, out var point) is { } wrong) return wrong;
        if (into.Add(name, point, AttributeKind.GeoProperty) is { } twice) return twice;
        if (Name(profile, channel, 121, "altitude", names, into, out var height) is { } bad) return bad;
        return into.Add(height, Value.Of(Math.Round(Number(bytes[6..], true) * 0.01, 2)), unit: "MTR");
    }

    static Refusal? Three(Profile profile, byte channel, byte type, ReadOnlySpan<byte> bytes, NameTable names, Readings into)
    {
        var (what, scale, signed, unit) = type switch
        {
            Accelerometer => ("acceleration", 0.001, true, "K40"),
            Gyrometer => ("rotation", 0.01, true, "E96"),
            _ => ("colour", 1.0, false, (string?)null),
        };
        var size = bytes.Length / 3;
        for (var axis = 0; axis < 3; axis++)
        {
            var part = what + (type == Colour ? "RGB"[axis] : "XYZ"[axis]);
            if (Name(profile, channel, type, part, names, into, out var name) is { } refusal) return refusal;
            if (into.Add(name, Value.Of(Math.Round(Number(bytes.Slice(axis * size, size), signed) * scale, 3)), unit: unit) is { } twice) return twice;
        }
        return null;
    }

    static Refusal? Name(Profile profile, byte channel, byte type, string usual, NameTable names, Readings into, out AttributeName name)
    {
        if (profile.Channels.TryGetValue($"{channel}:{type}", out name!) || (usual != "altitude" && profile.Channels.TryGetValue($"{channel}", out name!))) return null;
        if (names.Find(usual, out name!) is { } refusal) return refusal;
        for (var i = 0; i < into.Count; i++)
            if (into[i].Name.Is(name)) return names.Find($"{usual}_{channel}", out name!);
        return null;
    }

    // Big-endian, 1 to 4 bytes.
    static double Number(ReadOnlySpan<byte> bytes, bool signed)
    {
        long number = signed && bytes[0] >= 0x80 ? -1 : 0;
        foreach (var b in bytes) number = number << 8 | b;
        return number;
    }

    static Refusal Cut(int at) => Refusal.Bad("payload-too-short", $"The message ends inside the value that begins at byte {at + 1}.");
}
