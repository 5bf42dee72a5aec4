using Cardo.Cases;
using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Tests.Cases;

/// <summary>Working time, promises and their escalation.</summary>
public class ClockTests
{
    static readonly TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    static WorkCalendar Calendar(string hours, string[]? off = null)
    {
        var faults = new List<string>();
        var week = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }.ToDictionary(d => d, _ => hours);
        var made = CheckCalendar.Make(new CalendarFile("c", "Europe/Berlin", null, week, [.. off ?? []], null), TimeZoneInfo.Utc, faults);
        faults.ShouldBeEmpty();
        return made;
    }

    static long Us(string text) => Instants.TryParse(text, out var us) ? us : throw new FormatException(text);

    [Theory]
    [InlineData("2026-09-07T06:00:00Z", 60, "2026-09-07T07:00:00Z")] // opens at 08:00 in Berlin, which is 06:00 UTC
    [InlineData("2026-09-07T09:30:00Z", 60, "2026-09-07T12:00:00Z")] // over the noon break
    [InlineData("2026-09-07T20:00:00Z", 30, "2026-09-08T06:30:00Z")] // after closing
    [InlineData("2026-09-11T14:30:00Z", 60, "2026-09-13T06:30:00Z")] // over a day off
    [InlineData("2026-10-24T14:30:00Z", 60, "2026-10-25T07:30:00Z")] // the clock goes back: 08:00 is 07:00 UTC
    public void Working_time_passes_only_while_somebody_works(string from, int minutes, string until)
    {
        var calendar = Calendar("08:00-12:00 13:30-17:00", ["2026-09-12"]);
        var end = calendar.Add(Us(from), minutes * Instants.MinuteUs);
        Instants.Format(end).ShouldBe(until);
        calendar.Between(Us(from), end).ShouldBe(minutes * Instants.MinuteUs);
    }

    [Fact]
    public void A_night_shift_is_an_hour_shorter_when_the_clock_goes_forward()
    {
        var nights = Calendar("00:00-06:00");
        // 2026-03-29: 02:00 becomes 03:00 in Berlin.
        nights.Between(Us("2026-03-28T22:00:00Z"), Us("2026-03-29T12:00:00Z")).ShouldBe(5 * Instants.HourUs);
        nights.Between(Us("2026-10-24T20:00:00Z"), Us("2026-10-25T12:00:00Z")).ShouldBe(7 * Instants.HourUs);
        berlin.IsInvalidTime(new DateTime(2026, 3, 29, 2, 30, 0)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_promise_is_escalated_before_and_after_it_is_broken_and_stands_while_paused()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        using var service = new ClockService(house.Desk, house.Db, house.Clock);
        var number = (await house.Do(CasesHouse.Dark())).Number;
        var promise = house.Desk.Find(number)!.Commitment!;
        promise.WorkUs.ShouldBe(24 * Instants.HourUs);
        // Monday 09:00, twelve hours a day from 07:00: ten today, twelve on Tuesday, two on Wednesday.
        Instants.Format(promise.ResolveByUs).ShouldBe("2026-09-09T01:00:00Z");
        (await service.Tick(TestContext.Current.CancellationToken)).ShouldBe(0);

        await house.Do(new PauseClock(number, "waits-for-material") { By = CasesHouse.Lighting });
        (await house.Refused(new PauseClock(number, "weather") { By = CasesHouse.Lighting })).Code.ShouldBe("clock-stands");
        house.Clock.Advance(TimeSpan.FromDays(7));
        (await service.Tick(TestContext.Current.CancellationToken)).ShouldBe(0);
        await house.Do(new ResumeClock(number) { By = CasesHouse.Lighting });
        Instants.Format(house.Desk.Find(number)!.Commitment!.ResolveByUs).ShouldBe("2026-09-16T01:00:00Z");

        house.Clock.MoveTo(Instants.ToDateTimeOffset(Us("2026-09-15T06:59:00Z")));
        (await service.Tick(TestContext.Current.CancellationToken)).ShouldBe(0);
        house.Clock.MoveTo(Instants.ToDateTimeOffset(Us("2026-09-15T07:01:00Z"))); // eighteen of twenty-four hours
        (await service.Tick(TestContext.Current.CancellationToken)).ShouldBe(1);
        house.Clock.MoveTo(Instants.ToDateTimeOffset(Us("2026-09-16T01:00:01Z")));
        (await service.Tick(TestContext.Current.CancellationToken)).ShouldBe(1);
        house.Desk.StoryOf(number).SelectMany(e => e.Events).OfType<CaseEscalated>().Select(e => (e.Level, e.Breached)).ShouldBe([(1, false), (2, true)]);
        (await service.Tick(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await house.Refused(new PauseClock(number, "lunch") { By = CasesHouse.Lighting })).Code.ShouldBe("pause-reason");
    }
}
