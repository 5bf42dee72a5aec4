using System.Text.Json.Serialization;

namespace Cardo.Traffic;

/// <summary>What came of a controlled run. Delay is the mean of time lost and of waiting to depart over every vehicle that was due.</summary>
public sealed record ControlResult
{
    [JsonPropertyName("controller")] public required string Controller { get; init; }
    [JsonPropertyName("seed")] public required int Seed { get; init; }
    [JsonPropertyName("n")] public required int Due { get; init; }

    /// <summary>s a vehicle: time lost + departure delay, never departed ones to the end.</summary>
    [JsonPropertyName("delay")] public required double Delay_s { get; init; }
    [JsonPropertyName("att")] public required double Att_s { get; init; }
    [JsonPropertyName("wait")] public required double Wait_s { get; init; }
    [JsonPropertyName("dur")] public required double Dur_s { get; init; }

    /// <summary>Vehicles that arrived.</summary>
    [JsonPropertyName("thr")] public required int Arrived { get; init; }
    [JsonPropertyName("undeparted")] public required int Undeparted { get; init; }
    [JsonPropertyName("signals")] public required int Signals { get; init; }
    [JsonPropertyName("decisions")] public required long Decisions { get; init; }
    [JsonPropertyName("decision_us_mean")] public required double DecisionUsMean { get; init; }
    [JsonPropertyName("wall_s")] public required double Wall_s { get; init; }
    [JsonPropertyName("cpu_s")] public required double Cpu_s { get; init; }
    [JsonPropertyName("sumo_cpu_s")] public required double SumoCpu_s { get; init; }

    [JsonPropertyName("ev_arrived"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? EmergencyArrived { get; init; }
    [JsonPropertyName("ev_tt_mean"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? EmergencyMean_s { get; init; }
    [JsonPropertyName("others_delay"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? OthersDelay_s { get; init; }

    /// <summary>Signals left to their own plans, and what the plant refused.</summary>
    [JsonPropertyName("remarks")] public required IReadOnlyList<string> Remarks { get; init; }
}
