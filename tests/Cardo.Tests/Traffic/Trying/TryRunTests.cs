using Cardo.Tests.Traffic.Live;
using Cardo.Traffic;

namespace Cardo.Tests.Traffic.Trying;

/// <summary>Changes tried in the real SUMO, where it is installed.</summary>
public sealed class TryRunTests
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    [Fact]
    public void The_same_city_twice_differs_in_nothing_and_more_demand_costs_time()
    {
        using var city = SumoSupport.Grid(2, 250, 600);
        var same = TryRun.Run(new TryRequest(city.Config, "", 2), null, Now).Value;
        same.Measures.ShouldAllBe(m => m.Difference.Mean == 0 && m.Difference.Half == 0);
        var shares = new List<double>();
        var more = TryRun.Run(new TryRequest(city.Config, "demand: 1.6", 2), p => { lock (shares) shares.Add(p.Share); }, Now).Value;
        more.Measures.First(m => m.Id == "delay").Difference.Mean.ShouldBeGreaterThan(0);
        more.Roads.ShouldNotBeEmpty();
        shares[^1].ShouldBe(1);
        shares.ShouldAllBe(s => s >= 0 && s <= 1);
    }

    [Fact]
    public void A_closed_road_is_empty_and_the_traffic_goes_another_way()
    {
        using var city = SumoSupport.Grid(3, 200, 600);
        var result = TryRun.Run(new TryRequest(city.Config, "closed: [B1C1]", 1), null, Now).Value;
        var closed = result.Roads.First(r => r.Edge == "B1C1");
        closed.Today_s.ShouldBeGreaterThan(0);
        closed.Change_s.ShouldBe(0);
        result.Measures.First(m => m.Id == "delay").Today.Half.ShouldBeNull();
    }

    [Fact]
    public void Adaptive_control_beside_today_s_plans_is_a_change_as_any()
    {
        using var city = SumoSupport.Grid(2, 300, 600);
        TryRun.Run(new TryRequest(city.Config, "control: adaptive", 2), null, Now).Value.Measures.First(m => m.Id == "delay").Difference.Mean.ShouldBeLessThan(0);
    }

    [Fact]
    public async Task A_try_that_is_cancelled_ends_and_says_so()
    {
        using var city = SumoSupport.Grid(2, 250, 20_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Now);
        var run = Task.Run(() => TryRun.Run(new TryRequest(city.Config, "", 5), _ => stop.Cancel(), stop.Token), Now);
        (await run).Refusal.Code.ShouldBe("cancelled");
    }

    [Fact]
    public void What_cannot_be_tried_is_refused_before_sumo_is_asked()
    {
        var config = DemoTraffic.Network.ConfigFile;
        TryRun.Run(new TryRequest(config, "closed: [nowhere]", 1), null, Now).Refusal.Code.ShouldBe("change-misfit");
        TryRun.Run(new TryRequest(config, "", 0), null, Now).Refusal.Code.ShouldBe("seeds-out-of-bounds");
        TryRun.Run(new TryRequest("/nowhere.sumocfg", "", 1), null, Now).Refusal.Code.ShouldBe("network-missing");
    }
}
