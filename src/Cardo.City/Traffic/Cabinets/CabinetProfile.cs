using System.Net;
using Cardo.Standards.Snmp;

namespace Cardo.Traffic.Cabinets;

/// <summary>What the city says of one cabinet: where it is reached, and what its phases and detectors mean on the street.</summary>
/// <param name="Id">the file's name, of letters, digits, - and .</param>
/// <param name="Control">whether it may be told anything; without, it is watched</param>
/// <param name="Lon">degrees, of the junction's middle</param>
/// <param name="Rings">the phases of each ring in their order</param>
/// <param name="Barriers">phases between two barriers; only those of one group are ever green together</param>
/// <param name="WalkPhases">phases that serve nobody but people on foot</param>
internal sealed record CabinetProfile(
    string Id, IPEndPoint Address, SnmpVersion Version, string ReadCommunity, string? WriteCommunity, bool Control, double Lon, double Lat,
    IReadOnlyList<IReadOnlyList<int>> Rings, IReadOnlyList<IReadOnlyList<int>> Barriers, IReadOnlyList<CabinetApproach> Approaches, IReadOnlyList<int> WalkPhases)
{
    /// <summary>NTCIP 1202:2005 counts phases in groups of eight, and no controller here has more than two of them.</summary>
    public const int MostPhases = 16;

    /// <summary>Phases that have a meaning here, in order: the lamps of the junction.</summary>
    public int[] Phases => [.. Approaches.SelectMany(a => a.Lanes).Select(l => l.Phase).Concat(WalkPhases).Distinct().Order()];

    public IEnumerable<CabinetDetector> Detectors => Approaches.SelectMany(a => a.Lanes).SelectMany(l => l.Detectors);

    /// <summary>Whether two phases may be green at once: of two rings, between the same barriers.</summary>
    public bool Together(int a, int b) => a == b || (RingOf(a) != RingOf(b) && BarrierOf(a) == BarrierOf(b));

    public int RingOf(int phase) => At(Rings, phase);

    public int BarrierOf(int phase) => At(Barriers, phase);

    static int At(IReadOnlyList<IReadOnlyList<int>> lists, int phase)
    {
        for (var i = 0; i < lists.Count; i++)
            if (lists[i].Contains(phase)) return i;
        return -1;
    }
}

/// <summary>A road that comes to the junction.</summary>
/// <param name="From">where it comes from: n, ne, e, se, s, sw, w or nw</param>
/// <param name="Lanes">from the kerb to the middle</param>
internal sealed record CabinetApproach(string From, string? Street, IReadOnlyDictionary<string, string> Streets, double Speed_km_h, IReadOnlyList<CabinetLane> Lanes);

/// <param name="Phase">whose green lets it go</param>
/// <param name="Turns">s, l, r, t: where one goes from it, the most usual first</param>
/// <param name="Stop">the detector at its stop line, or null</param>
/// <param name="Advance">the detector before it, or null</param>
internal sealed record CabinetLane(int Phase, string Turns, CabinetDetector? Stop, CabinetDetector? Advance)
{
    public IEnumerable<CabinetDetector> Detectors => new[] { Stop, Advance }.OfType<CabinetDetector>();
}

/// <param name="Number">in the cabinet's vehicleDetectorTable</param>
/// <param name="ToStop_m">from its middle to the stop line; 0 at the line</param>
internal sealed record CabinetDetector(int Number, double ToStop_m);
