using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;

namespace Cardo.Conformance.Ntcip1202;

/// <summary>Objects by their numbers, NTCIP 1202:2005 v02.19, section 2 (asc: 1.3.6.1.4.1.1206.4.2.1).</summary>
public sealed class ObjectTests
{
    public static TheoryData<string, string, Oid> Objects => new()
    {
        { "2.2.1 maxPhases", "1.1.0", Asc.MaxPhases },
        { "2.2.2.2 phaseWalk", "1.2.1.2.3", Asc.Phase(PhaseColumn.Walk, 3) },
        { "2.2.2.3 phasePedestrianClear", "1.2.1.3.3", Asc.Phase(PhaseColumn.PedestrianClear, 3) },
        { "2.2.2.4 phaseMinimumGreen", "1.2.1.4.3", Asc.Phase(PhaseColumn.MinimumGreen, 3) },
        { "2.2.2.6 phaseMaximum1", "1.2.1.6.3", Asc.Phase(PhaseColumn.Maximum1, 3) },
        { "2.2.2.8 phaseYellowChange", "1.2.1.8.3", Asc.Phase(PhaseColumn.YellowChange, 3) },
        { "2.2.2.9 phaseRedClear", "1.2.1.9.3", Asc.Phase(PhaseColumn.RedClear, 3) },
        { "2.2.2.21 phaseOptions", "1.2.1.21.3", Asc.Phase(PhaseColumn.Options, 3) },
        { "2.2.2.22 phaseRing", "1.2.1.22.3", Asc.Phase(PhaseColumn.Ring, 3) },
        { "2.2.2.23 phaseConcurrency", "1.2.1.23.3", Asc.Phase(PhaseColumn.Concurrency, 3) },
        { "2.2.4.2 phaseStatusGroupReds", "1.4.1.2.1", Asc.Status(PhaseStatus.Reds, 1) },
        { "2.2.4.3 phaseStatusGroupYellows", "1.4.1.3.1", Asc.Status(PhaseStatus.Yellows, 1) },
        { "2.2.4.4 phaseStatusGroupGreens", "1.4.1.4.2", Asc.Status(PhaseStatus.Greens, 2) },
        { "2.2.4.6 phaseStatusGroupPedClears", "1.4.1.6.1", Asc.Status(PhaseStatus.PedClears, 1) },
        { "2.2.4.7 phaseStatusGroupWalks", "1.4.1.7.1", Asc.Status(PhaseStatus.Walks, 1) },
        { "2.2.4.8 phaseStatusGroupVehCalls", "1.4.1.8.1", Asc.Status(PhaseStatus.VehCalls, 1) },
        { "2.2.4.10 phaseStatusGroupPhaseOns", "1.4.1.10.1", Asc.Status(PhaseStatus.PhaseOns, 1) },
        { "2.2.4.11 phaseStatusGroupPhaseNexts", "1.4.1.11.1", Asc.Status(PhaseStatus.PhaseNexts, 1) },
        { "2.2.5.2 phaseControlGroupPhaseOmit", "1.5.1.2.1", Asc.Control(PhaseControl.PhaseOmit, 1) },
        { "2.2.5.3 phaseControlGroupPedOmit", "1.5.1.3.1", Asc.Control(PhaseControl.PedOmit, 1) },
        { "2.2.5.4 phaseControlGroupHold", "1.5.1.4.1", Asc.Control(PhaseControl.Hold, 1) },
        { "2.2.5.5 phaseControlGroupForceOff", "1.5.1.5.1", Asc.Control(PhaseControl.ForceOff, 1) },
        { "2.2.5.6 phaseControlGroupVehCall", "1.5.1.6.1", Asc.Control(PhaseControl.VehCall, 1) },
        { "2.2.5.7 phaseControlGroupPedCall", "1.5.1.7.1", Asc.Control(PhaseControl.PedCall, 1) },
        { "2.3.1 maxVehicleDetectors", "2.1.0", Asc.MaxVehicleDetectors },
        { "2.3.4.3 vehicleDetectorStatusGroupActive", "2.4.1.2.1", Asc.DetectorActive(1) },
        { "2.3.4.4 vehicleDetectorStatusGroupAlarms", "2.4.1.3.1", Asc.DetectorAlarms(1) },
        { "2.3.5.1 volumeOccupancySequence", "2.5.1.0", Asc.VolumeOccupancySequence },
        { "2.3.5.2 volumeOccupancyPeriod", "2.5.2.0", Asc.VolumeOccupancyPeriod },
        { "2.3.5.4.1 detectorVolume", "2.5.4.1.1.12", Asc.DetectorVolume(12) },
        { "2.3.5.4.2 detectorOccupancy", "2.5.4.1.2.12", Asc.DetectorOccupancy(12) },
        { "2.4.3 unitBackupTime", "3.3.0", Asc.UnitBackupTime },
        { "2.4.5 unitControlStatus", "3.5.0", Asc.UnitControlStatus },
        { "2.4.6 unitFlashStatus", "3.6.0", Asc.UnitFlashStatus },
        { "2.4.7 unitAlarmStatus2", "3.7.0", Asc.UnitAlarmStatus2 },
        { "2.4.8 unitAlarmStatus1", "3.8.0", Asc.UnitAlarmStatus1 },
        { "2.4.9 shortAlarmStatus", "3.9.0", Asc.ShortAlarmStatus },
        { "2.5.10 coordPatternStatus", "4.10.0", Asc.CoordPatternStatus },
        { "2.5.14 systemPatternControl", "4.14.0", Asc.SystemPatternControl },
        { "2.8.1 maxRings", "7.1.0", Asc.MaxRings },
        { "2.8.3.3 sequenceData", "7.3.1.3.1.2", Asc.SequenceData(1, 2) },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void Objects_stand_where_the_standard_puts_them(string what, string below, Oid oid) => oid.ToString().ShouldBe("1.3.6.1.4.1.1206.4.2.1." + below, what);

    [Theory] // 2.3.5.4.2: 0 to 200 half percents, faults from 210
    [InlineData(0, null)]
    [InlineData(200, null)]
    [InlineData(210, "max presence")]
    [InlineData(211, "no activity")]
    [InlineData(212, "open loop")]
    [InlineData(213, "shorted loop")]
    [InlineData(214, "excessive change")]
    [InlineData(216, "watchdog")]
    [InlineData(217, "erratic counts")]
    [InlineData(201, "fault 201")]
    public void An_occupancy_beyond_a_hundred_percent_is_a_fault(int value, string? fault) => OccupancyFault.Of(value).ShouldBe(fault);
}
