using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Sensing;

public sealed class DevicePolicyTests
{
    [Fact]
    public async Task A_device_comes_in_by_its_own_key_alone()
    {
        await using var house = await SensingHouse.Open();
        var (one, two) = (house.Device("one"), house.Device("two"));
        (await house.Login("one", one)).Value.Name.ShouldBe("one");
        foreach (var (user, key) in new[] { ("one", two), ("two", one), ("one", ""), ("one", one + "x"), ("", one), ("one", "password"), ("admin", "admin") })
            (await house.Login(user, key)).Refusal.Kind.ShouldBe(RefusalKind.Unauthorized, $"{user} {key}");
        (await house.Login(null, one)).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task A_device_speaks_and_hears_under_its_own_name_only()
    {
        await using var house = await SensingHouse.Open();
        var who = (await house.Login("one", house.Device("one"))).Value;
        string[] may = ["things/one/up", "things/one/status"], mayNot = ["things/two/up", "things/one/down/x", "things/one", "things", "$SYS/x", "other", "things//up"];
        foreach (var topic in may) house.Policy.MayPublish(who, topic).ShouldBeTrue(topic);
        foreach (var topic in mayNot) house.Policy.MayPublish(who, topic).ShouldBeFalse(topic);
        string[] hears = ["things/one/down", "things/one/down/#", "things/one/down/+"], hearsNot = ["#", "+/one/down/#", "things/+/down/#", "things/two/down/#", "things/one/up", "things/one/#", "$SYS/#", "notify/x"];
        foreach (var filter in hears) house.Policy.MaySubscribe(who, filter).ShouldBeTrue(filter);
        foreach (var filter in hearsNot) house.Policy.MaySubscribe(who, filter).ShouldBeFalse(filter);
    }

    [Fact]
    public async Task A_token_does_what_its_scopes_say()
    {
        await using var house = await SensingHouse.Open();
        var reader = (await house.Login("dashboard", house.Token(Scopes.TwinRead))).Value;
        var gateway = (await house.Login("gateway", house.Token(Scopes.SensingWrite))).Value;
        (house.Policy.MaySubscribe(reader, "notify/floods"), house.Policy.MaySubscribe(reader, "things/+/up"), house.Policy.MaySubscribe(reader, "#"), house.Policy.MayPublish(reader, "things/one/up"))
            .ShouldBe((true, false, false, false));
        (house.Policy.MayPublish(gateway, "things/one/up"), house.Policy.MayPublish(gateway, "things/one/down/x"), house.Policy.MaySubscribe(gateway, "notify/x")).ShouldBe((true, false, false));
    }

    [Fact]
    public async Task Only_a_client_on_this_machine_comes_in_without_a_key_and_only_where_that_is_trusted()
    {
        await using (var closed = await SensingHouse.Open()) (await closed.Login("x", "")).Ok.ShouldBeFalse();
        await using var open = await SensingHouse.Open(trustLoopback: true);
        (await open.Login("x", "", "10.0.0.7")).Ok.ShouldBeFalse();
        var who = (await open.Login("x", "")).Value;
        open.Policy.MayPublish(who, "things/any/up").ShouldBeTrue();
        (await open.Publish(who, "things/any/up", """{"temperature": 3}""")).Refused.ShouldBeFalse();
        open.Number("any", "temperature").ShouldBe(3);
    }

    [Fact]
    public async Task A_report_becomes_an_entity_of_the_default_names()
    {
        await using var house = await SensingHouse.Open();
        var who = (await house.Login("lamp-1", house.Device("lamp-1"))).Value;
        (await house.Publish(who, "things/lamp-1/up", """{"temperature": 21.5, "observedAt": "2018-08-23T09:59:00Z"}""")).ShouldBe(MqttVerdict.Accepted);
        var entity = house.Twin.Find("", "urn:ngsi-ld:Device:lamp-1").ShouldNotBeNull();
        entity.Types.ShouldBe(["https://uri.etsi.org/ngsi-ld/default-context/Device"]);
        var temperature = house.Attribute("lamp-1", "temperature")!;
        (temperature.Value.Number, temperature.UnitCode, Instants.Format(temperature.ObservedAtUs)).ShouldBe((21.5, "CEL", "2018-08-23T09:59:00Z"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"t": NaN}""")]
    [InlineData("""{"t": 1, "observedAt": "2019-01-01T00:00:00Z"}""")]
    [InlineData("""{"t": {"value": 1, "unitCode": "furlong"}}""")]
    [InlineData("""[{"t": 1}, {"t": "NaN"}]""")]
    public async Task What_cannot_be_read_is_refused_with_a_reason_and_listed(string payload)
    {
        await using var house = await SensingHouse.Open();
        var who = (await house.Login("one", house.Device("one"))).Value;
        var verdict = await house.Publish(who, "things/one/up", payload);
        verdict.Code.ShouldBe(ReasonCode.PayloadFormatInvalid);
        verdict.Reason.ShouldNotBeNullOrEmpty();
        house.Twin.Find("", "urn:ngsi-ld:Device:one").ShouldBeNull();
        var rejected = house.Ingest.Rejected().ShouldHaveSingleItem();
        (rejected.ThingId, rejected.Via, rejected.Reason).ShouldBe(("one", "mqtt", verdict.Reason));
        house.Ingest.Rates().Refused.ShouldBe(1);
        (await house.Publish(who, "things/one/up", """{"t": 2}""")).Refused.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_messages_in_one_read_each_has_its_own_verdict()
    {
        await using var house = await SensingHouse.Open();
        var who = (await house.Login("one", house.Device("one"))).Value;
        string[] payloads = ["""{"a": 1}""", "x", """[{"a": 2}, {"b": 3}]""", """{"type": 1}""", """{"a": 4}"""];
        var messages = payloads.Select(p => new MqttMessage("things/one/up", System.Text.Encoding.UTF8.GetBytes(p), 1, false, house.Clock.NowUs())).ToArray();
        var verdicts = new MqttVerdict[5];
        await house.Policy.Publish(who, messages, verdicts);
        verdicts.Select(v => v.Refused).ShouldBe([false, true, false, true, false]);
        (house.Number("one", "a"), house.Number("one", "b")).ShouldBe((4, 3));
    }

    [Fact]
    public async Task A_revoked_key_ends_the_connections_that_came_in_by_it()
    {
        await using var house = await SensingHouse.Open();
        var key = house.Device("one");
        var who = (await house.Login("one", key)).Value;
        house.Policy.MayPublish(who, "things/one/up").ShouldBeTrue();
        house.Devices.Revoke("one", "test").Value.ShouldBe(1);
        house.Policy.MayPublish(who, "things/one/up").ShouldBeFalse();
        (await house.Publish(who, "things/one/up", """{"t": 1}""")).Code.ShouldBe(ReasonCode.NotAuthorized);
        (await house.Login("one", key)).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task A_million_made_up_names_end_at_the_bound_of_the_thing_and_of_the_city()
    {
        await using var house = await SensingHouse.Open(settings: new() { ["sensing.max_names_per_thing"] = "20", ["sensing.max_names"] = "100" });
        MqttVerdict last = default;
        for (var d = 0; d < 8; d++)
        {
            var who = (await house.Login($"d{d}", house.Device($"d{d}"))).Value;
            for (var i = 0; i < 40; i++) last = await house.Publish(who, $"things/d{d}/up", $$"""{"made_{{d}}_{{i}}": 1}""");
            last.Code.ShouldBe(ReasonCode.QuotaExceeded);
        }
        last.Reason!.ShouldContain("distinct attribute names");
        // The names the city itself speaks of are within the bound too.
        house.Ingest.Rates().Messages.ShouldBeInRange(80, 100);
    }
}
