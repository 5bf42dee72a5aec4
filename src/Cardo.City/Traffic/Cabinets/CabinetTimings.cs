using Cardo.Kernel;
using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;

namespace Cardo.Traffic.Cabinets;

/// <summary>What a cabinet's own database says, as far as it matters here. It is read, never written.</summary>
/// <param name="BackupTime_s">after so long without an order the cabinet goes back to its own plan; 0 for never</param>
/// <param name="Period_s">of its volume and occupancy reports; 0 for none</param>
internal sealed record CabinetTimings(int MaxPhases, int MaxDetectors, int BackupTime_s, int Period_s, IReadOnlyList<PhaseTiming> Phases)
{
    public PhaseTiming? Of(int phase) => Phases.FirstOrDefault(p => p.Phase == phase);

    /// <summary>How long a change may take at most until all asked for is green: the longest green that cannot be ended, its clearance, and some more, s.</summary>
    public double LongestChange_s => Phases.Count == 0 ? 60 : Phases.Max(p => Math.Max(p.MinGreen_s, p.Walk_s + p.PedClear_s) + p.Yellow_s + p.RedClear_s) * 2 + 20;

    /// <summary>Reads it; refused where the cabinet is silent or is no actuated controller.</summary>
    public static async Task<Outcome<CabinetTimings>> Read(SnmpClient client, CancellationToken cancel)
    {
        if (!(await client.Get([Asc.MaxPhases, Asc.MaxVehicleDetectors, Asc.UnitBackupTime, Asc.VolumeOccupancyPeriod], cancel)).Try(out var unit, out var refusal)) return refusal;
        long One(Dictionary<Oid, SnmpValue> from, Oid oid) => from.TryGetValue(oid, out var value) && value.IsNumber ? value.Number : 0;
        var most = One(unit, Asc.MaxPhases);
        if (most is < 1 or > 255) return Refusal.Bad("not-asc", "It answers, and is no actuated signal controller of NTCIP 1202: it has no maxPhases (2.2.1).");
        var phases = new List<PhaseTiming>();
        for (var p = 1; p <= Math.Min(most, CabinetProfile.MostPhases); p++)
        {
            Oid Column(PhaseColumn column) => Asc.Phase(column, p);
            PhaseColumn[] columns = [PhaseColumn.Walk, PhaseColumn.PedestrianClear, PhaseColumn.MinimumGreen, PhaseColumn.Maximum1, PhaseColumn.YellowChange, PhaseColumn.RedClear, PhaseColumn.Options, PhaseColumn.Ring, PhaseColumn.Concurrency];
            if (!(await client.Get([.. columns.Select(Column)], cancel)).Try(out var row, out refusal)) return refusal;
            var options = row.TryGetValue(Column(PhaseColumn.Options), out var o) && o.IsNumber ? o.Number : 0;
            var ring = (int)Math.Clamp(One(row, Column(PhaseColumn.Ring)), 0, 255);
            var together = row.TryGetValue(Column(PhaseColumn.Concurrency), out var c) ? c.Octets.ToArray().Select(b => (int)b).ToArray() : [];
            phases.Add(new PhaseTiming(p, (options & 1) == 1 && ring > 0, ring, together,
                One(row, Column(PhaseColumn.MinimumGreen)), One(row, Column(PhaseColumn.Maximum1)), One(row, Column(PhaseColumn.YellowChange)) / 10.0, One(row, Column(PhaseColumn.RedClear)) / 10.0, One(row, Column(PhaseColumn.Walk)), One(row, Column(PhaseColumn.PedestrianClear))));
        }
        return new CabinetTimings((int)most, (int)Math.Clamp(One(unit, Asc.MaxVehicleDetectors), 0, 255), (int)Math.Clamp(One(unit, Asc.UnitBackupTime), 0, 65535), (int)Math.Clamp(One(unit, Asc.VolumeOccupancyPeriod), 0, 255), phases);
    }

    /// <summary>What of a profile does not fit this cabinet, in sentences; empty where all fits.</summary>
    public List<string> Misfits(CabinetProfile profile)
    {
        var wrong = new List<string>();
        foreach (var p in profile.Phases)
            if (Of(p) is not { Enabled: true }) wrong.Add($"Phase {p} has a meaning in the profile and is not enabled in the cabinet.");
        foreach (var p in Phases.Where(p => p.Enabled && !profile.Phases.Contains(p.Phase))) wrong.Add($"Phase {p.Phase} is enabled in the cabinet and has no meaning in the profile: whoever waits there would not be seen.");
        foreach (var a in profile.Phases)
            foreach (var b in profile.Phases.Where(b => b > a))
            {
                if (Of(a) is not { Enabled: true } pa || Of(b) is not { Enabled: true } pb) continue;
                var may = pa.Ring != pb.Ring && (pa.Concurrency.Contains(b) || pb.Concurrency.Contains(a));
                if (may != profile.Together(a, b)) wrong.Add($"Phases {a} and {b} are {(may ? "" : "not ")}concurrent in the cabinet and are {(may ? "not " : "")}in the profile's rings and barriers.");
            }
        foreach (var d in profile.Detectors.Where(d => d.Number > MaxDetectors)) wrong.Add($"Detector {d.Number} is in the profile; the cabinet has {MaxDetectors}.");
        return wrong;
    }
}

/// <summary>A row of phaseTable (NTCIP 1202:2005, 2.2.2).</summary>
/// <param name="Concurrency">phases of other rings that may be on beside it</param>
internal sealed record PhaseTiming(int Phase, bool Enabled, int Ring, IReadOnlyList<int> Concurrency, double MinGreen_s, double Max1_s, double Yellow_s, double RedClear_s, double Walk_s, double PedClear_s);
