using Cardo.Tests.Traffic.Live;
using Cardo.Traffic;
using Cardo.Traffic.Pages;
using Cardo.Traffic.Studio;
using Cardo.Traffic.Trying;

namespace Cardo.Tests.Traffic.Studio;

/// <summary>From a form to a change and back to a file, without SUMO.</summary>
public sealed class ComposeTests
{
    static StudioNetwork Linhe => StudioNetwork.Of(DemoTraffic.Network).Value;

    [Fact]
    public void What_is_written_reads_as_the_same_change()
    {
        var change = new Change("It's \"a\" test: \\ #1\n山", 1.25, "fixed", "adaptive", [new Closure("J12-6_J15-6", null, null), new Closure("-a b", 600, 1200)],
            [new PlanChange("J9-9", 12, null), new PlanChange("J6-9", null, [new Phase("GGrr", 36), new Phase("yyrr", 4.5)])], [new Priority(["a", "b:c"], 0.15, 45)]);
        var read = ReadChange.Parse(WriteChange.Text(change)).Value;
        WriteChange.Text(read).ShouldBe(WriteChange.Text(change));
        read.Name.ShouldBe(change.Name);
        read.Closed.ShouldBe(change.Closed);
        read.Plans[1].Phases.ShouldBe(change.Plans[1].Phases);
        read.Priorities[0].Edges.ShouldBe(change.Priorities[0].Edges);
        WriteChange.Text(Change.None).ShouldBeEmpty();
    }

    [Fact]
    public void A_form_goes_on_top_of_a_file()
    {
        var road = Linhe.Roads[0].Road.Edge;
        var (change, seeds) = new StudioForm { File = $"demand: 1.5\nclosed: [{road}]\nname: From a file", Closed = [road, Linhe.Roads[1].Road.Edge], Control = "adaptive", Seeds = "4" }.Read(Linhe).Value;
        (change.Demand, change.Control, change.Name, seeds).ShouldBe((1.5, "adaptive", "From a file", 4));
        change.Closed.Select(c => c.Edge).ShouldBe([road, Linhe.Roads[1].Road.Edge]);
        new StudioForm { File = "demand: 1.5", Percent = "120" }.Read(Linhe).Value.Change.Demand.ShouldBe(1.2);
    }

    [Fact]
    public void A_priority_route_takes_the_quickest_way_and_passes_signals()
    {
        var (change, _) = new StudioForm { From = "W9_J6-9", To = "J9-9_J12-9", Gain = "20" }.Read(Linhe).Value;
        change.Priorities[0].Edges.ShouldBe(["W9_J6-9", "J6-9_J9-9", "J9-9_J12-9"]);
        change.Priorities[0].Gain.ShouldBe(0.2);
        Prepared.Of(change, Linhe.Network).Value.Plans.ShouldNotBeEmpty();
        FindWay.Between(Linhe.Network, "J9-9_J12-9", "nowhere").ShouldBeNull();
        new StudioForm { From = "W9_J6-9" }.Read(Linhe).Refusal.Code.ShouldBe("route-half");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.9, 1)]
    [InlineData(3.1, 4)]
    [InlineData(41, 60)]
    [InlineData(900, 1000)]
    public void An_axis_ends_at_a_number_one_can_say(double most, double end) => TrialChart.Nice(most).ShouldBe(end);

    [Fact]
    public void A_spreadsheet_takes_no_road_for_a_formula()
    {
        var result = new TryResult { Name = "", Network = "n", Change = "", Seeds = [1], ControlToday = "fixed", ControlChange = "fixed", Measures = [], Remarks = [], Wall_s = 1, Roads = [new TryRoad("-E1", "=A,\"B\"", 1, 2, new Spread(1, null), false)] };
        TrialCsv.Of(result).ShouldContain("road,'-E1,\"'=A,\"\"B\"\"\",s,1,,2,,1,\r\n");
    }
}
