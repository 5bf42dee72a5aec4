using Cardo.Home.Live;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;

namespace Cardo.Home.Things;

/// <summary>All that a thing's page and card say.</summary>
public sealed record ThingLook
{
    public required Entity Entity { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public Pin? Pin { get; init; }

    /// <summary>Where it is, degrees; null when nobody said.</summary>
    public GeoValue? Place { get; init; }
    public IReadOnlyList<Reading> Readings { get; init; } = [];

    /// <summary>What it is rather than what it measured: text attributes without a time of observation.</summary>
    public IReadOnlyList<Reading> Facts { get; init; } = [];
    public IReadOnlyList<Alarm> Alarms { get; init; } = [];
    public DayChart? Chart { get; init; }
}

/// <summary>One attribute as people read it.</summary>
/// <param name="Name">short name</param>
/// <param name="Links">for a relationship: where it leads</param>
/// <param name="AtUs">when it was observed or written</param>
/// <param name="HasHistory">numbers to draw</param>
public sealed record Reading(string Name, Value Value, string? Unit, long AtUs, bool Observed, Quality Doubts, IReadOnlyList<ThingLink> Links, bool HasHistory);

/// <summary>A thing that another one is about.</summary>
public sealed record ThingLink(string Id, string Name);

/// <summary>A day of one attribute: the line, its hours as a table, and what it comes to.</summary>
/// <param name="Attribute">short name</param>
/// <param name="FromUs">the window's start; its end is the last observation when that is long ago</param>
/// <param name="Samples">how many numbers there were</param>
/// <param name="Points">the line: moment in seconds, value, and the least and most of its period; a null value is a gap</param>
/// <param name="Lines">thresholds to draw</param>
public sealed record DayChart(string Attribute, string? Unit, long FromUs, long ToUs, long Samples, double Min, double Max, IReadOnlyList<ChartPoint> Points, IReadOnlyList<Bucket> Hours, IReadOnlyList<(string Tone, double Value)> Lines);

public sealed record ChartPoint(double At_s, double? Value, double? Low, double? High);
