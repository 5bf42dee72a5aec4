using Cardo.Conformance.Ntcip1202;
using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;

namespace Cardo.Conformance.Snmp;

/// <summary>What a line does to answers: whatever comes, each request ends in time with the right values or a refusal that says why.</summary>
public sealed class BadLineTests
{
    [Theory]
    [InlineData("silence")]
    [InlineData("garbage")]
    [InlineData("truncated")]
    [InlineData("other id")]
    [InlineData("other community")]
    [InlineData("other objects")]
    [InlineData("request echoed")]
    [InlineData("too long")]
    public async Task An_answer_that_is_none_ends_in_silence_and_not_in_a_value(string what)
    {
        using var cabinet = new Cabinet(patience_ms: 80);
        cabinet.Agent.Line = (request, answer) => Bad(what, request, answer) is { } bytes ? [bytes] : [];
        var outcome = await cabinet.Client.Get([Asc.MaxPhases, Asc.UnitBackupTime], Cabinet.Cancel);
        outcome.Refusal.Code.ShouldBe("cabinet-silent");
        outcome.Refusal.Message.ShouldContain(what == "silence" ? "does not answer" : "no answer that fits");
        cabinet.Agent.Line = null;
        (await cabinet.Get(Asc.MaxPhases)).ShouldBe(16);
    }

    [Fact]
    public async Task The_right_answer_is_found_between_garbage_old_answers_and_doubles()
    {
        using var cabinet = new Cabinet();
        cabinet.Agent.Line = (request, answer) => [Bad("garbage", request, answer)!, Bad("other id", request, answer)!, answer, answer];
        for (var i = 0; i < 5; i++) (await cabinet.Get(Asc.UnitBackupTime)).ShouldBe(10);
        cabinet.Client.Strange.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task One_lost_datagram_is_asked_for_again()
    {
        using var cabinet = new Cabinet();
        var lost = 0;
        cabinet.Agent.Line = (_, answer) => lost++ % 2 == 0 ? [] : [answer];
        (await cabinet.Get(Asc.UnitBackupTime)).ShouldBe(10);
        lost.ShouldBe(2);
    }

    [Theory] // RFC 1157, 4.1.2: noSuchName refuses the whole; the rest is asked for without it. RFC 3416: it is one value of many
    [InlineData(SnmpVersion.V1)]
    [InlineData(SnmpVersion.V2c)]
    public async Task An_object_that_is_not_there_costs_no_other(SnmpVersion version)
    {
        using var cabinet = new Cabinet(version);
        var strange = Asc.Root.Plus(99, 0);
        var found = (await cabinet.Client.Get([Asc.MaxPhases, strange, Asc.UnitBackupTime], Cabinet.Cancel)).Value;
        found.Keys.ShouldBe([Asc.MaxPhases, Asc.UnitBackupTime], ignoreOrder: true);
        var asked = cabinet.Agent.Requests;
        (await cabinet.Client.Get([Asc.MaxPhases, strange], Cabinet.Cancel)).Value.Count.ShouldBe(1);
        cabinet.Agent.Requests.ShouldBe(asked + 1);
    }

    [Fact] // RFC 1157, 4.1.2: tooBig
    public async Task What_is_too_big_for_the_agent_is_asked_for_in_parts()
    {
        using var cabinet = new Cabinet();
        cabinet.Agent.Line = (request, answer) => [request.Pdu.Variables.Count > 3 ? SnmpWriter.Write(request with { Pdu = request.Pdu with { Kind = SnmpPduKind.Response, Error = SnmpError.TooBig } }) : answer];
        (await cabinet.Client.Get([.. Enumerable.Range(1, 16).Select(p => Asc.Phase(PhaseColumn.MinimumGreen, p))], Cabinet.Cancel)).Value.Count.ShouldBe(16);
    }

    [Theory]
    [InlineData(SnmpError.GenErr)]
    [InlineData(SnmpError.ReadOnly)]
    [InlineData(SnmpError.BadValue)]
    [InlineData(SnmpError.NoSuchName)]
    public async Task A_refused_set_says_which_object_and_why(SnmpError error)
    {
        using var cabinet = new Cabinet();
        cabinet.Agent.RefusesSet = error;
        var refusal = (await cabinet.Client.Set([new SnmpVariable(Asc.Control(PhaseControl.Hold, 1), SnmpValue.Of(1))], Cabinet.Cancel)).Refusal;
        refusal.Code.ShouldBe("cabinet-refused");
        refusal.Message.ShouldContain(error.ToString());
        refusal.Message.ShouldContain("1.5.1.4.1");
    }

    [Fact]
    public async Task A_wrong_write_community_is_silence()
    {
        using var cabinet = new Cabinet(patience_ms: 80, write: "guessed");
        (await cabinet.Client.Set([new SnmpVariable(Asc.Control(PhaseControl.Hold, 1), SnmpValue.Of(1))], Cabinet.Cancel)).Refusal.Code.ShouldBe("cabinet-silent");
        cabinet.Unit.Control[PhaseControl.Hold].ShouldBe(0u);
    }

    [Fact] // RFC 1157, 4.1.5: as if simultaneously; one that cannot be set keeps all from it
    public async Task A_set_is_taken_whole_or_not_at_all()
    {
        using var cabinet = new Cabinet();
        (await cabinet.Client.Set([new SnmpVariable(Asc.Control(PhaseControl.Hold, 1), SnmpValue.Of(1)), new SnmpVariable(Asc.MaxPhases, SnmpValue.Of(1))], Cabinet.Cancel)).Ok.ShouldBeFalse();
        cabinet.Unit.Control[PhaseControl.Hold].ShouldBe(0u);
    }

    [Fact]
    public async Task Every_request_of_a_look_fits_the_484_octets_that_each_agent_takes()
    {
        using var cabinet = new Cabinet();
        var longest = 0;
        cabinet.Agent.Line = (request, answer) =>
        {
            longest = Math.Max(longest, Math.Max(SnmpWriter.Write(request).Length, answer.Length));
            return [answer];
        };
        await cabinet.Read();
        var order = new Cardo.Traffic.Cabinets.CabinetOrder(255, 255, 255, 255, 255, true);
        (await cabinet.Client.Set(order.Variables([1, 2]), Cabinet.Cancel)).Ok.ShouldBeTrue();
        longest.ShouldBeInRange(100, 484);
    }

    static byte[]? Bad(string what, SnmpMessage request, byte[] answer)
    {
        var said = SnmpReader.Read(answer, out _)!;
        return what switch
        {
            "silence" => null,
            "garbage" => [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3],
            "truncated" => answer[..^3],
            "other id" => SnmpWriter.Write(said with { Pdu = said.Pdu with { RequestId = said.Pdu.RequestId - 1 } }),
            "other community" => SnmpWriter.Write(said with { Community = "private" }),
            "other objects" => SnmpWriter.Write(said with { Pdu = said.Pdu with { Variables = [.. said.Pdu.Variables.Reverse()] } }),
            "request echoed" => SnmpWriter.Write(request),
            _ => [.. answer, .. new byte[6000]],
        };
    }
}
