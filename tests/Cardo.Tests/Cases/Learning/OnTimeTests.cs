using Cardo.Cases.Learning;
using Cardo.Kernel;

namespace Cardo.Tests.Cases.Learning;

public class OnTimeTests
{
    [Fact]
    public void The_published_flag_of_Boston_is_reproduced()
    {
        var (same, all) = (0, 0);
        foreach (var row in Boston.Rows())
        {
            if (row["closed_utc"].Length == 0 || row["target_utc"].Length == 0) continue;
            Instants.TryParse(row["closed_utc"], out var closed).ShouldBeTrue();
            Instants.TryParse(row["target_utc"], out var target).ShouldBeTrue();
            all++;
            if (OnTime.At(target, closed, long.MaxValue) == (row["on_time"] == "ONTIME")) same++;
        }
        all.ShouldBe(22_249);
        same.ShouldBeGreaterThanOrEqualTo(22_247);
    }

    [Fact]
    public void An_open_case_is_on_time_until_its_target_has_passed()
    {
        OnTime.At(null, 5, 5).ShouldBeNull();
        OnTime.At(10, null, 10).ShouldBe(true);
        OnTime.At(10, null, 11).ShouldBe(false);
        OnTime.At(10, 10, 99).ShouldBe(true);
    }

    [Fact]
    public void A_change_of_the_clock_makes_nobody_late()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        string Utc(int month, int day, int hour, int minute) => Instants.Format(OnTime.FromLocal(new DateTime(2026, month, day, hour, minute, 0), zone));
        Utc(7, 1, 8, 0).ShouldBe("2026-07-01T12:00:00Z");
        // 1:30 comes twice on 1 November: the later one.
        Utc(11, 1, 1, 30).ShouldBe("2026-11-01T06:30:00Z");
        // 2:30 does not exist on 8 March: half an hour after the gap's beginning.
        Utc(3, 8, 2, 30).ShouldBe("2026-03-08T07:30:00Z");
    }
}
