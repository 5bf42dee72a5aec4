using Cardo.Kernel;

namespace Cardo.Sensing.Judging;

/// <summary>
/// What a claimed moment is worth. A device's clock may run a little ahead: up to <c>skewMark</c> it is believed, up to
/// <c>skewMax</c> the observation is kept under its arrival and marked, beyond that it is refused, because a sender
/// that far off would hide later observations behind a future that never comes.
/// </summary>
internal static class Clock
{
    /// <param name="claimedUs">what the device says</param>
    /// <param name="markUs">ahead by more than this is marked, in microseconds</param>
    /// <param name="maxUs">ahead by more than this is refused, in microseconds</param>
    /// <param name="oldestUs">a claim before this is a clock that was never set</param>
    public static Outcome<(long AtUs, Quality Doubts)> Judge(long claimedUs, long nowUs, long markUs, long maxUs, long oldestUs)
    {
        if (claimedUs < oldestUs)
            return Refusal.Bad("clock-not-set", $"observedAt {Written(claimedUs)} is before {Instants.Format(oldestUs)}: the device's clock was never set.");
        var ahead = claimedUs - nowUs;
        if (ahead > maxUs)
            return Refusal.Bad("observed-in-future", $"observedAt {Written(claimedUs)} is {ahead / Instants.SecondUs} s in the future; at most {maxUs / Instants.SecondUs} s are forgiven. Nothing was kept.");
        return ahead > markUs ? (nowUs, Quality.ClockSkew) : (claimedUs, Quality.Good);
    }

    static string Written(long us) => us is >= Instants.MinUs and <= Instants.MaxUs ? Instants.Format(us) : $"{us} µs since 1970";
}
