using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Guarding;

namespace Cardo.Tests.Traffic;

/// <summary>The decision alone: two streets that cross, each with a lane and a street to leave by.</summary>
public sealed class DecideTests
{
    static JunctionModel Model()
    {
        var crossing = new Intersection("J",
            [new Movement(0, [new Way("a_0", "x_0", null, 's')], new HashSet<int> { 1 }, false), new Movement(1, [new Way("b_0", "y_0", null, 's')], new HashSet<int> { 0 }, false)],
            [new Approach("a_0", 13.9, [new Detector("a_0", 200, 0)], [0]), new Approach("b_0", 13.9, [new Detector("b_0", 200, 0)], [1])],
            new Plan("0", "static", 0, [new("Gr", 20), new("yr", 3), new("rG", 20), new("ry", 3)]));
        var rules = new SafetyRules(crossing);
        return new JunctionModel(crossing, rules, Stages.Of(crossing, rules), new RoadNetwork(new Dictionary<string, Lane>(), [], [], MapFrame.None, []));
    }

    static Decision Next(JunctionModel model, int waitA, int waitB)
    {
        var watch = new JunctionWatch(model, Tuning.Usual, 0);
        watch.Clear();
        for (var i = 0; i < waitA; i++) watch.See(0, 2 + i * 7.5f, 0, 1);
        for (var i = 0; i < waitB; i++) watch.See(1, 2 + i * 7.5f, 0, 1);
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
}
