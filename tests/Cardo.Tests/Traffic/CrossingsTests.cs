using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Guarding;

namespace Cardo.Tests.Traffic;

/// <summary>Where ways through a junction meet decides when who is still inside is in nobody's way any more.</summary>
public sealed class CrossingsTests
{
    [Fact]
    public void Past_the_crossing_is_out_of_the_way_and_where_both_leave_by_one_lane_only_who_has_left()
    {
        Lane Inside(string id, params (double, double)[] shape) => new(id, ":J", 0, 40, 14, true, true, shape);
        var lanes = new[]
        {
            Inside(":J_0_0", (-20, 0), (20, 0)), Inside(":J_1_0", (0, -20), (0, 20)),
            // In two pieces, and out by the lane of the first.
            Inside(":J_2_0", (-20, 20), (0, 10)), Inside(":J_3_0", (0, 10), (20, 0)),
        };
        var network = new RoadNetwork(lanes.ToDictionary(l => l.Id), [new Connection(":J_2_0", "e_0", null, -1, ":J_3_0", 's')], [], MapFrame.None, []);
        Movement Moves(int lamp, string via, params int[] foes) => new(lamp, [new Way($"in{lamp}_0", "e_0", via, 's')], foes.ToHashSet(), false);
        var intersection = new Intersection("J", [Moves(0, ":J_0_0", 1, 2), Moves(1, ":J_1_0", 0, 2), Moves(2, ":J_2_0", 0, 1)], [], new Plan("0", "static", 0, [new("Grr", 20), new("rGr", 20), new("rrG", 20)]));
        var clear = Crossings.ClearAt_m(intersection, new SafetyRules(intersection), network);
        // The last touch is 2 m past the middle, 18 m before the end; a vehicle of 6 m has left it behind with 12 m to go.
        clear[0, 1].ShouldBe(12, 1.01);
        clear[1, 0].ShouldBe(12, 1.01);
        clear[0, 2].ShouldBe(0);
        clear[2, 0].ShouldBe(0);
        clear[2, 1].ShouldBeInRange(12, 18);
    }
}
