using Cardo.Kernel;
using Cardo.Sensing.Import;

namespace Cardo.Tests.Sensing.Import;

public sealed class LocalTimeTests
{
    static (TimeFault, string) Read(string pattern, string zone, string text)
    {
        LocalTime.Wrong(pattern).ShouldBeNull();
        var fault = new LocalTime(pattern, TimeZoneInfo.FindSystemTimeZoneById(zone)).Read(text, out var us);
        return (fault, fault is TimeFault.None or TimeFault.Ambiguous ? Instants.Format(us) : "");
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm", "Asia/Taipei", "2018-08-23 00:10", "2018-08-22T16:10:00Z")]
    [InlineData("yyyy/MM/dd HH:mm:ss", "Asia/Taipei", "2026/07/03 22:00:00", "2026-07-03T14:00:00Z")]
    [InlineData("yyyy-MM-ddTHH:mm:ss*", "Asia/Taipei", "2025-06-13T11:00:00+00:00", "2025-06-13T03:00:00Z")]
    [InlineData("yyyy-MM-ddTHH:mm:ss.fff", "Europe/Berlin", "2024-01-01T12:00:00.250", "2024-01-01T11:00:00.250Z")]
    [InlineData("yyyyMMdd", "UTC", "20240229", "2024-02-29T00:00:00Z")]
    [InlineData("yyyy-MM-dd HH:mm", "Asia/Taipei", "2018-08-23 24:00", "2018-08-23T16:00:00Z")]
    [InlineData("iso", "Asia/Taipei", "2017-10-18T00:00:16+08:00", "2017-10-17T16:00:16Z")]
    public void A_local_time_becomes_a_moment(string pattern, string zone, string text, string moment) =>
        Read(pattern, zone, text).ShouldBe((TimeFault.None, moment));

    [Fact]
    public void The_hour_that_is_skipped_in_spring_does_not_exist() =>
        Read("yyyy-MM-dd HH:mm", "Europe/Berlin", "2024-03-31 02:30").Item1.ShouldBe(TimeFault.DoesNotExist);

    [Fact]
    public void The_hour_that_comes_twice_in_autumn_is_taken_as_its_first_and_told() =>
        Read("yyyy-MM-dd HH:mm", "Europe/Berlin", "2024-10-27 02:30").ShouldBe((TimeFault.Ambiguous, "2024-10-27T00:30:00Z"));

    [Fact]
    public void Taiwan_had_summer_time_once() =>
        Read("yyyy-MM-dd HH:mm", "Asia/Taipei", "1979-07-15 12:00").ShouldBe((TimeFault.None, "1979-07-15T03:00:00Z"));

    [Theory]
    [InlineData("2018-02-30 00:00")]
    [InlineData("2018-13-01 00:00")]
    [InlineData("2018-01-01 25:00")]
    [InlineData("2018-01-01 00:60")]
    [InlineData("2018-01-01")]
    [InlineData("2018-01-01 00:00 Uhr")]
    [InlineData("")]
    [InlineData("NULL")]
    public void What_is_no_time_is_refused_and_never_thrown(string text) =>
        Read("yyyy-MM-dd HH:mm", "Asia/Taipei", text).Item1.ShouldBe(TimeFault.Unreadable);

    [Fact]
    public void A_pattern_without_a_day_is_refused() => LocalTime.Wrong("yyyy-MM HH:mm").ShouldBe("the pattern has no dd");
}
