using Cardo.Traffic;
using Cardo.Traffic.Guarding;
using Cardo.Traffic.Networks;

namespace Cardo.Tests.Traffic;

public sealed class NetworkTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-net-").FullName;

    const string Crossing = """
        <net><location netOffset="0.00,0.00" projParameter="!"/>
          <edge id=":J_0" function="internal"><lane id=":J_0_0" index="0" speed="8" length="10" shape="0,0 0,10"/></edge>
          <edge id=":J_1" function="internal"><lane id=":J_1_0" index="0" speed="8" length="10" shape="0,0 10,0"/></edge>
          <edge id=":J_c0" function="crossing"><lane id=":J_c0_0" index="0" allow="pedestrian" speed="1" length="6" shape="0,0 6,0"/></edge>
          <edge id=":J_w0" function="walkingarea"><lane id=":J_w0_0" index="0" allow="pedestrian" speed="1" length="1" shape="0,0 1,0"/></edge>
          <edge id=":K_0" function="internal"><lane id=":K_0_0" index="0" speed="13" length="4" shape="0,0 4,0"/></edge>
          <edge id="far" from="X" to="K"><lane id="far_0" index="0" speed="13.89" length="300" shape="0,0 300,0"/></edge>
          <edge id="a" from="K" to="J"><lane id="a_0" index="0" speed="13.89" length="60" shape="0,0 60,0"/></edge>
          <edge id="b" from="Y" to="J"><lane id="b_0" index="0" speed="13.89" length="200" shape="0,0 200,0"/></edge>
          <edge id="out" from="J" to="Z"><lane id="out_0" index="0" speed="13.89" length="100" shape="0,0 100,0"/></edge>
          <tlLogic id="T" type="static" programID="0" offset="5">
            <phase duration="20" state="GrG"/><phase duration="3" state="yrr"/><phase duration="20" state="rGr"/><phase duration="3" state="ryr"/>
          </tlLogic>
          <tlLogic id="R" type="rail_signal" programID="0" offset="0"/>
          <junction id="J" type="traffic_light" x="0" y="0" incLanes="a_0 b_0" intLanes=":J_0_0 :J_1_0 :J_c0_0">
            <request index="0" response="010" foes="010" cont="0"/><request index="1" response="100" foes="101" cont="0"/><request index="2" response="000" foes="010" cont="0"/>
          </junction>
          <connection from="far" to="a" fromLane="0" toLane="0" via=":K_0_0" dir="s" state="M"/>
          <connection from="a" to="out" fromLane="0" toLane="0" via=":J_0_0" tl="T" linkIndex="0" dir="s" state="O"/>
          <connection from="b" to="out" fromLane="0" toLane="0" via=":J_1_0" tl="T" linkIndex="1" dir="r" state="o"/>
          <connection from=":J_w0" to=":J_c0" fromLane="0" toLane="0" tl="T" linkIndex="2" dir="s" state="M"/>
        </net>
        """;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Write(string text, string name = "x.net.xml")
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    [Fact]
    public void A_crossing_becomes_movements_with_their_foes_and_approaches_with_their_reach()
    {
        var network = ReadNetwork.Read(Write(Crossing), []).Value;
        var junction = network.Intersections.ShouldHaveSingleItem();
        junction.Id.ShouldBe("T");
        junction.Plan.Cycle_s.ShouldBe(46);
        junction.Plan.Offset_s.ShouldBe(5);
        junction.Movements.Select(m => string.Join(',', m.Foes.Order())).ShouldBe(["1", "0,2", "1"]);
        junction.Movements.Select(m => m.Pedestrian).ShouldBe([false, false, true]);
        junction.Approaches.Select(a => a.Lane).ShouldBe(["a_0", "b_0"]);
        junction.Approaches[0].Reach.ShouldBe([new Detector("a_0", 60, 0), new Detector(":K_0_0", 4, 60), new Detector("far_0", 300, 64)], ignoreOrder: true);
        network.Remarks.ShouldHaveSingleItem().ShouldContain("railway");
    }

    [Fact]
    public void A_plan_that_shows_nobody_green_stays_as_it_is_and_a_lamp_that_is_off_beside_others_goes()
    {
        string Plan(params string[] states) => Crossing[..Crossing.IndexOf("<tlLogic id=\"T\"", StringComparison.Ordinal)]
            + "<tlLogic id=\"T\" type=\"static\" programID=\"0\" offset=\"0\">" + string.Concat(states.Select(s => $"<phase duration=\"20\" state=\"{s}\"/>"))
            + Crossing[Crossing.IndexOf("</tlLogic>", StringComparison.Ordinal)..];
        var off = ReadNetwork.Read(Write(Plan("ooo")), []).Value;
        off.Intersections.ShouldBeEmpty();
        off.Remarks.ShouldContain(r => r.Contains("nobody green"));
        var junction = ReadNetwork.Read(Write(Plan("Gor", "yor", "roG", "ror")), []).Value.Intersections.ShouldHaveSingleItem();
        junction.Plan.Phases.Select(p => p.State).ShouldBe(["Ggr", "ygr", "rgG", "rgr"]);
        // An arrow that is dark for a while, and a signal that blinks between two phases.
        junction = ReadNetwork.Read(Write(Plan("Grr", "yrr", "rGr", "roG", "ooo")), []).Value.Intersections.ShouldHaveSingleItem();
        junction.Plan.Phases.Select(p => p.State).ShouldBe(["Grr", "yrr", "rGr", "rgG", "ooo"]);
    }

    [Fact]
    public void What_the_plan_keeps_apart_in_two_junctions_of_one_signal_no_stage_lets_go_together()
    {
        // From a into the short street m and across K; what comes from b meets it behind K, where no signal rules.
        const string two = """
            <net>
              <edge id=":J_0" function="internal"><lane id=":J_0_0" index="0" speed="8" length="10" shape="0,0 0,10"/></edge>
              <edge id=":K_0" function="internal"><lane id=":K_0_0" index="0" speed="8" length="10" shape="0,0 10,0"/></edge>
              <edge id=":K_1" function="internal"><lane id=":K_1_0" index="0" speed="8" length="10" shape="0,0 10,0"/></edge>
              <edge id="a" from="X" to="J"><lane id="a_0" index="0" speed="13.89" length="60" shape="0,0 60,0"/></edge>
              <edge id="m" from="J" to="K"><lane id="m_0" index="0" speed="13.89" length="12" shape="0,0 60,0"/></edge>
              <edge id="b" from="Y" to="K"><lane id="b_0" index="0" speed="13.89" length="200" shape="0,0 200,0"/></edge>
              <edge id="out" from="K" to="Z"><lane id="out_0" index="0" speed="13.89" length="100" shape="0,0 100,0"/></edge>
              <tlLogic id="T" type="static" programID="0" offset="0"><phase duration="20" state="GGr"/><phase duration="3" state="yGr"/><phase duration="3" state="ryr"/><phase duration="20" state="rrG"/><phase duration="3" state="rry"/></tlLogic>
              <junction id="J" type="traffic_light" x="0" y="0" incLanes="a_0" intLanes=":J_0_0"><request index="0" response="0" foes="0" cont="0"/></junction>
              <junction id="K" type="traffic_light" x="0" y="0" incLanes="m_0 b_0" intLanes=":K_0_0 :K_1_0"><request index="0" response="10" foes="10" cont="0"/><request index="1" response="01" foes="01" cont="0"/></junction>
              <connection from="a" to="m" fromLane="0" toLane="0" via=":J_0_0" tl="T" linkIndex="0" dir="s" state="O"/>
              <connection from="m" to="out" fromLane="0" toLane="0" via=":K_0_0" tl="T" linkIndex="1" dir="s" state="o"/>
              <connection from="b" to="out" fromLane="0" toLane="0" via=":K_1_0" tl="T" linkIndex="2" dir="s" state="o"/>
            </net>
            """;
        var signal = ReadNetwork.Read(Write(two), []).Value.Intersections.ShouldHaveSingleItem();
        signal.Movements.Select(m => string.Join(',', m.Foes.Order())).ShouldBe(["", "2", "1"]);
        signal.Movements.Select(m => string.Join(',', m.Apart.Order())).ShouldBe(["2", "", "0"]);
        var rules = new SafetyRules(signal);
        Stages.Of(signal, rules).ShouldBe(["GGr", "rrG"]);
        rules.Foes(0, 2).ShouldBeFalse();
    }

    [Fact]
    public void The_last_plan_read_is_the_one_that_runs()
    {
        var more = Write("""<additional><tlLogic id="T" type="static" programID="night" offset="0"><phase duration="9" state="GrG"/><phase duration="9" state="rGr"/></tlLogic></additional>""", "tls.add.xml");
        ReadNetwork.Read(Write(Crossing), [more]).Value.Intersections[0].Plan.Id.ShouldBe("night");
    }

    [Fact]
    public void A_phase_table_that_cannot_be_served_leaves_the_signal_alone_and_says_so()
    {
        foreach (var phases in new[] { "", """<phase duration="9" state="G"/>""", """<phase duration="0" state="GrG"/>""", """<phase duration="5" state="GrG"/><phase duration="5" state="GrGG"/>""" })
        {
            var bad = Write($"""<additional><tlLogic id="T" type="static" programID="bad" offset="0">{phases}</tlLogic></additional>""", "bad.add.xml");
            var network = ReadNetwork.Read(Write(Crossing), [bad]).Value;
            network.Intersections.ShouldBeEmpty();
            network.Remarks.ShouldContain(r => r.Contains("cannot be served"));
        }
    }

    [Fact]
    public void A_file_that_is_no_network_is_refused_with_its_place()
    {
        ReadNetwork.Read(Write("<net><edge"), []).Refusal.Code.ShouldBe("network-unreadable");
        ReadNetwork.Read(Write("<net/>"), []).Refusal.Code.ShouldBe("network-empty");
        ReadNetwork.Read(Path.Combine(folder, "none.net.xml"), []).Refusal.Code.ShouldBe("network-missing");
        ReadNetwork.Read(Write("not packed", "x.net.xml.gz"), []).Refusal.Code.ShouldBe("network-missing");
    }
}
