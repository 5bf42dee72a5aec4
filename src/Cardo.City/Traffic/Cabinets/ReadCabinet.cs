using System.Globalization;
using System.Net;
using Cardo.Kernel;
using Cardo.Standards.Snmp;
using YamlDotNet.RepresentationModel;

namespace Cardo.Traffic.Cabinets;

/// <summary>Reads a cabinet's profile from YAML (docs/formats/traffic-controller.md). Whatever is wrong is named with its line; nothing is guessed.</summary>
internal sealed class ReadCabinet() : YamlReading(most: 64, letters: 200)
{
    public const int MaxBytes = 1 << 18;

    static readonly string[] winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

    /// <param name="secrets">communities where the file has none</param>
    public static Outcome<CabinetProfile> Parse(string id, string text, (string Read, string? Write) secrets)
    {
        if (text.Length > MaxBytes) return Refusal.Bad("controller-too-long", $"The profile of {id} has more than {MaxBytes} letters.");
        if (id.Length is 0 or > 60 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) return Refusal.Bad("controller-name", $"A controller's file is named with letters, digits, - and .; '{id}' is not.");
        if (!Load(text, "controller-unreadable", $"The profile of {id}").Try(out var yaml, out var refusal)) return refusal;
        var read = new ReadCabinet();
        var profile = yaml.Documents.Count == 0 ? null : read.Whole(id, yaml.Documents[0].RootNode, secrets);
        if (profile is not null && read.Faults.Count == 0) read.Fits(profile);
        return profile is not null && read.Faults.Count == 0 ? profile
            : Refusal.Bad("controller-wrong", $"The profile of controller {id} has faults; it is not used.") with { Details = read.Faults.Count > 0 ? read.Faults : ["it is empty."] };
    }

    CabinetProfile Whole(string id, YamlNode node, (string Read, string? Write) secrets)
    {
        var address = new IPEndPoint(IPAddress.None, 161);
        var profile = new CabinetProfile(id, address, SnmpVersion.V1, secrets.Read, secrets.Write, false, double.NaN, double.NaN, [[1, 2, 3, 4], [5, 6, 7, 8]], [[1, 2, 5, 6], [3, 4, 7, 8]], [], []);
        foreach (var (key, value) in Fields(node, "the profile"))
            switch (key)
            {
                case "address": profile = profile with { Address = Address(value) }; break;
                case "snmp": profile = profile with { Version = OneOf(value, "snmp", "v1", "v2c") == "v2c" ? SnmpVersion.V2c : SnmpVersion.V1 }; break;
                case "read_community": profile = profile with { ReadCommunity = Text(value) }; break;
                case "write_community": profile = profile with { WriteCommunity = Text(value) }; break;
                case "control": profile = profile with { Control = OneOf(value, "control", "false", "true") == "true" }; break;
                case "location" when List(value, "location").ToList() is var at:
                    profile = at.Count == 2
                    ? profile with { Lon = Number(at[0], "longitude", -180, 180) ?? 0, Lat = Number(at[1], "latitude", -90, 90) ?? 0 } : Wrong(value, "location is [longitude, latitude]", profile); break;
                case "rings": profile = profile with { Rings = Groups(value, "rings") }; break;
                case "barriers": profile = profile with { Barriers = Groups(value, "barriers") }; break;
                case "walk_phases": profile = profile with { WalkPhases = Phases(value, "walk_phases") }; break;
                case "approaches": profile = profile with { Approaches = [.. List(value, "approaches").Select(Approach)] }; break;
                default: Wrong(value, $"'{key}' is not known here; there are address, snmp, read_community, write_community, control, location, rings, barriers, walk_phases and approaches"); break;
            }
        if (ReferenceEquals(profile.Address, address)) Wrong(node, "a controller needs its address: address: 10.0.0.7:161");
        if (double.IsNaN(profile.Lon)) Wrong(node, "a controller needs its location: location: [longitude, latitude]");
        if (profile.Approaches.Count == 0) Wrong(node, "a controller needs its approaches");
        return profile;
    }

    CabinetApproach Approach(YamlNode node)
    {
        var approach = new CabinetApproach("", null, new Dictionary<string, string>(), 50, []);
        foreach (var (key, value) in Fields(node, "an approach"))
            switch (key)
            {
                case "from": approach = approach with { From = OneOf(value, "from", winds) }; break;
                case "street" when value is YamlMappingNode: approach = approach with { Streets = Fields(value, "street").ToDictionary(f => f.Item1, f => Text(f.Item2), StringComparer.Ordinal) }; break;
                case "street": approach = approach with { Street = Text(value) }; break;
                case "speed_km_h": approach = approach with { Speed_km_h = Number(value, key, 10, 120) ?? 50 }; break;
                case "lanes": approach = approach with { Lanes = [.. List(value, "lanes").Select(Lane)] }; break;
                default: Wrong(value, $"'{key}' is not known of an approach; there are from, street, speed_km_h and lanes"); break;
            }
        if (approach.From.Length == 0) Wrong(node, "an approach needs where it comes from: from: n");
        if (approach.Lanes.Count == 0) Wrong(node, "an approach needs lanes");
        return approach.Street is null && approach.Streets.Count > 0 ? approach with { Street = approach.Streets.GetValueOrDefault("en") ?? approach.Streets.Values.First() } : approach;
    }

