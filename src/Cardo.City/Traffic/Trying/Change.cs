namespace Cardo.Traffic.Trying;

/// <summary>What is to be different from today. The file format is in docs/formats/traffic-change.md.</summary>
/// <param name="Demand">factor on everybody's trips</param>
/// <param name="Control">fixed for plans, adaptive for the city's own controller</param>
/// <param name="Today">what runs the signals today: fixed or adaptive</param>
internal sealed record Change(string Name, double Demand, string Control, string Today, IReadOnlyList<Closure> Closed, IReadOnlyList<PlanChange> Plans, IReadOnlyList<Priority> Priorities)
{
    public static readonly Change None = new("", 1, "fixed", "fixed", [], [], []);
}

/// <summary>A road that nobody may enter.</summary>
/// <param name="From_s">since the simulation's own zero; null for its beginning</param>
internal sealed record Closure(string Edge, double? From_s, double? To_s);

/// <param name="Phases">null where only the offset changes</param>
internal sealed record PlanChange(string Signal, double? Offset_s, IReadOnlyList<Phase>? Phases);

/// <summary>A way that gets longer greens, one after the other as a platoon comes to them.</summary>
/// <param name="Edges">road after road</param>
/// <param name="Gain">share of the cycle that its greens gain at most, 0 to 0.5</param>
/// <param name="Speed_km_h">of the platoon; null for the limits</param>
internal sealed record Priority(IReadOnlyList<string> Edges, double Gain, double? Speed_km_h);
