using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;
using Cardo.Traffic.Cabinets;

namespace Cardo.Conformance.Ntcip1202;

/// <summary>What the status and control groups mean (NTCIP 1202:2005, 2.2.4, 2.2.5, 2.4.3), from the wire to a dual-ring controller and back.</summary>
public sealed class PhaseTests : IDisposable
{
    readonly Cabinet cabinet = new();

    public void Dispose() => cabinet.Dispose();

    static uint Bits(params int[] phases) => OrderPhases.Bits(phases);

    [Fact] // 2.2.4.2 to 2.2.4.4: bit 0 is the group's first phase, and each phase is one of red, yellow and green
    public async Task Each_phase_is_red_yellow_or_green_in_its_bit()
    {
        await cabinet.Set(PhaseControl.VehCall, 2, 6);
        cabinet.Pass(2);
        (await cabinet.Status(PhaseStatus.Greens)).ShouldBe(Bits(2, 6));
        (await cabinet.Status(PhaseStatus.Reds)).ShouldBe(Bits(1, 3, 4, 5, 7, 8));
        (await cabinet.Read()).Lamps(cabinet.Profile.Phases).ShouldBe("rGrrrGrr");
    }

    [Fact] // 2.2.5.6: a bit of one places a call for vehicle service; 2.2.4.8 shows it
    public async Task A_call_is_shown_and_served()
    {
        await cabinet.Set(PhaseControl.VehCall, 2, 6);
        cabinet.Pass(2);
        await cabinet.Set(PhaseControl.VehCall, 4);
        cabinet.Pass(0.5);
        (await cabinet.Status(PhaseStatus.VehCalls)).ShouldBe(Bits(4));
        cabinet.Pass(20);
        (await cabinet.Status(PhaseStatus.Greens)).ShouldBe(Bits(4));
    }

    [Fact] // 2.2.5.4: hold keeps a green that others wait for
    public async Task A_held_green_stays_although_others_wait()
    {
        await cabinet.Set(PhaseControl.VehCall, 2, 6);
        cabinet.Pass(2);
        await cabinet.Set(PhaseControl.Hold, 2, 6);
        for (var i = 0; i < 6; i++)
        {
            cabinet.Pass(8);
            await cabinet.Set(PhaseControl.VehCall, 4, 8);
        }
        (await cabinet.Status(PhaseStatus.Greens)).ShouldBe(Bits(2, 6));
    }

    [Fact] // 2.2.5.5: force-off ends a green, not before its minimum; the bit is reset when the green ends
    public async Task A_forced_off_green_has_its_minimum_and_the_bit_is_reset_at_its_end()
    {
        await cabinet.Set(PhaseControl.VehCall, 2, 6);
        cabinet.Pass(1);
        await cabinet.Set(PhaseControl.VehCall, 4, 8);
        await cabinet.Set(PhaseControl.ForceOff, 2, 6);
        cabinet.Pass(3);
        (await cabinet.Status(PhaseStatus.Greens)).ShouldBe(Bits(2, 6));
        cabinet.Pass(3);
        (await cabinet.Status(PhaseStatus.Yellows)).ShouldBe(Bits(2, 6));
        (await cabinet.Get(Asc.Control(PhaseControl.ForceOff, 1))).ShouldBe(0);
    }

    [Fact] // 2.2.5.5 and NEMA TS 2: no force-off cuts a walk or its clearance
    public async Task A_force_off_waits_for_who_walks()
    {
        using var walks = new Cabinet(timings: cabinet.Profile.Phases.Select(p => cabinet.Unit.Timing(p)! with { Walk_s = 7, PedClear_s = 10 }));
        await walks.Set(PhaseControl.PedCall, 2);
        await walks.Set(PhaseControl.VehCall, 2, 4);
        walks.Pass(2);
        (await walks.Status(PhaseStatus.Walks)).ShouldBe(Bits(2));
        await walks.Set(PhaseControl.PedCall);
        await walks.Set(PhaseControl.ForceOff, 2);
        walks.Pass(7);
        (await walks.Status(PhaseStatus.PedClears)).ShouldBe(Bits(2));
        (await walks.Status(PhaseStatus.Greens)).ShouldBe(Bits(2));
        walks.Pass(9);
        await walks.Set(PhaseControl.ForceOff, 2);
        walks.Pass(3);
        (await walks.Status(PhaseStatus.Greens)).ShouldBe(0u);
    }

