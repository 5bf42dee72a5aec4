using Cardo.Cases.Clocks;

namespace Cardo.Cases.Profile;

/// <summary>How this city handles cases: all of it data, one version at a time.</summary>
internal sealed record CityProfile
{
    /// <summary>The first 12 hex digits of the SHA-256 of its files.</summary>
    public required string Version { get; init; }

    public required IReadOnlyDictionary<string, Service> Services { get; init; }

    public required IReadOnlyDictionary<string, Unit> Units { get; init; }

    public required IReadOnlyDictionary<string, WorkCalendar> Calendars { get; init; }

    public required IReadOnlyDictionary<string, Policy> Policies { get; init; }

    public required IReadOnlyList<DispatchRule> Rules { get; init; }

    public required IReadOnlyList<AlarmService> Alarms { get; init; }

    /// <summary>West, south, east, north in degrees: where the city ends. Null: everywhere.</summary>
    public double[]? Bounds { get; init; }

    /// <summary>What the city asks of everything the model dispatches by itself: right in this share, 0..1. Above it the model acts, below it a person decides.</summary>
    public double ModelThreshold { get; init; } = 0.95;

    /// <summary>Share of automatic decisions that are drawn by chance for a person's check, 0..1.</summary>
    public double CheckShare { get; init; } = 0.02;

    /// <summary>The zone of the city's clocks.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public string Jurisdiction { get; init; } = "";

    public string Contact { get; init; } = "";

    public bool Inside(double lon, double lat) => Bounds is null || (lon >= Bounds[0] && lat >= Bounds[1] && lon <= Bounds[2] && lat <= Bounds[3]);

    /// <summary>The department of a unit: itself, or the one its crew belongs to.</summary>
    public string Department(string unit) => Units.TryGetValue(unit, out var known) && known.Parent is { } parent ? parent : unit;

    public IEnumerable<Unit> Crews(string department) => Units.Values.Where(u => u.Parent == department);
}

/// <summary>Which service an alarm of the rules belongs to.</summary>
/// <param name="Category">of the alarm; null: any</param>
/// <param name="SubCategory">null: any</param>
/// <param name="NearM">alarms of one kind this close are about the same thing</param>
/// <param name="WithinS">and this close in time</param>
internal sealed record AlarmService(string? Category, string? SubCategory, string Service, Priority Priority, double NearM, double WithinS);
