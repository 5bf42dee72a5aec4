using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>Whether a promise was kept. Moments are UTC, so a change of the clock in between moves nothing.</summary>
public static class OnTime
{
    /// <param name="targetUs">by when, microseconds since 1970; null where nothing was promised</param>
    /// <param name="doneUs">when it was done; null while it is open</param>
    /// <param name="nowUs">the moment for which the question is asked</param>
    /// <returns>null where nothing was promised; an open case is on time until its target has passed</returns>
    public static bool? At(long? targetUs, long? doneUs, long nowUs) => targetUs is { } target ? (doneUs ?? nowUs) <= target : null;

    /// <summary>
    /// A moment said in local wall time. A time that comes twice (clocks set back) is the later one: nobody is overdue by
    /// the clock's hour. One that does not exist (clocks set forward) is as far after the gap's beginning as it says.
    /// </summary>
    public static long FromLocal(DateTime local, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall)) return FromLocal(wall.AddHours(-1), zone) + Instants.HourUs;
        var ahead = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Min() : zone.GetUtcOffset(wall);
        return (wall.Ticks - ahead.Ticks - DateTime.UnixEpoch.Ticks) / 10;
    }
}
