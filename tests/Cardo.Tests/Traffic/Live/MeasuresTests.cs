using Cardo.Server.Demo;
using Cardo.Server.Demo.City;
using Cardo.Standards.GeoJson;
using Cardo.Traffic;
using Cardo.Traffic.Live;
using Cardo.Traffic.Networks;

namespace Cardo.Tests.Traffic.Live;

public sealed class MeasuresTests
{
    [Fact]
    public void Half_the_speed_is_an_index_of_two()
    {
        var tally = new Tally();
        tally.See(5, 10);
        tally.See(5, 10);
        tally.Pass();
        var flow = tally.Flow(0);
        flow.Index.ShouldBe(2);
        flow.Speed_km_h!.Value.ShouldBe(18, 1e-6);
        flow.Delay_s!.Value.ShouldBe(1, 1e-6);
        (flow.Vehicles, flow.Queue).ShouldBe((2, 0));
    }

    [Fact]
    public void An_empty_road_is_free_and_a_standing_one_is_full()
    {
        var tally = new Tally();
        tally.Flow(0).ShouldBe(new Flow(1, null, 0, 0, 0, null));
        tally.See(0, 10);
        tally.Flow(0).Index.ShouldBe(100);
        tally.Flow(0).Queue.ShouldBe(1);
    }

    [Fact]
    public void What_is_older_than_five_minutes_is_forgotten()
    {
        var tally = new Tally();
        tally.See(0, 10);
        tally.Pass();
        for (var s = 0; s < Tally.Slots; s++) { tally.Clear(); tally.Turn(); }
        tally.Flow(Tally.Slots * Tally.Slot_s).ShouldBe(new Flow(1, null, 0, 0, 0, null));
    }

    [Fact]
    public void The_demo_s_traffic_is_measured_on_every_level()
    {
        using var source = DemoTraffic.Open();
        var scene = DemoTraffic.Scene(source);
        var picture = DemoTraffic.Play(source, scene, 400);
        picture.City.Index.ShouldBeInRange(1.05, 5);
        picture.City.Vehicles.ShouldBe(picture.Vehicles.Count);
        picture.Junctions.Length.ShouldBe(10);
        picture.Junctions.ShouldAllBe(j => j.Flow.Flow_veh_h > 100 && j.Flow.Delay_s < 200 && Math.Abs(j.Shares.Sum() - 1) < 1e-9);
        picture.Streets.Length.ShouldBe(7);
        picture.Streets.ShouldAllBe(s => s.Index >= 1 && s.Speed_km_h > 3);
        // What passes the junctions' approaches is what passes the junctions.
        foreach (var junction in picture.Junctions) junction.Approaches.Sum(a => a.Flow_veh_h).ShouldBe(junction.Flow.Flow_veh_h, 1e-6);
    }

    [Fact]
    public void An_emergency_vehicle_s_corridor_names_the_signals_before_it_in_order()
    {
        using var source = DemoTraffic.Open();
        var scene = DemoTraffic.Scene(source);
        var measures = new Measures(scene);
        var frame = new TrafficFrame(source.Junctions.Count);
        var (held, asked) = (false, false);
        for (var s = 0; s < 600; s++)
        {
            source.Next(frame).Value.ShouldBeTrue();
            var picture = measures.Take(frame, s);
            foreach (var emergency in picture.Emergencies)
            {
                // A signal says that it is green for somebody only while it is.
                foreach (var a in emergency.Ahead.Where(a => a.Held)) picture.Junctions[a.Junction].Reason.Cause.ShouldBe(Cause.Emergency);
                asked |= emergency.Ahead.Any(a => a.Way == Asking.Asked && picture.Junctions[a.Junction].Reason.Cause == Cause.Asked);
                emergency.Ahead.Select(a => a.Distance_m).ShouldBeInOrder();
                emergency.Ahead.Select(a => a.Junction).Distinct().Count().ShouldBe(emergency.Ahead.Count);
                held |= emergency.Ahead.Any(a => a.Held);
            }
        }
        held.ShouldBeTrue();
        asked.ShouldBeTrue();
    }

    [Fact]
    public void Approaches_know_where_they_come_from_and_what_they_are_called()
    {
        using var source = DemoTraffic.Open();
        var scene = DemoTraffic.Scene(source);
        var junction = scene.Junctions[scene.JunctionOf("J9-9")];
        Naming.Of(scene, junction, "en").ShouldBe("Hill Boulevard / Osmanthus Avenue");
        Naming.Of(scene, junction, "zh-Hans").ShouldContain("大街");
        // The city is turned a little, so that its north is not quite north.
        junction.Approaches.Select(a => a.From).Order().ShouldBe(["e", "n", "s", "w"]);
    }

    [Fact]
    public void A_network_s_metres_lie_where_its_projection_says()
    {
        using var source = DemoTraffic.Open();
        var scene = DemoTraffic.Scene(source);
        // netconvert projected it there; this is undone here.
        var plan = DemoCity.PlanOf(1, DemoMode.Lon, DemoMode.Lat);
        var (lon, lat) = plan.Lay(plan.Xs[18] + 220, plan.Ys[9]);
        var (x, y) = scene.Roads[scene.RoadOf("J18-9_E9")].Shape[^1];
        var at = scene.Projection!.ToEarth(x, y);
        Geodesy.Metres(lon, lat, at.Lon, at.Lat).ShouldBeLessThan(10);
        var frame = source.Network.Frame with { Projection = "+proj=tmerc +lat_0=0 +lon_0=123 +k=0.9996 +x_0=500000 +y_0=0" };
        MapProjection.Of(frame, null)!.ToEarth(x, y).ShouldBe(at);
    }

    [Fact]
    public void A_network_without_a_projection_lies_where_the_city_says_or_nowhere()
    {
        MapProjection.Of(MapFrame.None, null).ShouldBeNull();
        var at = MapProjection.Of(MapFrame.None, (120, 30))!.ToEarth(0, 1000);
        at.Lon.ShouldBe(120, 1e-9);
        at.Lat.ShouldBe(30.00899, 1e-4);
    }
}
