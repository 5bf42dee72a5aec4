using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Twin;

namespace Cardo.Tests.Rules;

public sealed class RulesEngineTests
{
    const string Common = """ "severity": "high", "category": "water", "subCategory": "flood", "text": { "en": "High water", "zh-Hans": "水位高" } """;
    const string High = $$"""{ "id": "high", "kind": "threshold", "type": "Thing", "attribute": "level", "above": 10, "clear": 8, {{Common}} }""";
    const string Silent = $$"""{ "id": "silent", "kind": "absence", "type": "Thing", "attribute": "level", "after_s": 300, {{Common}} }""";
    const string One = "urn:ngsi-ld:Thing:1";
    static readonly string alarmId = Alarm.IdOf("test.high", One);

    [Fact]
    public async Task An_alarm_is_an_entity_that_opens_and_closes_and_keeps_its_history()
    {
        await using var house = RulesHouse.Build(High);
        await house.Start();
        await house.See(One, "level", 12);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
        var alarm = house.Desk.OpenAlarms()[0];
        alarm.ShouldSatisfyAllConditions(
            a => a.Id.ShouldBe(alarmId), a => a.SourceId.ShouldBe(One), a => a.Severity.ShouldBe(Severity.High),
            a => a.IssuedUs.ShouldBe(Given.At(0)), a => a.ValueAtStart.ShouldBe(12), a => a.Text["zh-Hans"].ShouldBe("水位高"));
        (await house.Fired.Reader.ReadAsync(TestContext.Current.CancellationToken)).Alarm.Id.ShouldBe(alarmId);

        house.Clock.Advance(TimeSpan.FromSeconds(60));
        await house.See(One, "level", 15);
        house.Clock.Advance(TimeSpan.FromSeconds(60));
        await house.See(One, "level", 7);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 0);
        var closed = house.Desk.Alarms().ShouldHaveSingleItem();
        closed.ClearedUs.ShouldBe(Given.At(120));
        closed.Peak.ShouldBe(15);
        (await house.Cleared.Reader.ReadAsync(TestContext.Current.CancellationToken)).Alarm.Id.ShouldBe(alarmId);

