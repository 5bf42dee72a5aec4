namespace Cardo.Kernel;

/// <summary>
/// A clock that begins at a moment of the past and runs a number of times as fast: a day of a flood in 24 minutes. It
/// stands still until it is started, so that loading takes no time. Timers made of it are as fast as it is.
/// </summary>
public sealed class ReplayClock : TimeProvider
{
    /// <summary>The slowest and the fastest it runs.</summary>
    public const double MinSpeed = 0.001, MaxSpeed = 1_000_000;

    readonly TimeProvider real;
    readonly long startTicks;
    long startedAt = -1;

    /// <param name="start">the moment it shows until it is started</param>
    /// <param name="speed">seconds it goes on in each real second</param>
    public ReplayClock(TimeProvider real, DateTimeOffset start, double speed)
    {
        this.real = real;
        startTicks = start.UtcTicks;
        Speed = Math.Clamp(double.IsFinite(speed) ? speed : 1, MinSpeed, MaxSpeed);
    }

    public double Speed { get; }

    public bool Running => Interlocked.Read(ref startedAt) >= 0;

    public DateTimeOffset Began => new(startTicks, TimeSpan.Zero);

    /// <summary>Lets it run; a second call does nothing.</summary>
    public void Start() => Interlocked.CompareExchange(ref startedAt, real.GetTimestamp(), -1);

    /// <summary>Whole ticks gone by on this clock since it was started.</summary>
    long Gone()
    {
        var began = Interlocked.Read(ref startedAt);
        return began < 0 ? 0 : (long)(real.GetElapsedTime(began).Ticks * Speed);
    }

    public override DateTimeOffset GetUtcNow() => new(Math.Min(startTicks + Gone(), DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Gone();

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    /// <summary>How long something that takes <paramref name="time"/> on this clock really takes; at least a millisecond.</summary>
    public TimeSpan Real(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan || time == TimeSpan.Zero) return time;
        return TimeSpan.FromMilliseconds(Math.Clamp(time.TotalMilliseconds / Speed, 1, int.MaxValue - 1));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, Real(dueTime), Real(period));
}
