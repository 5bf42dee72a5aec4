using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Emergency;
using Cardo.Traffic.Guarding;

namespace Cardo.Tests.Traffic;

public sealed class PriorityTests
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    [Fact]
    public void Emergency_vehicles_all_arrive_and_much_sooner_than_cars_under_fixed_plans()
    {
        using var city = SumoSupport.Grid(3, 250, 900);
        var file = Path.Combine(city.Folder, "ev.rou.xml");
        var trips = Enumerable.Range(0, 6).Select(i => $"""<trip id="EV{i}" from="left{i % 3}A{i % 3}" to="C{i % 3}right{i % 3}" depart="{200 + i * 80}" departLane="best" departSpeed="max"/>""");
        File.WriteAllText(file, "<routes>" + string.Concat(trips) + "</routes>");
        ControlResult Run(string controller) => ControlRun.Run(new ControlRequest(city.Config, 1, controller, file), null, Now).Value;
        var car = Run("fixed");
        var priority = Run("adaptive");
        (car.EmergencyArrived, priority.EmergencyArrived).ShouldBe((6, 6));
        priority.EmergencyMean_s!.Value.ShouldBeLessThan(car.EmergencyMean_s!.Value * 0.8);
        priority.OthersDelay_s!.Value.ShouldBeLessThan(car.OthersDelay_s!.Value);
    }

    [Fact]
    public void Who_finds_no_room_to_drive_in_is_given_way_before_he_does()
    {
        static Lane Of(string id, double length_m) => new(id, id[..^2], 0, length_m, 10, false, true, []);
        var network = new RoadNetwork(new[] { Of("in_0", 200), Of("out_0", 200), Of("side_0", 200), Of("off_0", 200) }.ToDictionary(l => l.Id),
            [new("in_0", "out_0", null, -1, null, 's'), new("side_0", "off_0", null, -1, null, 's')], [], MapFrame.None, []);
        var crossing = new Intersection("J",
            [new Movement(0, [new Way("in_0", "out_0", null, 's')], new HashSet<int> { 1 }, false), new Movement(1, [new Way("side_0", "off_0", null, 's')], new HashSet<int> { 0 }, false)],
            [new Approach("in_0", 10, [new Detector("in_0", 200, 0)], [0]), new Approach("side_0", 10, [new Detector("side_0", 200, 0)], [1])],
            new Plan("0", "static", 0, [new("Gr", 20), new("yr", 3), new("rG", 20), new("ry", 3)]));
        var rules = new SafetyRules(crossing);
        var model = new JunctionModel(crossing, rules, Stages.Of(crossing, rules), network);
        var watch = new JunctionWatch(model, Tuning.Usual, 0);
        var desk = new PriorityDesk([model], [watch], network);
        desk.Look([], ["in_0"], 1);
        watch.Snapshot.Urgent.ShouldBeNull();
        desk.Follow(7, ["in", "out"]);
        desk.Look([], ["in_0"], 2);
        var waits = watch.Snapshot.Urgent.ShouldNotBeNull();
        (waits.Lane, waits.Eta_s).ShouldBe((0, 20f));
        desk.Look([new Sighting(7, 0, 150, 10, 0)], ["in_0"], 3);
        watch.Snapshot.Urgent.ShouldNotBeNull().Eta_s.ShouldBe(5, 0.01);
        // Gone again: he has been on the road, and nothing waits for him at its beginning.
        desk.Look([], ["in_0"], 4);
        watch.Snapshot.Urgent.ShouldBeNull();
    }

    [Fact]
    public void A_file_without_trips_is_refused()
    {
        using var city = SumoSupport.Grid(2, 100, 60);
        var file = Path.Combine(city.Folder, "none.rou.xml");
        File.WriteAllText(file, "<routes/>");
        ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive", file), null, Now).Refusal.Code.ShouldBe("no-emergency-trips");
    }
}