    [Fact] // 2.2.5.2: an omitted phase is not served though it is called
    public async Task An_omitted_phase_is_not_served()
    {
        await cabinet.Set(PhaseControl.PhaseOmit, 4, 8);
        await cabinet.Set(PhaseControl.VehCall, 2, 4, 8);
        for (var i = 0; i < 6; i++)
        {
            cabinet.Pass(6);
            await cabinet.Set(PhaseControl.VehCall, 2, 4, 8);
        }
        (await cabinet.Status(PhaseStatus.Greens)).ShouldBe(Bits(2));
    }

    [Fact] // 2.4.3, 2.2.5, 2.5.14: no SET for the backup time, and the unit is back on its own with every control at zero
    public async Task Without_orders_for_the_backup_time_the_unit_clears_them_all()
    {
        await cabinet.Set(PhaseControl.Hold, 2, 6);
        (await cabinet.Client.Set([new SnmpVariable(Asc.SystemPatternControl, SnmpValue.Of(Asc.Free))], Cabinet.Cancel)).Ok.ShouldBeTrue();
        cabinet.Pass(cabinet.Unit.BackupTime_s - 1);
        (await cabinet.Get(Asc.UnitControlStatus)).ShouldBe((int)UnitControl.SystemControl);
        await cabinet.Set(PhaseControl.Hold, 2, 6);
        cabinet.Pass(cabinet.Unit.BackupTime_s - 1);
        (await cabinet.Get(Asc.Control(PhaseControl.Hold, 1))).ShouldBe(Bits(2, 6));
        cabinet.Pass(1.5);
        (await cabinet.Get(Asc.UnitControlStatus)).ShouldBe((int)UnitControl.Backup);
        (await cabinet.Get(Asc.Control(PhaseControl.Hold, 1))).ShouldBe(0);
        (await cabinet.Get(Asc.SystemPatternControl)).ShouldBe(Asc.Standby);
    }

    [Fact] // 2.3.4.3, 2.3.4.4: eight detectors a group, the first in bit 0
    public async Task Detectors_are_read_from_their_groups()
    {
        cabinet.Unit.Detect(14, true);
        cabinet.Unit.Detect(1, true);
        cabinet.Agent.FailedDetectors.Add(8);
        (await cabinet.Get(Asc.DetectorActive(2))).ShouldBe(1 << 5);
        var reading = await cabinet.Read();
        cabinet.Profile.Detectors.Where(d => reading.On(d.Number)).Select(d => d.Number).ShouldBe([1, 14], ignoreOrder: true);
        cabinet.Profile.Detectors.Where(d => reading.Failed(d.Number)).Select(d => d.Number).ShouldBe([8]);
    }

    [Fact] // 2.2.2: times in seconds, yellow and red clearance in tenths; rings and concurrency as the profile has them
    public async Task The_phase_table_is_read_with_its_units()
    {
        var timings = (await CabinetTimings.Read(cabinet.Client, Cabinet.Cancel)).Value;
        timings.Of(2).ShouldNotBeNull().Yellow_s.ShouldBe(4);
        timings.Of(2)!.RedClear_s.ShouldBe(1);
        timings.Of(2)!.Concurrency.ShouldBe([5, 6]);
        timings.Of(9)!.Enabled.ShouldBeFalse();
        timings.BackupTime_s.ShouldBe(10);
        timings.Misfits(cabinet.Profile).ShouldBeEmpty();
    }

    [Fact]
    public void A_ring_is_not_asked_to_go_back_beside_a_green_but_to_go_round_over_the_barrier()
    {
        var orders = new OrderPhases(cabinet.Profile);
        var reading = new CabinetReading(0, 0, Bits(2, 6), 0, 0, Bits(5, 8), 0, 0, 0, UnitControl.SystemControl, UnitFlash.NotFlash, 0, 0, 0, 254, 0, new Dictionary<int, byte>(), new Dictionary<int, byte>());
        // 5 comes before 6 in its ring: who keeps 2 green would trap those who turn left against it.
        var order = orders.Next(Bits(2, 5), reading);
        (order.Hold, order.ForceOff, order.VehCall).ShouldBe((0u, Bits(2, 6), Bits(8)));
        order = orders.Next(Bits(2, 5), reading with { Greens = Bits(8) });
        (order.ForceOff, order.VehCall, order.Omit).ShouldBe((Bits(8), Bits(2, 5), Bits(1, 3, 4, 6, 7, 8)));
        orders.Next(Bits(2, 6), reading with { Greens = Bits(2, 5) }).Hold.ShouldBe(Bits(2));
    }
}
