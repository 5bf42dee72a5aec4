using Cardo.Tests.Traffic.Live;
using Cardo.Traffic;
using Cardo.Traffic.Trying;

namespace Cardo.Tests.Traffic.Trying;

public sealed class ChangeTests
{
    static Intersection Signal(RoadNetwork network, string id) => network.Intersections.First(i => i.Id == id);

    static RoadNetwork Network()
    {
        using var source = DemoTraffic.Open();
        return source.Network;
    }

    static Cardo.Kernel.Refusal Refused(string text, RoadNetwork network) => Prepared.Of(ReadChange.Parse(text).Value, network).Refusal;

    [Fact]
    public void A_change_says_everything_that_may_be_said()
    {
        var change = ReadChange.Parse("""
            name: A green wave
            demand: 1.1
            control: fixed
            closed:
              - J12-6_J15-6
              - {road: J9-6_J9-9, from_s: 600, to_s: 1200}
            plans:
              - {signal: J9-9, offset_s: 12}
              - signal: J6-6
                phases:
                  - {state: rrrGGgrrrGGg, duration_s: 30}
            priority:
              - {roads: [W9_J6-9, J6-9_J9-9], gain: 0.2, speed_km_h: 45}
            """).Value;
        (change.Name, change.Demand, change.Control).ShouldBe(("A green wave", 1.1, "fixed"));
        change.Closed.ShouldBe([new Closure("J12-6_J15-6", null, null), new Closure("J9-6_J9-9", 600, 1200)]);
        change.Plans[0].ShouldBe(new PlanChange("J9-9", 12, null));
        change.Plans[1].Phases.ShouldBe([new Phase("rrrGGgrrrGGg", 30)]);
        change.Priorities[0].Speed_km_h.ShouldBe(45);
        ReadChange.Parse("").Value.ShouldBe(Change.None);
    }

    [Fact]
    public void Whatever_is_wrong_is_named_with_its_line()
    {
        var refusal = ReadChange.Parse("demand: 99\ncontrol: clever\nclosd: [x]\nplans:\n  - {signal: A}\npriority: 3").Refusal;
        refusal.Code.ShouldBe("change-wrong");
        refusal.Details!.Count.ShouldBe(5);
        refusal.Details[0].ShouldBe("line 1: demand is a number from 0.05 to 5.");
        refusal.Details[2].ShouldStartWith("line 3: 'closd' is not known");
        ReadChange.Parse("a: [").Refusal.Code.ShouldBe("change-unreadable");
        ReadChange.Parse("just a word").Refusal.Code.ShouldBe("change-wrong");
        ReadChange.Parse(new string('#', ReadChange.MaxBytes + 1)).Refusal.Code.ShouldBe("change-too-long");
    }

    [Fact]
    public void No_text_whatever_makes_the_reader_throw()
    {
        var chance = new Random(11);
        const string letters = "namedclosp:[]{}-,!&*#\n \t\"'|>%@`0.5eE~";
        for (var n = 0; n < 3000; n++) _ = ReadChange.Parse(string.Concat(Enumerable.Range(0, chance.Next(80)).Select(_ => letters[chance.Next(letters.Length)]))).Ok;
    }

    [Fact]
    public void What_the_network_does_not_have_is_named_with_what_was_meant()
    {
        var network = Network();
        Refused("closed: [J12-6_J15-7]", network).Message.ShouldContain("did you mean 'J12-6_J15-6'?");
        Refused("plans: [{signal: J99, offset_s: 3}]", network).Message.ShouldContain("no signal 'J99'");
        Refused("control: adaptive\nplans: [{signal: J9-9, offset_s: 3}]", network).Message.ShouldContain("control: adaptive");
        Refused("closed: [{road: J12-6_J15-6, from_s: 9, to_s: 3}]", network).Message.ShouldContain("until before");
        Refused("priority: [{roads: [W9_J6-9, J15-9_J18-9]}]", network).Code.ShouldBe("route-broken");
    }

    [Fact]
    public void A_plan_that_cannot_be_served_is_refused_before_anything_runs()
    {
        var signal = Signal(Network(), "J9-9");
        CheckPlan.Faults(signal, signal.Plan.Phases).ShouldBeEmpty();
        var lamps = signal.Movements.Count;
        CheckPlan.Faults(signal, [new Phase("GG", 30)]).ShouldHaveSingleItem().ShouldContain($"has {lamps} lamps");
        CheckPlan.Faults(signal, [new Phase(new string('x', lamps), 30)]).ShouldHaveSingleItem().ShouldContain("no lamp's letter");
        CheckPlan.Faults(signal, [new Phase(new string('G', lamps), 30)]).ShouldContain(f => f.Contains("cross each other"));
        CheckPlan.Faults(signal, [signal.Plan.Phases[0], signal.Plan.Phases[1]]).ShouldContain(f => f.Contains("never gets green"));
        CheckPlan.Faults(signal, [.. signal.Plan.Phases.Where(p => !p.State.Contains('y'))]).ShouldContain(f => f.Contains("without yellow"));
        CheckPlan.Faults(signal, [.. signal.Plan.Phases.Select(p => p.State.Contains('y') ? p with { Duration_s = 1 } : p)]).ShouldContain(f => f.Contains("is yellow for 1 s"));
        CheckPlan.Faults(signal, [.. signal.Plan.Phases.Select(p => p with { Duration_s = 3 })]).ShouldContain(f => f.Contains("cannot be served"));
    }

    [Fact]
    public void A_priority_route_gives_its_greens_more_on_one_cycle_and_in_the_platoon_s_time()
    {
        var network = Network();
        var change = ReadChange.Parse("priority: [{roads: [W9_J6-9, J6-9_J9-9, J9-9_J12-9, J12-9_J15-9], gain: 0.1}]").Value;
        var plans = Prepared.Of(change, network).Value.Plans;
        plans.Keys.Order().ShouldBe(["J12-9", "J6-9", "J9-9"]);
        plans.Values.Select(p => p.Cycle_s).Distinct().Count().ShouldBe(1);
        foreach (var (id, plan) in plans)
        {
            var signal = Signal(network, id);
            CheckPlan.Faults(signal, plan.Phases).ShouldBeEmpty();
            double Green(Plan p) => p.Phases.Where(x => signal.Movements.Any(m => x.State[m.Index] == 'G' && m.Ways.Any(w => w.FromLane.EndsWith("9_1", StringComparison.Ordinal) && w.Direction == 's'))).Sum(x => x.Duration_s);
            plan.Phases.Max(p => p.Duration_s).ShouldBeGreaterThan(signal.Plan.Phases.Max(p => p.Duration_s));
            Green(plan).ShouldBeGreaterThan(0);
        }
        plans.Values.Select(p => p.Offset_s).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void An_interval_is_student_s_and_one_seed_has_none()
    {
        // t(0.975, 3) = 3.182446; the deviation of 1, 2, 3, 4 is 1.290994.
        Compare.Spread([1, 2, 3, 4]).ShouldBe(new Spread(2.5, 2.05));
        Compare.Spread([7]).ShouldBe(new Spread(7, null));
    }
}
