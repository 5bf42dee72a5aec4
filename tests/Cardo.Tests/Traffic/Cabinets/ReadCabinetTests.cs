using Cardo.Traffic.Cabinets;

namespace Cardo.Tests.Traffic.Cabinets;

/// <summary>Profiles of cabinets, good and bad.</summary>
public sealed class ReadCabinetTests
{
    static Cardo.Kernel.Outcome<CabinetProfile> Parse(string yaml) => ReadCabinet.Parse("j1", yaml, ("public", null));

    [Fact]
    public void A_profile_says_what_phases_and_detectors_mean()
    {
        var profile = Parse(CabinetBench.Junction).Value;
        profile.Phases.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        profile.Together(2, 6).ShouldBeTrue();
        profile.Together(2, 5).ShouldBeTrue();
        profile.Together(2, 1).ShouldBeFalse();
        profile.Together(2, 8).ShouldBeFalse();
        profile.Detectors.Single(d => d.Number == 14).ToStop_m.ShouldBe(60);
        profile.Approaches[0].Streets["zh-Hant"].ShouldBe("山坡大道");
    }

    [Theory]
    [InlineData("address: 10.0.0.7:161", "address: cabinet.example:161", "no name")]
    [InlineData("control: true", "contrl: true", "'contrl' is not known")]
    [InlineData("location: [-83.05, 42.33]", "snmp: v2c", "needs its location")]
    [InlineData("control: true", "control: yes", "control is false or true")]
    [InlineData("stop_detector: 5", "stop_detector: 2", "detector 2 watches two places")]
    [InlineData("phase: 5", "phase: 17", "phase is a whole number from 1 to 16")]
    [InlineData("phase: 5", "phase: 9", "phase 9 has a meaning and stands in no ring")]
    [InlineData("advance_m: 90", "advance_m: 900", "advance_m is a number from 10 to 150")]
    [InlineData(", advance_m: 90", "", "stand together")]
    [InlineData("write_community: secret", "snmp: v1", "write_community")]
    [InlineData("from: s", "from: n", "two approaches come from n")]
    [InlineData("turns: l,", "turns: lx,", "turns are letters")]
    [InlineData("phase: 7, turns: l, stop_detector: 7", "phase: 7, turns: l", "a detector on each lane")]
    public void What_is_wrong_is_named(string good, string bad, string what)
    {
        var yaml = CabinetBench.Junction.Replace("127.0.0.1:1", "10.0.0.7:161");
        yaml.ShouldContain(good);
        var at = yaml.IndexOf(good, StringComparison.Ordinal);
        var refusal = Parse(yaml[..at] + bad + yaml[(at + good.Length)..]).Refusal;
        refusal.Code.ShouldBe("controller-wrong");
        refusal.Details!.ShouldContain(d => d.Contains(what));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- 1\n- 2")]
    [InlineData("a: [")]
    [InlineData("address: [1]\napproaches: 7\nrings: {a: b}\nlocation: [200, x]")]
    [InlineData("approaches:\n  - from: n\n    lanes: [[1]]")]
    [InlineData("approaches: *none")]
    public void What_is_no_profile_is_refused_and_never_throws(string yaml) => Parse(yaml).Ok.ShouldBeFalse();

    [Theory]
    [InlineData("../etc")]
    [InlineData("")]
    [InlineData("a b")]
    public void A_name_that_is_no_name_is_refused(string name) => ReadCabinet.Parse(name, CabinetBench.Junction, ("public", null)).Refusal.Code.ShouldBe("controller-name");

    [Fact]
    public void A_profile_becomes_a_junction_with_a_lamp_a_phase_and_exits_where_the_turns_lead()
    {
        var network = CabinetNetwork.Build([Parse(CabinetBench.Junction).Value], _ => null);
        var junction = network.Intersections.ShouldHaveSingleItem();
        junction.Movements.Count.ShouldBe(8);
        junction.Movements[1].Foes.ShouldBe([0, 2, 3, 6, 7], ignoreOrder: true);
        junction.Movements[1].Ways.Select(w => (w.FromLane, w.ToLane, w.Direction)).ShouldBe([("j1.n_0", "j1.to.s_0", 's'), ("j1.n_0", "j1.to.w_0", 'r')]);
        junction.Movements[4].Ways.Single().ToLane.ShouldBe("j1.to.e_0");
        junction.Plan.Phases.Select(p => p.State).Where(s => !s.Contains('y') && s.Contains('G')).ShouldBe(["GrrrGrrr", "rGrrrGrr", "rrGrrrGr", "rrrGrrrG"]);
        network.Roads["j1.n"].NameIn("zh-Hant").ShouldBe("山坡大道");
    }
}
