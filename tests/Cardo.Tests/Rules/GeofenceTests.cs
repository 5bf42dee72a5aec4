using Cardo.Rules;
using Cardo.Standards.NgsiLd;

namespace Cardo.Tests.Rules;

public sealed class GeofenceTests
{
    // About 1,112 m of latitude and 1,022 m of longitude at 23 degrees north.
    const string Square = """ "polygon": [[120.00, 23.00], [120.01, 23.00], [120.01, 23.01], [120.00, 23.01]] """;

    static List<string> Walk(string side, params (double Lon, double Lat)[] places)
    {
        var rule = Given.Rule($$""" "kind": "geofence", "fence": { "when": "{{side}}", {{Square}}, "hysteresis_m": 50 } """);
        var said = new List<string>();
        var state = RuleState.New;
        for (var i = 0; i < places.Length; i++)
        {
            var place = Value.Of(GeoValue.Point(places[i].Lon, places[i].Lat));
            var thing = new Entity { Id = "urn:ngsi-ld:Thing:1", Types = [rule.Type] };
            var seen = new Cardo.Standards.NgsiLd.Attribute { Name = rule.Attribute!, Kind = AttributeKind.GeoProperty, Value = place, ObservedAtUs = Given.At(i) };
            var decision = Decide.Hear(rule, state, Look.At(rule, thing, seen, null, _ => default), Given.At(i));
            state = decision.State;
            said.AddRange(Given.Say(decision));
        }
        return said;
    }

    static readonly (double, double) In = (120.005, 23.005), JustOut = (120.005, 23.0102), Out = (120.005, 23.011);

    [Fact]
    public void Inside_fires_at_once_and_clears_beyond_the_hysteresis() =>
        Walk("inside", In, JustOut, In, JustOut, Out).ShouldBe(["fired 0", "cleared 4"]);

    [Fact]
    public void Outside_fires_beyond_the_hysteresis_and_clears_within() =>
        Walk("outside", In, JustOut, Out, JustOut, In).ShouldBe(["fired 2", "cleared 4"]);

    [Fact]
    public void Enter_needs_the_crossing_to_be_seen()
    {
        Walk("enter", In, In).ShouldBeEmpty();
        Walk("enter", In, Out, In).ShouldBe(["fired 2"]);
        Walk("enter", Out, In, Out).ShouldBe(["fired 1", "cleared 2"]);
    }

    [Fact]
    public void Leave_needs_the_crossing_to_be_seen()
    {
        Walk("leave", Out, Out).ShouldBeEmpty();
        Walk("leave", In, Out).ShouldBe(["fired 1"]);
    }

    [Fact]
    public void Distances_are_metres()
    {
        var fence = FenceGeometry.Of([(120.00, 23.00), (120.01, 23.00), (120.01, 23.01), (120.00, 23.01)]);
        fence.Distance_m(120.005, 23.01 + 100 / 111_194.93, 0).ShouldBe(100, 0.5);
        fence.Distance_m(120.005, 23.01 - 100 / 111_194.93, 0).ShouldBe(-100, 0.5);
        FenceGeometry.Of([(120.0, 23.0)]).Distance_m(120.0, 23.001, 100).ShouldBe(11.2, 0.1);
    }
}
