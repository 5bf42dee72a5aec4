using Cardo.Traffic;

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
    public void A_file_without_trips_is_refused()
    {
        using var city = SumoSupport.Grid(2, 100, 60);
        var file = Path.Combine(city.Folder, "none.rou.xml");
        File.WriteAllText(file, "<routes/>");
        ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive", file), null, Now).Refusal.Code.ShouldBe("no-emergency-trips");
    }
}
