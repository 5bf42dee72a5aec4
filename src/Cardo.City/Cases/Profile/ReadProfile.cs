using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cardo.Kernel;

namespace Cardo.Cases.Profile;

/// <summary>
/// Reads a city's <c>cases/</c> folder: city.json, services.json, units.json, calendars.json, policies.json, rules.json,
/// alarms.json. All that is wrong is said at once; a profile with a fault is refused whole.
/// </summary>
internal static class ReadProfile
{
    public static readonly string[] Files = ["city", "services", "units", "calendars", "policies", "rules", "alarms"];

    const int MostBytes = 4_000_000;

    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The profile in a folder; where there is none, the plain one: a single service of the city hall.</summary>
    public static Outcome<CityProfile> Folder(string? folder, TimeZoneInfo zone)
    {
        var texts = new Dictionary<string, byte[]>();
        foreach (var name in Files)
        {
            var file = folder is null ? null : Path.Combine(folder, name + ".json");
            if (file is not null && File.Exists(file)) texts[name] = File.ReadAllBytes(file);
        }
        return Read(texts.Count == 0 ? PlainProfile.Texts : texts, zone);
    }

    /// <param name="texts">by file name without <c>.json</c>; a missing one counts as empty</param>
    public static Outcome<CityProfile> Read(IReadOnlyDictionary<string, byte[]> texts, TimeZoneInfo zone)
    {
        var faults = new List<string>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Files)
            if (texts.TryGetValue(name, out var bytes)) hash.AppendData(bytes);
        var city = One<CityFile>(texts, "city", faults) ?? new CityFile();
        var draft = new ProfileDraft(
            city,
            Many<ServiceFile>(texts, "services", faults),
            Many<UnitFile>(texts, "units", faults),
            Many<CalendarFile>(texts, "calendars", faults),
            Many<PolicyFile>(texts, "policies", faults),
            Many<RuleFile>(texts, "rules", faults),
            Many<AlarmFile>(texts, "alarms", faults));
        if (faults.Count == 0)
        {
            var profile = CheckProfile.Make(draft, zone, Convert.ToHexStringLower(hash.GetHashAndReset())[..12], faults);
            if (faults.Count == 0) return profile!;
        }
        return new Refusal(RefusalKind.BadRequest, "profile-refused", $"The city's profile of cases was not taken: {faults[0]}", faults);
    }

    static T? One<T>(IReadOnlyDictionary<string, byte[]> texts, string name, List<string> faults) where T : class
    {
        if (!texts.TryGetValue(name, out var bytes)) return null;
        if (bytes.Length > MostBytes)
        {
            faults.Add($"{name}.json has {bytes.Length} bytes; the limit is {MostBytes}.");
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, options);
        }
        catch (JsonException fault)
        {
            faults.Add($"{name}.json, line {fault.LineNumber + 1}: {fault.Path}: not as it must be ({fault.Message.Split(". Path")[0]}).");
            return null;
        }
    }

    static List<T> Many<T>(IReadOnlyDictionary<string, byte[]> texts, string name, List<string> faults) => One<List<T>>(texts, name, faults) ?? [];
}

internal sealed record ProfileDraft(
    CityFile City, List<ServiceFile> Services, List<UnitFile> Units, List<CalendarFile> Calendars, List<PolicyFile> Policies, List<RuleFile> Rules, List<AlarmFile> Alarms);

internal sealed record CityFile(double[]? Bounds = null, double ModelThreshold = 0.95, double CheckShare = 0.02, string Jurisdiction = "", string Contact = "");

internal sealed record ServiceFile(
    string Code, Dictionary<string, string> Name, Dictionary<string, string>? Description, string? Group, List<string>? Keywords, string? Unit, string? Policy,
    List<AttributeFile>? Attributes, List<Proof>? ClosesOn, string? Asset, double? NearM, bool? Public, Dictionary<string, string>? Notice);

internal sealed record AttributeFile(
    string Code, AttributeType Type, bool Required, bool? Variable, Dictionary<string, string> Description, Dictionary<string, string>? Hint, Dictionary<string, Dictionary<string, string>>? Values);

internal sealed record UnitFile(string Id, Dictionary<string, string> Name, string? Parent);

/// <param name="Hours">by mon tue wed thu fri sat sun: "08:00-12:00 13:30-17:30"; absent: closed</param>
/// <param name="Off">days as 2026-10-01, or 2026-10-01..2026-10-07</param>
/// <param name="Extra">days on which others work: day to hours</param>
internal sealed record CalendarFile(string Id, string? Zone, bool? Always, Dictionary<string, string>? Hours, List<string>? Off, Dictionary<string, string>? Extra);

/// <param name="Respond">"30 min", "4 h", "2 d" of the calendar's working time; a day is 24 hours of it</param>
internal sealed record PolicyFile(string Id, Dictionary<string, string>? Name, string Calendar, string? Respond, string Resolve, Dictionary<Priority, double>? Faster, List<EscalationFile>? Escalations, List<string>? Pauses);

internal sealed record EscalationFile(double At, string To);

internal sealed record RuleFile(
    string Id, List<string>? Services, List<MatterSource>? Sources, List<string>? Words, double[]? Box, string? Attribute, string? Value, string To, string? AsService, Priority? Priority);

internal sealed record AlarmFile(string? Category, string? SubCategory, string Service, Priority? Priority, double? NearM, double? WithinS);
