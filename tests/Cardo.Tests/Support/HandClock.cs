namespace Cardo.Tests.Support;

/// <summary>
/// A clock that stands until it is moved by hand. Timers and delays made from it come due in their order while it
/// moves, each at its own moment.
/// </summary>
public sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    readonly Lock sync = new();
    readonly List<HandTimer> timers = [];
    DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (sync) return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by) => MoveTo(GetUtcNow() + by);

    public void MoveTo(DateTimeOffset until)
    {
        while (NextUntil(until) is { } due) due.Ring();
        lock (sync) if (until > now) now = until;
    }

    HandTimer? NextUntil(DateTimeOffset until)
    {
        lock (sync)
        {
            var next = timers.Where(t => t.Due <= until).MinBy(t => t.Due);
            if (next is null) return null;
            if (next.Due > now) now = next.Due;
            if (next.Period > TimeSpan.Zero) next.Due += next.Period;
            else timers.Remove(next);
            return next;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.sync)
            {
                clock.timers.Remove(this);
                if (dueTime < TimeSpan.Zero) return true; // Timeout.InfiniteTimeSpan: never
                (Due, Period) = (clock.now + dueTime, period);
                clock.timers.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock.sync) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
