using Cardo.Standards.TraCi;
using Cardo.Tests.Support;
using Cardo.Traffic;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Tests.Traffic;

/// <summary>Speeds told from places, so that SUMO need not be asked for both.</summary>
public sealed class TracksTests
{
    [Fact]
    public void Each_speed_is_the_one_that_sumo_says()
    {
        SumoSupport.Need();
        var folder = Repository.Shared("traffic/ingolstadt7");
        var scenario = SumoScenario.Read(Path.Combine(folder, "ingolstadt7.sumocfg")).Value;
        var network = ReadNetwork.Read(scenario.NetworkFile, scenario.Additional).Value;
        using var process = SumoProcess.Start(["-c", Path.Combine(folder, "ingolstadt7.sumocfg"), "--no-step-log", "--no-warnings", "--xml-validation", "never", "--xml-validation.net", "never"]).Value;
        using var plant = SumoPlant.Connect(process, network).Value;
        var (compared, said) = (0, 0.0);
        void Hear(byte command, ref TraCiReader reader)
        {
            _ = reader.Byte();
            _ = reader.Utf8();
            _ = reader.Byte();
            said = reader.Double();
        }
        for (var t = 0; t < 120; t++)
        {
            plant.Step().Ok.ShouldBeTrue();
            foreach (var v in plant.Seen.ToArray())
            {
                plant.Client.Out.Get(TraCiDomain.Vehicle, TraCiVariable.Speed, plant.VehicleId(v.Vehicle));
                plant.Client.Expect(TraCiCommand.Get(TraCiDomain.Vehicle));
                plant.Client.Send(Hear).Ok.ShouldBeTrue();
                ((double)v.Speed_m_s).ShouldBe(said, 0.01, $"{plant.VehicleId(v.Vehicle)} on {plant.LaneIds[v.Lane]} after {(v.Before < 0 ? "nothing" : plant.LaneIds[v.Before])}");
                compared++;
            }
        }
        compared.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_vehicle_that_was_nowhere_or_comes_from_where_no_way_leads_keeps_the_speed_it_had()
    {
        static Lane Of(string id, double length_m) => new(id, id[..^2], id[^1] - '0', length_m, 14, id[0] == ':', true, []);
        Lane[] lanes = [Of("a_0", 100), Of("a_1", 50), Of(":j_0", 5), Of("b_0", 3), Of(":k_0", 4), Of("c_0", 100), Of("far_0", 100)];
        var network = new RoadNetwork(lanes.ToDictionary(l => l.Id), [new("a_0", "b_0", null, -1, ":j_0", 's'), new(":j_0", "b_0", null, -1, null, 's'), new("b_0", "c_0", null, -1, ":k_0", 's'), new(":k_0", "c_0", null, -1, null, 's')], [], MapFrame.None, []);
        var tracks = new Tracks(network, [.. lanes.Select(l => l.Id)]);
        const int A0 = 0, A1 = 1, J = 2, B = 3, C = 5, Far = 6;
        tracks.Moves(1, A0, 10, 1).ShouldBe((-1, 0));
        tracks.Moves(1, A0, 22, 1).ShouldBe((A0, 12));
        tracks.Departs(2, A0, 95);
        tracks.Moves(2, J, 3, 1).ShouldBe((-1, 8), "what departs was not seen before, and is fast all the same");
        tracks.Moves(2, B, 1, 0.5).ShouldBe((J, 6), "half a second's step");
        // Over a road that is shorter than a step.
        tracks.Departs(3, A0, 98);
        tracks.Moves(3, C, 1, 1).ShouldBe((-1, 2 + 5 + 3 + 4 + 1));
        // Beside: the inner lane of a bend is shorter.
        tracks.Moves(1, A1, 16, 1).ShouldBe((A0, 5));
        tracks.Moves(1, Far, 30, 1).ShouldBe((A1, 5));
        tracks.Moves(1, -1, 0, 1).ShouldBe((Far, 5));
        tracks.Moves(1, Far, 30, 1).ShouldBe((-1, 5));
        tracks.Moves(1, Far, 30, 1).ShouldBe((Far, 0));
    }
}