        house.Clock.Advance(TimeSpan.FromSeconds(60));
        await house.See(One, "level", 11);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
        var status = house.Twin.History("", alarmId, "https://uri.etsi.org/ngsi-ld/status")!;
        status.Range(0, long.MaxValue, 10).Where(s => s.Kind == SampleKind.Text).Select(s => s.Text).ShouldBe(["open", "closed", "open"]);
        house.Desk.Alarms().ShouldHaveSingleItem().Open.ShouldBeTrue();
    }

    [Fact]
    public async Task Silence_is_found_by_the_clock()
    {
        await using var house = RulesHouse.Build(Silent);
        await house.Start();
        await house.See(One, "level", 12);
        await Eventually.Until(() => house.Desk.State("test.silent", One) is not null);
        house.Clock.Advance(TimeSpan.FromSeconds(301));
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
        house.Desk.OpenAlarms()[0].IssuedUs.ShouldBe(Given.At(300));
        await house.See(One, "level", 12);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 0);
    }

    [Fact]
    public async Task A_thing_that_never_says_its_first_word_is_silent_too()
    {
        await using var house = RulesHouse.Build(Silent);
        await house.Start();
        await house.See(One, "other", 1);
        await Eventually.Until(() => house.Desk.State("test.silent", One) is not null);
        house.Clock.Advance(TimeSpan.FromSeconds(301));
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_crash_what_was_not_heard_is_heard_from_history_and_nothing_is_doubled(bool checkpoint)
    {
        var house = RulesHouse.Build(High);
        await house.Start();
        await house.See(One, "level", 12);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
        if (checkpoint) await house.Checkpoint();
        house = await house.Crash();
        // Written while no rule listened: over, and high again.
        house.Clock.Advance(TimeSpan.FromSeconds(60));
        await house.See(One, "level", 5);
        house.Clock.Advance(TimeSpan.FromSeconds(60));
        await house.See(One, "level", 20);
        house = await house.Crash();
        await using var last = house;
        await house.Start();
        await Eventually.Until(() => house.Desk.OpenAlarms() is [{ IssuedUs: var at }] && at == Given.At(120));
        (await house.Cleared.Reader.ReadAsync(TestContext.Current.CancellationToken)).Alarm.ClearedUs.ShouldBe(Given.At(60));
        (await house.Fired.Reader.ReadAsync(TestContext.Current.CancellationToken)).Alarm.IssuedUs.ShouldBe(Given.At(120));
        var status = house.Twin.History("", alarmId, "https://uri.etsi.org/ngsi-ld/status")!;
        status.Range(0, long.MaxValue, 10).Select(s => s.Text).ShouldBe(["open", "closed", "open"]);
    }

    [Fact]
    public async Task An_alarm_that_was_decided_but_not_written_is_written_after_the_crash()
    {
        var house = RulesHouse.Build(High);
        await house.See(One, "level", 12);
        house.Engine.CatchUp(house.Clock.NowUs(), []); // decided; the act is lost
        await house.Checkpoint();
        house.Desk.OpenAlarms().ShouldBeEmpty();
        house = await house.Crash();
        await using var last = house;
        await house.Start();
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
    }

    [Fact]
    public async Task A_restart_with_nothing_new_tells_nothing()
    {
        var house = RulesHouse.Build(High);
        await house.Start();
        await house.See(One, "level", 12);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
        house = await house.Crash();
        await using var last = house;
        await house.Start();
        await Eventually.Until(() => house.Engine.StateOf("test.high", One) is not null);
        await house.See("urn:ngsi-ld:Thing:2", "level", 12);
        (await house.Fired.Reader.ReadAsync(TestContext.Current.CancellationToken)).Alarm.SourceId.ShouldBe("urn:ngsi-ld:Thing:2", "the alarm of before was not told again");
    }

    [Fact]
    public async Task Deleting_the_thing_closes_its_alarm()
    {
        await using var house = RulesHouse.Build(High);
        await house.Start();
        await house.See(One, "level", 12);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
        await house.Twin.Write("", new DeleteEntity(One));
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 0);
        await Eventually.Until(() => house.Desk.State("test.high", One) is null);
    }

    [Fact]
    public async Task Withdrawing_the_rule_closes_its_alarms()
    {
        await using var house = RulesHouse.Build(High);
        await house.Start();
        await house.See(One, "level", 12);
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 1);
        house.Desk.Withdraw("test");
        house.Clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Until(() => house.Desk.OpenAlarms().Count == 0);
    }

    [Fact]
    public async Task Ten_thousand_alarms_are_opened_and_closed()
    {
        await using var house = RulesHouse.Build(High);
        await house.Start();
        for (var round = 0; round < 2; round++)
        {
            var value = round == 0 ? 12.0 : 5;
            for (var batch = 0; batch < 10; batch++)
                await house.Twin.Write("", [.. Enumerable.Range(batch * 1000, 1000).Select(i => (TwinCommand)new Observe($"urn:ngsi-ld:Thing:{i}", Names.Default("Thing"),
                    [new() { Name = Names.Default("level"), Value = Cardo.Standards.NgsiLd.Value.Of(value), ObservedAtUs = house.Clock.NowUs() }]))]);
            await Eventually.Until(() => (round == 0 ? house.Desk.Counts.Fired : house.Desk.Counts.Cleared) == 10_000);
            house.Clock.Advance(TimeSpan.FromSeconds(10));
        }
        house.Desk.OpenAlarms().ShouldBeEmpty();
    }

    [Fact]
    public void A_state_survives_being_written_and_read()
    {
        var rule = Given.Rule(""" "kind": "rate", "attribute": "a", "above": 5, "window_s": 600 """);
        var state = Given.Play(rule, (0, 1), (300, 2), (600, 9)).State;
        var back = Cardo.Rules.Store.StateRows.Read(Cardo.Rules.Store.StateRows.Write(state))!;
        back.Window.ShouldBe(state.Window);
        (back with { Window = state.Window }).ShouldBe(state);
        Cardo.Rules.Store.StateRows.Read("{").ShouldBeNull();
    }

    [Fact]
    public async Task Two_sources_cannot_bring_the_same_rule()
    {
        await using var house = RulesHouse.Build(High);
        house.Desk.Adopt("other", "test", System.Text.Encoding.UTF8.GetBytes(High)).Refusal.Code.ShouldBe("rule-twice");
        house.Desk.Faults.Count.ShouldBe(1);
        house.Desk.Adopt("test", "test", System.Text.Encoding.UTF8.GetBytes(High)).Ok.ShouldBeTrue("the same source may bring it again");
    }
}
