using Cardo.Traffic;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Tests.Traffic;

/// <summary>Detectors that fail in the middle of a run: the junction goes over to its fixed plan, the others decide on, and it comes back.</summary>
public sealed class FallbackTests : IDisposable
{
    readonly SumoSupport city;
    readonly SumoProcess process;
    readonly FaultyPlant plant;
    readonly SumoPlant sumo;
    readonly SignalRoom room;

    public FallbackTests()
    {
        city = SumoSupport.Grid(2, 500, 3000);
        process = SumoProcess.Start(["-c", city.Config, "--no-step-log", "--no-warnings"]).Value;
        var network = ReadNetwork.Read(Path.Combine(city.Folder, "city.net.xml.gz"), []).Value;
        sumo = SumoPlant.Connect(process, network).Value;
        plant = new FaultyPlant(sumo);
        room = new SignalRoom(plant, network, sumo.LaneIds, Tuning.Usual);
    }

    public void Dispose()
    {
        plant.Dispose();
        process.Dispose();
        city.Dispose();
    }

    void Go(int seconds)
    {
        for (var t = 0; t < seconds; t++)
        {
            room.Tick();
            plant.Step().Ok.ShouldBeTrue();
        }
    }

    int[] Fallen => [.. Enumerable.Range(0, plant.Intersections.Count).Where(j => room.Fault(j) is not null)];

    [Fact]
    public void A_lane_that_stops_reporting_sends_its_junction_and_no_other_to_the_fixed_plan_until_it_reports_again()
    {
        Go(200);
        Fallen.ShouldBeEmpty();
        var approach = room.Models[0].Lanes.Single(l => l.Approach.Lane.StartsWith("left0", StringComparison.Ordinal) && l.Approach.Lane.EndsWith("_0", StringComparison.Ordinal)).Approach.Lane;
        plant.Blind.Add(sumo.LaneIds.IndexOf(approach));
        Go(200);
        Fallen.ShouldBe([0]);
        room.Faults.ShouldHaveSingleItem().ShouldContain("fixed plan from");
        plant.Blind.Clear();
        Go(150);
        Fallen.ShouldBeEmpty();
    }

    [Fact]
    public void A_picture_that_stands_still_sends_all_to_their_fixed_plans_and_a_fresh_one_brings_them_back()
    {
        Go(200);
        plant.Frozen = true;
        Go(30);
        Fallen.ShouldNotBeEmpty();
        plant.Frozen = false;
        Go(60);
        Fallen.ShouldBeEmpty();
    }

    [Fact]
    public void A_signal_out_of_reach_is_asked_for_its_fixed_plan_and_taken_back_when_it_answers()
    {
        Go(60);
        plant.Unreachable = 2;
        Go(5);
        Fallen.ShouldBe([2]);
        room.Fault(2)!.ShouldContain("does not answer");
        plant.Unreachable = -1;
        Go(3);
        Fallen.ShouldBeEmpty();
    }
}
