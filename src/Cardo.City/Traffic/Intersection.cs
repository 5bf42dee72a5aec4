namespace Cardo.Traffic;

/// <summary>A signal-controlled junction (or several that share one controller) in the field's terms.</summary>
/// <param name="Id">the controller's id in the plant</param>
/// <param name="Movements">by signal index: what each lamp rules</param>
/// <param name="Approaches">the lanes that end at its stop lines</param>
/// <param name="Plan">the plan it runs by itself</param>
public sealed record Intersection(string Id, IReadOnlyList<Movement> Movements, IReadOnlyList<Approach> Approaches, Plan Plan);

/// <summary>What one lamp rules: traffic from lanes to lanes, or a crossing on foot.</summary>
/// <param name="Index">the lamp's place in every state of the plan</param>
/// <param name="Ways">lanes from and to; none for a crossing</param>
/// <param name="Foes">indices of movements whose paths cross or merge with this one's</param>
/// <param name="Pedestrian">a crossing on foot: nobody counts who waits there</param>
public sealed record Movement(int Index, IReadOnlyList<Way> Ways, IReadOnlySet<int> Foes, bool Pedestrian)
{
    /// <summary>Indices of movements in another junction of the same signal that the plan never lets go at the same time: they may meet between the junctions, where no signal rules.</summary>
    public IReadOnlySet<int> Apart { get; init; } = new HashSet<int>();
}

/// <param name="Direction">s, l, r, t</param>
public sealed record Way(string FromLane, string ToLane, string? Via, char Direction);

/// <summary>A lane that ends at a stop line, and the lanes before it that no signal rules, as far as the detectors see.</summary>
/// <param name="Lane">the lane at the stop line</param>
/// <param name="Reach">lanes from which a vehicle comes here, each with the way left from its end to the stop line, m</param>
/// <param name="Movements">indices of the movements that begin here</param>
public sealed record Approach(string Lane, double Speed_m_s, IReadOnlyList<Detector> Reach, IReadOnlyList<int> Movements);

/// <summary>Where an approach is watched: a lane whose end is so far from the stop line.</summary>
public sealed record Detector(string Lane, double Length_m, double ToStopLine_m);

/// <summary>One phase of a plan: a letter a lamp (G, g, y, r, s, u, o), shown so long.</summary>
public sealed record Phase(string State, double Duration_s);

/// <summary>A fixed plan: its phases one after the other, again and again.</summary>
/// <param name="Offset_s">how much later its cycle begins</param>
public sealed record Plan(string Id, string Kind, double Offset_s, IReadOnlyList<Phase> Phases)
{
    public double Cycle_s => Phases.Sum(p => p.Duration_s);
}
