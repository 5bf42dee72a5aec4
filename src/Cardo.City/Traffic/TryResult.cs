using System.Text.Json.Serialization;

namespace Cardo.Traffic;

/// <summary>What a change does: the same seeds with and without it. Intervals are of 95 % (Student's t over seeds), the difference's paired by seed.</summary>
public sealed record TryResult
{
    [JsonPropertyName("name")] public required string Name { get; init; }
    [JsonPropertyName("network")] public required string Network { get; init; }

    /// <summary>The change as it was given.</summary>
    [JsonPropertyName("change")] public required string Change { get; init; }
    [JsonPropertyName("seeds")] public required IReadOnlyList<int> Seeds { get; init; }
    [JsonPropertyName("control_today")] public required string ControlToday { get; init; }
    [JsonPropertyName("control_change")] public required string ControlChange { get; init; }
    [JsonPropertyName("measures")] public required IReadOnlyList<TryMeasure> Measures { get; init; }

    /// <summary>Delay of each pair, so that one sees whether they agree.</summary>
    [JsonPropertyName("pairs")] public IReadOnlyList<TryPair> Pairs { get; init; } = [];

    /// <summary>Roads on which somebody lost time, the most changed first.</summary>
    [JsonPropertyName("roads")] public required IReadOnlyList<TryRoad> Roads { get; init; }
    [JsonPropertyName("remarks")] public required IReadOnlyList<string> Remarks { get; init; }
    [JsonPropertyName("wall_s")] public required double Wall_s { get; init; }
}

/// <param name="Id">delay, travel, wait (s a vehicle), arrived, undeparted (vehicles)</param>
public sealed record TryMeasure(
    [property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("unit")] string Unit, [property: JsonPropertyName("today")] Spread Today,
    [property: JsonPropertyName("change")] Spread Change, [property: JsonPropertyName("difference")] Spread Difference);

/// <summary>Time lost by everybody on a road in the whole run.</summary>
/// <param name="Sure">whether the interval of the difference leaves out zero</param>
public sealed record TryRoad(
    [property: JsonPropertyName("road")] string Edge, [property: JsonPropertyName("street")] string? Street, [property: JsonPropertyName("today_lost_s")] double Today_s,
    [property: JsonPropertyName("change_lost_s")] double Change_s, [property: JsonPropertyName("difference_s")] Spread Difference, [property: JsonPropertyName("sure")] bool Sure);

/// <summary>Mean delay of a vehicle in both runs of a seed, s.</summary>
public sealed record TryPair([property: JsonPropertyName("seed")] int Seed, [property: JsonPropertyName("today_delay_s")] double Today_s, [property: JsonPropertyName("change_delay_s")] double Change_s);

/// <param name="Half">half the width of its interval of 95 %; null where a single seed tells nothing of it</param>
public sealed record Spread([property: JsonPropertyName("mean")] double Mean, [property: JsonPropertyName("half")] double? Half);