    CabinetLane Lane(YamlNode node)
    {
        var lane = new CabinetLane(0, "s", null, null);
        double? advance_m = null;
        foreach (var (key, value) in Fields(node, "a lane"))
            switch (key)
            {
                case "phase": lane = lane with { Phase = Whole(value, key, 1, CabinetProfile.MostPhases) }; break;
                case "turns": lane = lane with { Turns = Turns(value) }; break;
                case "stop_detector": lane = lane with { Stop = new CabinetDetector(Whole(value, key, 1, 255), 0) }; break;
                case "advance_detector": lane = lane with { Advance = new CabinetDetector(Whole(value, key, 1, 255), 0) }; break;
                case "advance_m": advance_m = Number(value, key, 10, 150); break;
                default: Wrong(value, $"'{key}' is not known of a lane; there are phase, turns, stop_detector, advance_detector and advance_m"); break;
            }
        if (lane.Phase == 0) Wrong(node, "a lane needs its phase: phase: 2");
        if (lane.Advance is null != advance_m is null) Wrong(node, "an advance_detector and its advance_m (to the stop line) stand together");
        return lane.Advance is { } far ? lane with { Advance = far with { ToStop_m = advance_m ?? 0 } } : lane;
    }

    /// <summary>What no single line shows.</summary>
    void Fits(CabinetProfile profile)
    {
        foreach (var phase in profile.Phases)
            if (profile.RingOf(phase) < 0 || profile.BarrierOf(phase) < 0) Faults.Add($"phase {phase} has a meaning and stands in no ring or between no barriers.");
        foreach (var (name, lists) in new[] { ("rings", profile.Rings), ("barriers", profile.Barriers) })
            if (lists.SelectMany(l => l).GroupBy(p => p).FirstOrDefault(g => g.Count() > 1) is { } twice) Faults.Add($"phase {twice.Key} stands twice in the {name}.");
        if (profile.Detectors.GroupBy(d => d.Number).FirstOrDefault(g => g.Count() > 1) is { } same) Faults.Add($"detector {same.Key} watches two places.");
        if (profile.Approaches.GroupBy(a => a.From).FirstOrDefault(g => g.Count() > 1) is { } side) Faults.Add($"two approaches come from {side.Key}.");
        if (profile.WalkPhases.FirstOrDefault(w => profile.Approaches.SelectMany(a => a.Lanes).Any(l => l.Phase == w)) is var both and > 0) Faults.Add($"phase {both} is a walk phase and lets a lane go.");
        if (profile.Control && profile.WriteCommunity is null) Faults.Add("control needs a write_community, here or as the setting traffic.write_community.");
        if (profile.Control && profile.Approaches.SelectMany(a => a.Lanes).FirstOrDefault(l => !l.Detectors.Any()) is { } blind) Faults.Add($"control needs a detector on each lane; one of phase {blind.Phase} has none.");
    }

    IPEndPoint Address(YamlNode node)
    {
        var text = Text(node);
        if (IPEndPoint.TryParse(text, out var address)) return address.Port == 0 ? new IPEndPoint(address.Address, 161) : address;
        Wrong(node, "address is a number of the network with its port: 10.0.0.7:161 (no name: whoever answers for a name is not to decide which cabinet is told)");
        return new IPEndPoint(IPAddress.None, 161);
    }

    string Turns(YamlNode node)
    {
        var text = Text(node).Replace(" ", "", StringComparison.Ordinal);
        if (text.Length is > 0 and <= 4 && text.All(c => c is 's' or 'l' or 'r' or 't') && text.Distinct().Count() == text.Length) return text;
        Wrong(node, "turns are letters of s (straight on), l, r and t (back), the most usual first");
        return "s";
    }

    IReadOnlyList<int>[] Groups(YamlNode node, string what) => [.. List(node, what).Select(n => Phases(n, what))];

    int[] Phases(YamlNode node, string what) => [.. List(node, what).Select(n => Whole(n, what, 1, CabinetProfile.MostPhases))];

    int Whole(YamlNode node, string what, int least, int most)
    {
        if (node is YamlScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most) return n;
        Wrong(node, string.Create(CultureInfo.InvariantCulture, $"{what} is a whole number from {least} to {most}"));
        return least;
    }

    T Wrong<T>(YamlNode node, string why, T otherwise)
    {
        Wrong(node, why);
        return otherwise;
    }
}
