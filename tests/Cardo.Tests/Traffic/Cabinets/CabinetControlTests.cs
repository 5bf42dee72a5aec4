using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;
using Cardo.Traffic.Cabinets;

namespace Cardo.Tests.Traffic.Cabinets;

/// <summary>A cabinet under control, and everything that ends it.</summary>
public sealed class CabinetControlTests : IDisposable
{
    readonly CabinetBench bench = new();

    public void Dispose() => bench.Dispose();

    CabinetState State => bench.Link.Now.State;

    [Fact]
    public async Task A_cabinet_that_is_well_is_taken_and_follows_and_everybody_is_served()
    {
        await bench.Go(300);
        State.ShouldBe(CabinetState.Controlled);
        bench.Kinds.ShouldBe(["control-taken"]);
        bench.Room.Fault(0).ShouldBeNull();
        bench.Room.Decisions.ShouldBeGreaterThan(20);
        for (var lamp = 0; lamp < 8; lamp++) bench.Shown.Count(s => s[lamp] == 'G').ShouldBeGreaterThan(4, $"phase {bench.Profile.Phases[lamp]}");
        bench.Unit.Pattern.ShouldBe(Asc.Free);
    }

    [Fact]
    public async Task As_many_get_through_by_decided_greens_as_by_the_cabinets_own_and_nobody_is_forgotten()
    {
        await bench.Go(1200);
        using var own = new CabinetBench(allowed: false);
        await own.Go(1200);
        own.Agent.Orders.ShouldBe(0);
        bench.Traffic.Passed.ShouldBeGreaterThan(own.Traffic.Passed * 9 / 10);
        State.ShouldBe(CabinetState.Controlled);
        bench.Room.Faults.ShouldBeEmpty();
        // The guard's two minutes, and the longest change of this cabinet.
        for (var lamp = 0; lamp < 8; lamp++) LongestRed(lamp).ShouldBeLessThan(150, $"phase {bench.Profile.Phases[lamp]}");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(300)]
    [InlineData(400)]
    public async Task With_a_detector_before_every_stop_line_decided_greens_are_near_the_cabinets_own_actuation(int flow_veh_h)
    {
        var yaml = CabinetBench.Junction;
        foreach (var left in new[] { 1, 3, 5, 7 }) yaml = yaml.Replace($"stop_detector: {left} }}", $"stop_detector: {left}, advance_detector: {left + 20}, advance_m: 60 }}");
        using var decided = new CabinetBench(yaml, flow_veh_h: flow_veh_h);
        using var own = new CabinetBench(yaml, allowed: false, flow_veh_h: flow_veh_h);
        await decided.Go(1800);
        await own.Go(1800);
        TestContext.Current.SendDiagnosticMessage($"{flow_veh_h} veh/h a lane: {decided.Traffic.Waited_s:0} s waited decided, {own.Traffic.Waited_s:0} s by its own; {decided.Traffic.Passed} and {own.Traffic.Passed} passed");
        decided.Traffic.Passed.ShouldBeGreaterThan(own.Traffic.Passed * 95 / 100);
        decided.Traffic.Waited_s.ShouldBeLessThan(1.25 * own.Traffic.Waited_s);
    }

    int LongestRed(int lamp)
    {
        int longest = 0, red = 0;
        foreach (var shown in bench.Shown) longest = Math.Max(longest, red = shown[lamp] == 'G' ? 0 : red + 1);
        return longest;
    }

    [Fact]
    public async Task A_line_that_breaks_leaves_the_cabinet_to_its_backup_time_and_it_is_taken_again_when_all_was_well_for_a_while()
    {
        await bench.Go(60);
        State.ShouldBe(CabinetState.Controlled);
        bench.Agent.Line = (_, _) => [];
        await bench.Go(5);
        State.ShouldBe(CabinetState.Silent);
        bench.Room.Fault(0).ShouldBe("silent");
        bench.Kinds.ShouldBe(["control-taken", "control-returned silent"]);
        await bench.Go(8);
        bench.Unit.InBackup.ShouldBeTrue();
        bench.Told.ShouldBeFalse();
        bench.Agent.Line = null;
        await bench.Go(20);
        State.ShouldBe(CabinetState.Ready);
        await bench.Go(30);
        State.ShouldBe(CabinetState.Controlled);
        bench.Kinds.Last().ShouldBe("control-taken");
    }

