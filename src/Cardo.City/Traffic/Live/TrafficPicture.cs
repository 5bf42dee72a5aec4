using Cardo.Traffic.Cabinets;

namespace Cardo.Traffic.Live;

/// <summary>The city's traffic at one moment, as pages and the twin tell it. Never changed once made.</summary>
/// <param name="Time_s">in the plant's own seconds</param>
/// <param name="AtUs">the city's clock</param>
/// <param name="Roads">by the scene's roads</param>
/// <param name="Streets">by the scene's streets</param>
public sealed record TrafficPicture(
    double Time_s, long AtUs, Flow City, JunctionPicture[] Junctions, Flow[] Roads, Flow[] Streets, EmergencyPicture[] Emergencies, IReadOnlyList<Sighting> Vehicles);

/// <summary>What traffic does on a road, at a junction or in the city, over the last five minutes.</summary>
/// <param name="Index">the congestion index: mean travel time over what it takes at the limit; 1 is free</param>
/// <param name="Delay_s">lost by a vehicle that passed, s; null where nobody did</param>
/// <param name="Queue">vehicles slower than 5 km/h now</param>
/// <param name="Flow_veh_h">vehicles that passed, an hour</param>
/// <param name="Vehicles">there now</param>
/// <param name="Speed_km_h">mean over time; null where nobody was</param>
public readonly record struct Flow(double Index, double? Delay_s, int Queue, double Flow_veh_h, int Vehicles, double? Speed_km_h);

/// <param name="StageAge_s">since the stage was chosen</param>
/// <param name="Shares">by stage, its share of the last ten minutes</param>
/// <param name="Changing">not all of the stage is green yet</param>
public sealed record JunctionPicture(int Stage, double StageAge_s, string Lamps, bool Changing, Reason Reason, Flow Flow, ApproachPicture[] Approaches, double[] Shares)
{
    /// <summary>How a controller on the street stands to this city; null for a simulated one.</summary>
    public CabinetNow? Cabinet { get; init; }

    /// <summary>A controller on the street that is not heard, or flashes whatever its phases say: nobody knows what is green.</summary>
    public bool Unknown => Cabinet is { State: CabinetState.Silent or CabinetState.Starting or CabinetState.Flash };
}

/// <summary>One road that comes to a junction.</summary>
/// <param name="Waited_s">how long somebody has been waiting there at red</param>
public readonly record struct ApproachPicture(int Queue, int Vehicles, double Waited_s, double Flow_veh_h);

/// <summary>An emergency vehicle and the signals before it.</summary>
/// <param name="Road">index among the scene's roads, or -1 within a junction</param>
public sealed record EmergencyPicture(int Vehicle, int Road, double Speed_km_h, IReadOnlyList<SignalAhead> Ahead, IReadOnlyList<int> Way);

/// <param name="Eta_s">at the speed limit, s</param>
/// <param name="Way">how far its asking has come</param>
public readonly record struct SignalAhead(int Junction, double Distance_m, double Eta_s, Asking Way)
{
    public bool Held => Way == Asking.Green;
}

/// <summary>What a signal does about an emergency vehicle that comes.</summary>
public enum Asking : byte
{
    /// <summary>It is too far away to ask.</summary>
    Later,

    /// <summary>Asked, and others have their green still.</summary>
    Asked,

    /// <summary>It is green for its way.</summary>
    Green,
}
