using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Guarding;

namespace Cardo.Tests.Traffic;

/// <summary>The decision alone: two streets that cross, each with a lane and a street to leave by.</summary>
public sealed class DecideTests
{
    internal static JunctionModel Model()
    {
        var crossing = new Intersection("J",
            [new Movement(0, [new Way("a_0", "x_0", null, 's')], new HashSet<int> { 1 }, false), new Movement(1, [new Way("b_0", "y_0", null, 's')], new HashSet<int> { 0 }, false)],
            [new Approach("a_0", 13.9, [new Detector("a_0", 200, 0)], [0]), new Approach("b_0", 13.9, [new Detector("b_0", 200, 0)], [1])],
            new Plan("0", "static", 0, [new("Gr", 20), new("yr", 3), new("rG", 20), new("ry", 3)]));
        var rules = new SafetyRules(crossing);
        return new JunctionModel(crossing, rules, Stages.Of(crossing, rules), new RoadNetwork(new Dictionary<string, Lane>(), [], [], MapFrame.None, []));
    }

    static Decision Next(JunctionModel model, int waitA, int waitB, Urgent? urgent = null)
    {
        var watch = new JunctionWatch(model, Tuning.Usual, 0);
        watch.Clear();
        for (var i = 0; i < waitA; i++) watch.See(0, 2 + i * 7.5f, 0, 1);
        for (var i = 0; i < waitB; i++) watch.See(1, 2 + i * 7.5f, 0, 1);
        watch.Snapshot.Urgent = urgent;
        return Decide.Next(model, watch.Look(10, 0, 8, "Gr"), Tuning.Usual);
    }

    [Fact]
    public void The_same_picture_leads_to_the_same_decision() => Next(Model(), 3, 5).ShouldBe(Next(Model(), 3, 5));

    [Fact]
    public void Who_waits_alone_is_served_and_the_last_of_a_queue_is_not_cut_off()
    {
        Next(Model(), 0, 1).Stage.ShouldBe(1);
        Next(Model(), 3, 1).Stage.ShouldBe(0);
    }

    [Fact]
    public void An_ambulance_that_is_near_gets_its_stage_and_one_that_is_far_keeps_nobody_waiting()
    {
        bool[] across = [false, true];
        Next(Model(), 0, 0).Stage.ShouldBe(0);
        Next(Model(), 0, 0, new Urgent(1, 4, 0, across)).Stage.ShouldBe(1);
        Next(Model(), 3, 0, new Urgent(1, 55, 0, across)).Stage.ShouldBe(0);
        // The one on the green street has its way kept, though somebody waits across it.
        Next(Model(), 0, 1).Stage.ShouldBe(1);
        Next(Model(), 0, 1, new Urgent(0, 3, 0, [true, false])).Stage.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Long_queues_lengthen_the_greens_of_a_junction_that_stands_alone(bool alone)
    {
        var model = Model();
        var watch = new JunctionWatch(model, Tuning.Usual, 0) { Alone = alone };
        Snapshot seen = watch.Snapshot;
        for (var now_s = 1; now_s <= 600; now_s++)
        {
            watch.Clear();
            for (var i = 0; i < 18; i++) watch.See(1, 2 + i * 7.5f, 0, 1);
            seen = watch.Look(now_s, 0, 8, "Gr");
        }
        if (alone) seen.Full.ShouldBeGreaterThan(0.8f);
        else seen.Full.ShouldBe(0);

        // What it makes of the same picture: a second way of going on is weighed more where it is full.
        var room = new float[Rollout.Room(model)];
        new Rollout(model, seen, Tuning.Usual, room).KeepFactor.ShouldBe(alone ? Tuning.Usual.FullKeepFactor : Tuning.Usual.KeepFactor);
    }
}
