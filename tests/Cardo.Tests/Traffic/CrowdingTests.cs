using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Guarding;
using Cardo.Traffic.Live;

namespace Cardo.Tests.Traffic;

/// <summary>
/// Two streets that cross: one comes from the network's edge, the other from a fork where others turn off. Both lead on into streets
/// of their own.
/// </summary>
public sealed class CrowdingTests
{
    const int Edge = 0, Town = 1;

    static Lane Of(string id, double length_m) => new(id, id[..^2], 0, length_m, 13.9, false, true, []);

    static Connection From(string from, string to, char direction = 's') => new(from, to, null, -1, null, direction);

    static readonly RoadNetwork Network = new(
        new[] { Of("gate_0", 400), Of("edge_0", 90), Of("fork_0", 200), Of("side_0", 100), Of("bend_0", 60), Of("town_0", 60), Of("x_0", 300), Of("y_0", 300) }.ToDictionary(l => l.Id),
        [From("gate_0", "edge_0"), From("x_0", "edge_0", 't'), From("fork_0", "bend_0"), From("fork_0", "side_0", 'r'), From("bend_0", "town_0"), From("edge_0", "x_0"), From("town_0", "y_0")],
        [], MapFrame.None, []);

    static JunctionModel Model()
    {
        var crossing = new Intersection("J",
            [new Movement(0, [new Way("edge_0", "x_0", null, 's')], new HashSet<int> { 1 }, false), new Movement(1, [new Way("town_0", "y_0", null, 's')], new HashSet<int> { 0 }, false)],
            [new Approach("edge_0", 13.9, [new Detector("edge_0", 90, 0), new Detector("gate_0", 400, 90)], [0]), new Approach("town_0", 13.9, [new Detector("town_0", 60, 0), new Detector("bend_0", 60, 60)], [1])],
            new Plan("0", "static", 0, [new("Gr", 20), new("yr", 3), new("rG", 20), new("ry", 3)]));
        var rules = new SafetyRules(crossing);
        return new JunctionModel(crossing, rules, Stages.Of(crossing, rules), Network);
    }

    /// <summary>The edge's street is green and one drives every three seconds; so many wait on either for so long.</summary>
    static (JunctionModel Model, Snapshot Seen) After(int seconds, int edge, int town, float ahead = 0)
    {
        var model = Model();
        var watch = new JunctionWatch(model, Tuning.Usual, 0) { Alone = false };
        for (var now_s = 1; ; now_s++)
        {
            watch.Clear();
            for (var i = 0; i < edge; i++) watch.See(Edge, 2 + i * 7.5f, 0, 1);
            for (var i = 0; i < town; i++) watch.See(Town, 2 + i * 7.5f, 0, 1);
            watch.Crowding.Exits[model.Lanes[Edge].Turns[0].Exit] = ahead;
            if (now_s % 3 == 0) watch.Passed(Edge, 0, now_s, false);
            var seen = watch.Look(now_s, 0, 8, "Gr");
            if (now_s >= seconds) return (model, seen);
        }
    }

    [Fact]
    public void A_queue_has_room_as_far_as_the_place_where_others_turn_off_and_no_end_of_it_towards_the_edge()
    {
        Crowding.Room_m(Network, "town_0").ShouldBe(120);
        // Turning round at the end of a street is nobody's way.
        Crowding.Room_m(Network, "edge_0").ShouldBe(float.PositiveInfinity);
        Crowding.Room_m(Network, "nowhere_0").ShouldBe(float.PositiveInfinity);
    }

    [Fact]
    public void Only_streets_that_have_long_been_full_and_stand_in_others_way_count_more()
    {
        After(10, 16, 16).Seen.Weight.ShouldBe([1, 1]);
        After(600, 16, 2).Seen.Weight.ShouldBe([1, 1]);
        var long_ = After(600, 16, 16).Seen.Weight;
        long_[Edge].ShouldBe(1);
        long_[Town].ShouldBe(Tuning.Usual.Crowded_veh, 0.1);
    }

    [Fact]
    public void The_crowded_street_is_served_before_a_longer_queue_that_comes_from_the_edge()
    {
        var (model, early) = After(10, 18, 14);
        Decide.Next(model, early, Tuning.Usual).Stage.ShouldBe(0);
        (model, var late) = After(600, 18, 14);
        var decision = Decide.Next(model, late, Tuning.Usual);
        decision.Stage.ShouldBe(1);
        decision.Why(model, late).ShouldContain("town_0 is crowded and stands in others' way: each there counts as 3");
    }

    [Fact]
    public void Who_comes_from_the_edge_is_kept_there_while_the_street_ahead_is_crowded()
    {
        var (model, free) = After(10, 6, 6);
        free.Keep.ShouldAllBe(k => k == 0);
        (model, var seen) = After(10, 6, 6, ahead: 1);
        seen.Keep[0 * 2 + Edge].ShouldBe(Tuning.Usual.MeterShare);
        seen.Keep[1 * 2 + Town].ShouldBe(0);
        Decide.Next(model, seen, Tuning.Usual).Why(model, seen).ShouldContain("edge_0 comes from the edge into crowded streets");
    }

    [Fact]
    public void The_reason_that_people_read_names_the_crowded_street_and_who_is_kept_at_the_edge()
    {
        var (model, late) = After(600, 18, 14, ahead: 1);
        var reason = SumoSource.ReasonOf(model, Decide.Next(model, late, Tuning.Usual), late);
        reason.Counted.Select(c => c.Approach).ShouldBe([Edge, Town]);
        reason.Counted[0].Times.ShouldBe(1 - Tuning.Usual.MeterShare, 0.01);
        reason.Counted[1].Times.ShouldBe(Tuning.Usual.Crowded_veh, 0.1);
        (model, var free) = After(10, 6, 6);
        SumoSource.ReasonOf(model, Decide.Next(model, free, Tuning.Usual), free).Counted.ShouldBeEmpty();
    }
}
