using System.Globalization;
using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Twin;

namespace Cardo.Home.History;

/// <summary>Something that happened: an alarm was raised.</summary>
internal sealed record DayEvent(long AtUs, Alarm Alarm, string SourceName);

/// <summary>The days of the city: where a day begins and ends in its zone, and the alarms raised in it.</summary>
internal sealed class DayEvents(TwinDesk twin, CityBoard board, Settings settings)
{
    public const int Most = 500;

    /// <summary>The day a moment belongs to, [from, to), in the city's zone.</summary>
    public (long FromUs, long ToUs) DayOf(long us)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(us), settings.Zone).DateTime);
        return (Local(day.ToDateTime(TimeOnly.MinValue)), Local(day.AddDays(1).ToDateTime(TimeOnly.MinValue)));
    }

    /// <summary>A day and a clock as a person typed them (<c>2018-08-23</c>, <c>10:00</c>); null when they are none.</summary>
    public long? Moment(string? day, string? clock)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date.Year is < 1900 or > 2199) return null;
        var time = TimeOnly.TryParse(clock, CultureInfo.InvariantCulture, out var parsed) ? parsed : TimeOnly.MinValue;
        return Local(date.ToDateTime(time));
    }

    long Local(DateTime local)
    {
        // A clock that is put forward skips an hour: the first moment after it is meant.
        while (settings.Zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return Instants.FromDateTimeOffset(new DateTimeOffset(local, settings.Zone.GetUtcOffset(local)));
    }

    /// <summary>Alarms raised in [from, to), in order; at most <see cref="Most"/>, the most severe ones.</summary>
    public IReadOnlyList<DayEvent> In(long fromUs, long toUs)
    {
        var events = new List<DayEvent>();
        foreach (var alarm in board.Alarms())
        {
            if (twin.Find("", alarm.Id) is not { } entity || Layer.Find(entity, "status") is not { } status || twin.History("", alarm.Id, status.Name) is not { } series) continue;
            var name = board.Find(alarm.SourceId)?.Name ?? Labels.Tail(alarm.SourceId);
            foreach (var sample in series.Range(fromUs, toUs, 50))
                if (sample.Text == Alarm.OpenStatus) events.Add(new DayEvent(sample.AtUs, alarm, name));
        }
        return [.. events.OrderByDescending(e => e.Alarm.Severity).Take(Most).OrderBy(e => e.AtUs)];
    }
}
