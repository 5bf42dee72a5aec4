using Cardo.Kernel;
using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;

namespace Cardo.Traffic.Cabinets;

/// <summary>What a cabinet said at one moment. Phases stand as bits, phase 1 in bit 0.</summary>
/// <param name="Active">by group of eight detectors: who is on the loops</param>
/// <param name="Alarms">by group of eight detectors: whose loops have failed</param>
internal sealed record CabinetReading(
    uint Reds, uint Yellows, uint Greens, uint Walks, uint PedClears, uint VehCalls, uint PedCalls, uint Ons, uint Nexts,
    UnitControl Control, UnitFlash Flash, UnitAlarms1 Alarms1, UnitAlarms2 Alarms2, ShortAlarms Short, int Pattern, int ReportNumber,
    IReadOnlyDictionary<int, byte> Active, IReadOnlyDictionary<int, byte> Alarms)
{
    static readonly PhaseStatus[] columns = [PhaseStatus.Reds, PhaseStatus.Yellows, PhaseStatus.Greens, PhaseStatus.Walks, PhaseStatus.PedClears, PhaseStatus.VehCalls, PhaseStatus.PedCalls, PhaseStatus.PhaseOns, PhaseStatus.PhaseNexts];

    static readonly Oid[] unit = [Asc.UnitControlStatus, Asc.UnitFlashStatus, Asc.UnitAlarmStatus1, Asc.UnitAlarmStatus2, Asc.ShortAlarmStatus, Asc.CoordPatternStatus, Asc.VolumeOccupancySequence];

    public bool On(int detector) => Bit(Active, detector);

    public bool Failed(int detector) => Bit(Alarms, detector);

    static bool Bit(IReadOnlyDictionary<int, byte> groups, int detector) => groups.TryGetValue((detector + 7) / 8, out var bits) && (bits >> (detector - 1) % 8 & 1) == 1;

    /// <summary>The objects that one look asks for.</summary>
    public static List<Oid> Objects(CabinetProfile profile)
    {
        var list = new List<Oid>(unit);
        foreach (var group in Groups(profile.Phases))
            list.AddRange(columns.Select(c => Asc.Status(c, group)));
        foreach (var group in Groups(profile.Detectors.Select(d => d.Number)))
            list.AddRange([Asc.DetectorActive(group), Asc.DetectorAlarms(group)]);
        return list;
    }

    public static int[] Groups(IEnumerable<int> numbers) => [.. numbers.Select(n => (n + 7) / 8).Distinct().Order()];

    /// <summary>Makes a reading of answers; refused where the lamps themselves are not told, or several are told of one phase.</summary>
    public static Outcome<CabinetReading> Of(CabinetProfile profile, Dictionary<Oid, SnmpValue> answers)
    {
        var phases = Groups(profile.Phases);
        if (phases.Any(g => new[] { PhaseStatus.Reds, PhaseStatus.Yellows, PhaseStatus.Greens }.Any(c => !answers.TryGetValue(Asc.Status(c, g), out var v) || !v.IsNumber || v.Number is < 0 or > 255)))
            return Refusal.Bad("cabinet-untold", "The cabinet does not say what its phases show (phaseStatusGroupTable, 2.2.4).");
        uint Bits(PhaseStatus column) => phases.Aggregate(0u, (bits, g) => bits | (uint)(Number(answers, Asc.Status(column, g)) & 0xFF) << 8 * (g - 1));
        Dictionary<int, byte> Detectors(Func<int, Oid> oid) => Groups(profile.Detectors.Select(d => d.Number)).ToDictionary(g => g, g => (byte)Number(answers, oid(g)));
        var (reds, yellows, greens) = (Bits(PhaseStatus.Reds), Bits(PhaseStatus.Yellows), Bits(PhaseStatus.Greens));
        if (((reds & yellows) | (reds & greens) | (yellows & greens)) != 0) return Refusal.Bad("cabinet-contradicts", "The cabinet says two colours of one phase (phaseStatusGroupTable, 2.2.4).");
        return new CabinetReading(reds, yellows, greens, Bits(PhaseStatus.Walks), Bits(PhaseStatus.PedClears), Bits(PhaseStatus.VehCalls), Bits(PhaseStatus.PedCalls), Bits(PhaseStatus.PhaseOns), Bits(PhaseStatus.PhaseNexts),
            (UnitControl)Number(answers, Asc.UnitControlStatus), (UnitFlash)Number(answers, Asc.UnitFlashStatus), (UnitAlarms1)Number(answers, Asc.UnitAlarmStatus1), (UnitAlarms2)Number(answers, Asc.UnitAlarmStatus2),
            (ShortAlarms)Number(answers, Asc.ShortAlarmStatus), (int)Number(answers, Asc.CoordPatternStatus), (int)Number(answers, Asc.VolumeOccupancySequence), Detectors(Asc.DetectorActive), Detectors(Asc.DetectorAlarms));
    }

    static long Number(Dictionary<Oid, SnmpValue> answers, Oid oid) => answers.TryGetValue(oid, out var value) && value.IsNumber ? Math.Clamp(value.Number, 0, int.MaxValue) : 0;

    /// <summary>A letter a lamp, by the profile's phases.</summary>
    public string Lamps(int[] phases) => string.Create(phases.Length, (this, phases), static (to, of) =>
    {
        for (var i = 0; i < to.Length; i++)
        {
            var bit = 1u << of.phases[i] - 1;
            to[i] = (of.Item1.Greens & bit) != 0 ? 'G' : (of.Item1.Yellows & bit) != 0 ? 'y' : 'r';
        }
    });
}
