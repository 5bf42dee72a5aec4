using Cardo.Standards.Snmp;

namespace Cardo.Standards.Ntcip1202;

/// <summary>
/// Objects of an actuated signal controller unit by the names of NTCIP 1202:2005 v02.19 (clauses below; version 3 keeps
/// the numbers). A group is eight phases or detectors, the lowest in bit 0: phase 1 is bit 0 of group 1, phase 9 of group 2.
/// </summary>
public static class Asc
{
    /// <summary>iso.org.dod.internet.private.enterprises.nema.transportation.devices.asc</summary>
    public static readonly Oid Root = Oid.Of(1, 3, 6, 1, 4, 1, 1206, 4, 2, 1);

    /// <summary>2.2.1</summary>
    public static readonly Oid MaxPhases = Root.Plus(1, 1, 0);

    /// <summary>2.2.3</summary>
    public static readonly Oid MaxPhaseGroups = Root.Plus(1, 3, 0);

    /// <summary>2.3.1</summary>
    public static readonly Oid MaxVehicleDetectors = Root.Plus(2, 1, 0);

    /// <summary>2.3.5.1: counts up, modulo 256, with each report</summary>
    public static readonly Oid VolumeOccupancySequence = Root.Plus(2, 5, 1, 0);

    /// <summary>2.3.5.2: s that a report covers; 0 for none</summary>
    public static readonly Oid VolumeOccupancyPeriod = Root.Plus(2, 5, 2, 0);

    /// <summary>2.4.3: s without a SET of a control object until the unit goes back to its own plan; 0 turns that off</summary>
    public static readonly Oid UnitBackupTime = Root.Plus(3, 3, 0);

    /// <summary>2.4.5</summary>
    public static readonly Oid UnitControlStatus = Root.Plus(3, 5, 0);

    /// <summary>2.4.6</summary>
    public static readonly Oid UnitFlashStatus = Root.Plus(3, 6, 0);

    /// <summary>2.4.7</summary>
    public static readonly Oid UnitAlarmStatus2 = Root.Plus(3, 7, 0);

    /// <summary>2.4.8</summary>
    public static readonly Oid UnitAlarmStatus1 = Root.Plus(3, 8, 0);

    /// <summary>2.4.9</summary>
    public static readonly Oid ShortAlarmStatus = Root.Plus(3, 9, 0);

    /// <summary>2.5.10: the pattern that runs; 254 free, 255 flash</summary>
    public static readonly Oid CoordPatternStatus = Root.Plus(4, 10, 0);

    /// <summary>2.5.14: 0 leaves the unit alone, 1 to 253 call a pattern, 254 free, 255 flash</summary>
    public static readonly Oid SystemPatternControl = Root.Plus(4, 14, 0);

    public const int Standby = 0, Free = 254;

    /// <summary>2.8.1, 2.8.2</summary>
    public static readonly Oid MaxRings = Root.Plus(7, 1, 0), MaxSequences = Root.Plus(7, 2, 0);

    /// <summary>2.2.2, a column of phaseTable for one phase.</summary>
    public static Oid Phase(PhaseColumn column, int phase) => Root.Plus(1, 2, 1, (uint)column, (uint)phase);

    /// <summary>2.2.4, a column of phaseStatusGroupTable for eight phases.</summary>
    public static Oid Status(PhaseStatus column, int group) => Root.Plus(1, 4, 1, (uint)column, (uint)group);

    /// <summary>2.2.5, a column of phaseControlGroupTable for eight phases. A SET of any restarts the backup time; the unit clears all when it goes back to its own plan.</summary>
    public static Oid Control(PhaseControl column, int group) => Root.Plus(1, 5, 1, (uint)column, (uint)group);

    /// <summary>2.3.4.3, vehicleDetectorStatusGroupActive: who is on the loops.</summary>
    public static Oid DetectorActive(int group) => Root.Plus(2, 4, 1, 2, (uint)group);

    /// <summary>2.3.4.4, vehicleDetectorStatusGroupAlarms: whose loops have failed.</summary>
    public static Oid DetectorAlarms(int group) => Root.Plus(2, 4, 1, 3, (uint)group);

    /// <summary>2.3.5.4.1: vehicles of the last period; 255 for more, or for a fault</summary>
    public static Oid DetectorVolume(int detector) => Root.Plus(2, 5, 4, 1, 1, (uint)detector);

    /// <summary>2.3.5.4.2: half percents, 0 to 200; 210 and more are faults</summary>
    public static Oid DetectorOccupancy(int detector) => Root.Plus(2, 5, 4, 1, 2, (uint)detector);

    /// <summary>2.8.3.3, sequenceData: a ring's phases in their order, an octet each.</summary>
    public static Oid SequenceData(int sequence, int ring) => Root.Plus(7, 3, 1, 3, (uint)sequence, (uint)ring);
}

/// <summary>Columns of phaseTable (2.2.2). Times are seconds but for yellow and red clearance, which are tenths.</summary>
public enum PhaseColumn : uint
{
    Walk = 2, PedestrianClear = 3, MinimumGreen = 4, Passage = 5, Maximum1 = 6, YellowChange = 8, RedClear = 9, Startup = 20, Options = 21, Ring = 22, Concurrency = 23,
}

/// <summary>Columns of phaseStatusGroupTable (2.2.4).</summary>
public enum PhaseStatus : uint
{
    Reds = 2, Yellows = 3, Greens = 4, DontWalks = 5, PedClears = 6, Walks = 7, VehCalls = 8, PedCalls = 9, PhaseOns = 10, PhaseNexts = 11,
}

/// <summary>Columns of phaseControlGroupTable (2.2.5).</summary>
public enum PhaseControl : uint
{
    PhaseOmit = 2, PedOmit = 3, Hold = 4, ForceOff = 5, VehCall = 6, PedCall = 7,
}

/// <summary>Who runs the unit (2.4.5).</summary>
public enum UnitControl { Other = 1, SystemControl = 2, SystemStandby = 3, Backup = 4, Manual = 5, Timebase = 6, Interconnect = 7, InterconnectBackup = 8 }

/// <summary>Whether and why it flashes (2.4.6).</summary>
public enum UnitFlash { Other = 1, NotFlash = 2, Automatic = 3, LocalManual = 4, FaultMonitor = 5, Mmu = 6, Startup = 7, Preempt = 8 }

/// <summary>Bits of shortAlarmStatus (2.4.9).</summary>
[Flags]
public enum ShortAlarms { None = 0, Preempt = 1, Flash = 2, CycleZero = 4, LocalOverride = 8, Coordination = 16, DetectorFault = 32, NonCritical = 64, Critical = 128 }

/// <summary>Bits of unitAlarmStatus2 (2.4.7).</summary>
[Flags]
public enum UnitAlarms2 { None = 0, PowerRestart = 1, LowBattery = 2, ResponseFault = 4, ExternalStart = 8, StopTime = 16 }

/// <summary>Bits of unitAlarmStatus1 (2.4.8).</summary>
[Flags]
public enum UnitAlarms1 { None = 0, CycleFault = 1, CoordFault = 2, CoordFail = 4, CycleFail = 8, MmuFlash = 16, LocalFlash = 32, LocalFree = 64, CoordActive = 128 }
