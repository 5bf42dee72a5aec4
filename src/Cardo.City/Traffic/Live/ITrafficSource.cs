using Cardo.Kernel;

namespace Cardo.Traffic.Live;

/// <summary>Where the seconds of a controlled city come from: a simulation that runs now, or the record of one.</summary>
internal interface ITrafficSource : IDisposable
{
    RoadNetwork Network { get; }

    /// <summary>Lanes by the numbers that sightings use.</summary>
    IReadOnlyList<string> LaneIds { get; }

    /// <summary>The signals, each with the stages it chooses among.</summary>
    IReadOnlyList<StagedIntersection> Junctions { get; }

    bool Recorded { get; }

    /// <summary>Whether nobody real drives here: where an ambulance of a real city is going is not everybody's business.</summary>
    bool Simulated => true;

    /// <summary>Whether its seconds can be had before they pass.</summary>
    bool Ahead => true;

    /// <summary>Who says all this.</summary>
    string Provider => "SUMO";

    /// <summary>Fills the frame with the next second; false at the end.</summary>
    Outcome<bool> Next(TrafficFrame frame);
}

public sealed record StagedIntersection(Intersection Intersection, IReadOnlyList<string> Stages);