    [Theory]
    [InlineData("manual", CabinetState.Manual)]
    [InlineData("stop time", CabinetState.Manual)]
    [InlineData("flash", CabinetState.Flash)]
    [InlineData("preempt", CabinetState.Preempted)]
    [InlineData("loops", CabinetState.Blind)]
    public async Task Whoever_stands_at_the_cabinet_a_flash_a_preemption_and_dead_loops_end_control_at_once(string what, CabinetState state)
    {
        await bench.Go(60);
        State.ShouldBe(CabinetState.Controlled);
        lock (bench.Agent.Gate)
        {
            if (what == "manual") bench.Unit.ManualControl = true;
            if (what == "stop time") bench.Unit.StopTime = true;
            if (what == "flash") bench.Unit.Flash = UnitFlash.LocalManual;
            if (what == "preempt") bench.Unit.Preempt = true;
            if (what == "loops") bench.Agent.FailedDetectors.UnionWith([2, 12]);
        }
        await bench.Go(1);
        State.ShouldBe(state);
        bench.Told.ShouldBeFalse();
        bench.Kinds.ShouldBe(["control-taken", "control-returned " + state.ToString().ToLowerInvariant()]);
        var orders = bench.Agent.Orders;
        await bench.Go(20);
        bench.Agent.Orders.ShouldBe(orders);
        bench.Room.Fault(0).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_cabinet_that_restarts_in_the_middle_is_left_alone_while_it_flashes_and_taken_again_later()
    {
        await bench.Go(60);
        lock (bench.Agent.Gate) bench.Unit.Restart();
        await bench.Go(3);
        State.ShouldBe(CabinetState.Flash);
        bench.Told.ShouldBeFalse();
        await bench.Go(60);
        State.ShouldBe(CabinetState.Controlled);
    }

    [Fact]
    public async Task A_cabinet_that_refuses_orders_is_asked_no_more_for_five_minutes()
    {
        bench.Agent.RefusesSet = SnmpError.ReadOnly;
        await bench.Go(60);
        State.ShouldBe(CabinetState.Refuses);
        bench.Link.Now.Detail.ShouldContain("ReadOnly");
        bench.Kinds.ShouldBeEmpty();
        bench.Agent.RefusesSet = SnmpError.None;
        await bench.Go(100);
        State.ShouldBe(CabinetState.Refuses);
        await bench.Go(220);
        State.ShouldBe(CabinetState.Controlled);
    }

    [Fact]
    public async Task A_pattern_set_at_the_cabinets_panel_is_not_fought_with()
    {
        bench.Unit.PanelPattern = 3;
        await bench.Go(60);
        State.ShouldBe(CabinetState.Refuses);
        bench.Link.Now.Detail.ShouldContain("pattern 3");
        bench.Told.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task A_cabinet_that_would_keep_the_last_order_for_long_is_never_told_anything(int backup_s)
    {
        bench.Unit.BackupTime_s = backup_s;
        await bench.Go(60);
        State.ShouldBe(CabinetState.Unsafe);
        bench.Agent.Orders.ShouldBe(0);
    }

    [Fact]
    public async Task A_city_that_decides_no_more_gives_back()
    {
        await bench.Go(60);
        await bench.Go(5, decides: false);
        bench.Told.ShouldBeFalse();
        State.ShouldBe(CabinetState.Ready);
        bench.Kinds.Last().ShouldBe("control-returned withheld");
    }

    [Fact]
    public async Task A_cabinet_whose_profile_or_whose_city_does_not_allow_control_is_only_watched()
    {
        foreach (var (yaml, allowed) in new[] { (CabinetBench.Junction, false), (CabinetBench.Junction.Replace("control: true", "control: false"), true) })
        {
            using var watched = new CabinetBench(yaml, allowed);
            await watched.Go(40);
            watched.Link.Now.State.ShouldBe(CabinetState.Watched);
            watched.Agent.Orders.ShouldBe(0);
            watched.Shown.Last().ShouldContain('G');
        }
    }

    [Fact]
    public async Task A_cabinet_of_another_junction_is_not_controlled_and_says_what_does_not_fit()
    {
        using var other = new CabinetBench(CabinetBench.Junction + "\nrings: [[1, 2, 3, 8], [5, 6, 7, 4]]");
        await other.Go(5);
        other.Link.Now.State.ShouldBe(CabinetState.Controlled);
        // The same cabinet under the plain profile: 4 and 8 have changed their rings.
        using var link = new CabinetLink(ReadCabinet.Parse("plain", CabinetBench.Junction, ("public", null)).Value, new SnmpClient(other.Agent.Address, SnmpVersion.V1, "public", "secret", TimeSpan.FromSeconds(1)), true, _ => { }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await link.Once(TestContext.Current.CancellationToken);
        link.Now.State.ShouldBe(CabinetState.Misfit);
        link.Now.Detail.ShouldContain("concurrent");
    }
}
