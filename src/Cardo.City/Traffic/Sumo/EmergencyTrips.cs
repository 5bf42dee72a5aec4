using Cardo.Kernel;
using Cardo.Traffic.Networks;

namespace Cardo.Traffic.Sumo;

/// <summary>The vehicles of a route file of emergency trips: single ones by their ids, those of a flow by the flow's.</summary>
internal sealed class EmergencyTrips
{
    readonly HashSet<string> single = new(StringComparer.Ordinal);
    readonly HashSet<string> flows = new(StringComparer.Ordinal);

    public static readonly EmergencyTrips None = new();

    public bool Any => single.Count + flows.Count > 0;

    /// <summary>How many vehicles the file names one by one; a flow's are counted by SUMO alone.</summary>
    public int Single => single.Count;

    /// <summary>SUMO numbers the vehicles of a flow: FLOW.0, FLOW.1 and on.</summary>
    public bool Contains(string id) => single.Contains(id) || (flows.Count > 0 && id.LastIndexOf('.') is > 0 and var dot && flows.Contains(id[..dot]));

    /// <param name="file">null for none</param>
    public static Outcome<EmergencyTrips> Read(string? file)
    {
        if (file is null) return None;
        var trips = new EmergencyTrips();
        var read = ReadNetwork.Each(file, x =>
        {
            if (x.GetAttribute("id") is not { } id) return;
            if (x.Name is "vehicle" or "trip") trips.single.Add(id);
            else if (x.Name == "flow") trips.flows.Add(id);
        });
        if (!read.Try(out _, out var refusal)) return refusal;
        return trips.Any ? trips : Refusal.Bad("no-emergency-trips", $"{file} has no vehicle, trip or flow; give a SUMO route file.");
    }
}
