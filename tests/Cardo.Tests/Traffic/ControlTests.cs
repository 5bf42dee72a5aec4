using Cardo.Standards.TraCi;
using Cardo.Traffic;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Tests.Traffic;

public sealed class ControlTests
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    static ControlResult Run(string config, string controller, int seed = 1) => ControlRun.Run(new ControlRequest(config, seed, controller), null, Now).Value;

    [Fact]
    public void A_grid_waits_less_under_adaptive_signals_than_under_its_own_plans()
    {
        using var city = SumoSupport.Grid(2, 300, 900);
        var @fixed = Run(city.Config, "fixed");
        var adaptive = Run(city.Config, "adaptive");
        adaptive.Signals.ShouldBe(4);
        adaptive.Due.ShouldBe(@fixed.Due);
        adaptive.Delay_s.ShouldBeLessThan(@fixed.Delay_s);
        adaptive.Remarks.ShouldBeEmpty();
        adaptive.Decisions.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void The_same_seed_gives_the_same_hour()
    {
        using var city = SumoSupport.Grid(2, 200, 400);
        var first = Run(city.Config, "adaptive", 7);
        var second = Run(city.Config, "adaptive", 7);
        (second.Delay_s, second.Arrived, second.Decisions).ShouldBe((first.Delay_s, first.Arrived, first.Decisions));
    }

    [Fact]
    public void A_network_without_signals_is_refused_with_its_reason()
    {
        using var city = SumoSupport.Grid(2, 100, 100, signals: false);
        ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive"), null, Now).Refusal.Code.ShouldBe("no-signals");
    }

    [Fact]
    public void What_is_missing_is_said_before_anything_starts()
    {
        ControlRun.Run(new ControlRequest("/nowhere/x.sumocfg", 1, "adaptive"), null, Now).Refusal.Code.ShouldBe("network-missing");
        ControlRun.Run(new ControlRequest("/nowhere/x.sumocfg", 1, "clever"), null, Now).Refusal.Code.ShouldBe("controller-unknown");
    }

    [Fact]
    public void A_demand_that_sumo_refuses_ends_the_run_with_sumo_s_own_words()
    {
        using var city = SumoSupport.Grid(2, 100, 100);
        File.WriteAllText(Path.Combine(city.Folder, "city.rou.xml"), """<routes><vehicle id="v" depart="0"><route edges="nowhere"/></vehicle></routes>""");
        var refusal = ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive"), null, Now).Refusal;
        refusal.Code.ShouldBeOneOf("sumo-refused", "sumo-died");
        refusal.Message.ShouldContain("nowhere");
    }

    [Fact]
    public void A_file_that_sumo_cannot_load_is_refused_in_its_words_once_and_not_as_a_broken_connection()
    {
        using var city = SumoSupport.Grid(2, 100, 100);
        var same = string.Concat(new[] { "A0", "A1", "B0", "B1" }.Select(id => $"""<wautJunction wautID="w" junctionID="{id}" procedure=""/>"""));
        File.WriteAllText(Path.Combine(city.Folder, "w.add.xml"), $"""<additional><WAUT refTime="0" id="w" startProg="0"/>{same}</additional>""");
        File.WriteAllText(city.Config, File.ReadAllText(city.Config).Replace("</input>", """<additional-files value="w.add.xml"/></input>""", StringComparison.Ordinal));
        var refusal = ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive"), null, Now).Refusal;
        refusal.Code.ShouldBe("sumo-refused");
        refusal.Message.ShouldContain("procedure");
        refusal.Message.Split("'procedure'").Length.ShouldBe(2, refusal.Message);
        refusal.Message.ShouldNotContain("connection");
    }

    [Fact]
    public void File_names_with_blanks_and_names_from_the_environment_are_read_as_sumo_reads_them()
    {
        using var city = SumoSupport.Grid(2, 200, 100);
        var folder = Directory.CreateDirectory(Path.Combine(city.Folder, "the old town")).FullName;
        File.Move(Path.Combine(city.Folder, "city.net.xml.gz"), Path.Combine(folder, "a net.net.xml.gz"));
        File.Move(Path.Combine(city.Folder, "city.rou.xml"), Path.Combine(folder, "a day.rou.xml"));
        Environment.SetEnvironmentVariable("CARDO_TEST_TOWN", "the old town");
        File.WriteAllText(city.Config, """<configuration><input><net-file value="${CARDO_TEST_TOWN}/a net.net.xml.gz"/><route-files value="the old town/a day.rou.xml"/></input><time><end value="100"/></time></configuration>""");
        var trips = Path.Combine(city.Folder, "sirens.xml");
        File.WriteAllText(trips, """<routes><trip id="siren" depart="10" from="left0A0" to="B0right0"/></routes>""");
        var result = ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive", trips), null, Now).Value;
        result.Due.ShouldBeGreaterThan(10);
        result.EmergencyArrived.ShouldBe(1);
    }

    [Fact]
    public void Emergency_trips_of_a_flow_are_told_apart_and_those_that_sumo_leaves_out_are_named()
    {
        using var city = SumoSupport.Grid(2, 200, 300);
        var trips = Path.Combine(city.Folder, "sirens.xml");
        File.WriteAllText(trips, """<routes><flow id="siren.night" begin="10" end="60" number="3" from="left0A0" to="B0right0"/></routes>""");
        var result = ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive", trips), null, Now).Value;
        result.EmergencyArrived.ShouldBe(3);
        result.Remarks.ShouldBeEmpty();
        File.WriteAllText(trips, """<routes><trip id="a" depart="50" from="left0A0" to="B0right0"/><trip id="b" depart="10" from="left0A0" to="B0right0"/></routes>""");
        ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive", trips), null, Now).Value.Remarks.ShouldHaveSingleItem().ShouldContain("of 2 emergency trips 1 set out");
        // Of none there is no mean, and 0 would be the best there could be.
        File.WriteAllText(trips, """<routes><trip id="late" depart="5000" from="left0A0" to="B0right0"/></routes>""");
        var none = ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive", trips), null, Now).Value;
        (none.EmergencyArrived, none.EmergencyMean_s).ShouldBe((0, null));
        none.Remarks.ShouldHaveSingleItem().ShouldContain("of 1 emergency trips 0 set out");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_demand_factor_that_is_none_is_refused(double scale) =>
        ControlRun.Run(new ControlRequest("/nowhere/x.sumocfg", 1, "adaptive", null, scale), null, Now).Refusal.Code.ShouldBe("scale-out-of-bounds");

    [Fact]
    public void A_log_of_decisions_that_the_disk_does_not_take_ends_and_the_run_goes_on()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("/dev/full is missing");
        using var city = SumoSupport.Grid(2, 200, 200);
        ControlRun.Run(new ControlRequest(city.Config, 1, "adaptive") { LogFile = "/dev/full" }, null, Now).Value.Remarks.ShouldHaveSingleItem().ShouldContain("log of decisions ends early");
    }

    [Fact]
    public void A_recording_that_comes_to_nothing_leaves_the_old_one_and_no_half_of_the_new_one()
    {
        using var city = SumoSupport.Grid(2, 200, 100);
        var file = Path.Combine(city.Folder, "city.run.gz");
        File.WriteAllText(file, "the old one");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        RecordRun.Run(city.Config, file, 1, 0, 50, stop.Token).Refusal.Code.ShouldBe("cancelled");
        RecordRun.Run(city.Config, file, 1, 5000, 50, Now).Refusal.Code.ShouldBe("recording-empty");
        File.ReadAllText(file).ShouldBe("the old one");
        Directory.GetFiles(city.Folder, "*.part").ShouldBeEmpty();
        RecordRun.Run(city.Config, Path.Combine(city.Config, "city.run.gz"), 1, 0, 50, Now).Refusal.Code.ShouldBe("file-unwritable");
    }

    [Fact]
    public void A_simulator_that_dies_in_the_middle_is_a_refusal_and_never_a_hang()
    {
        using var city = SumoSupport.Grid(2, 200, 4000);
        using var process = SumoProcess.Start(["-c", city.Config, "--no-step-log"]).Value;
        var network = ReadNetwork.Read(Path.Combine(city.Folder, "city.net.xml.gz"), []).Value;
        using var plant = SumoPlant.Connect(process, network).Value;
        for (var t = 0; t < 20; t++) plant.Step().Ok.ShouldBeTrue();
        process.Kill();
        var refusal = plant.Step().Refusal;
        refusal.Code.ShouldBe("sumo-died");
        refusal.Message.ShouldEndWith("SUMO's last words: none; it ended with code 137.");
        plant.Step().Refusal.Code.ShouldBe("sumo-died");
    }

    [Fact]
    public void What_the_plant_does_not_have_is_refused_and_the_run_goes_on()
    {
        using var city = SumoSupport.Grid(2, 200, 100);
        using var process = SumoProcess.Start(["-c", city.Config, "--no-step-log"]).Value;
        var network = ReadNetwork.Read(Path.Combine(city.Folder, "city.net.xml.gz"), []).Value;
        using var plant = SumoPlant.Connect(process, network).Value;
        plant.Show(99, "G").Refusal.Code.ShouldBe("signal-unknown");
        plant.Show(0, "GGG").Refusal.Code.ShouldBe("state-misfit");
        plant.Client.Out.SetText(TraCiDomain.TrafficLight, TraCiVariable.SignalState, "nobody", "G");
        plant.Client.Expect(TraCiCommand.Set(TraCiDomain.TrafficLight));
        plant.Step().Ok.ShouldBeTrue();
        plant.Refusals.ShouldHaveSingleItem().ShouldContain("nobody");
        plant.Step().Ok.ShouldBeTrue();
        plant.Time_s.ShouldBe(2);
    }

    [Fact]
    public void Fixed_plans_measure_what_the_reference_measures()
    {
        // Made by run_baselines.py ingolstadt1 fixed --seed 1 with SUMO 1.15: delay 41.09, wait 20.05, dur 54.52, att 61.79, thr 1691, undeparted 1.
        SumoSupport.Need();
        var result = Run(Path.Combine(Support.Repository.Shared("traffic/ingolstadt1"), "ingolstadt1.sumocfg"), "fixed");
        (result.Due, result.Delay_s, result.Wait_s, result.Dur_s, result.Att_s, result.Arrived, result.Undeparted).ShouldBe((1716, 41.09, 20.05, 54.52, 61.79, 1691, 1));
    }
}
