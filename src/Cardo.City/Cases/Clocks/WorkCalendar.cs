using Cardo.Kernel;

namespace Cardo.Cases.Clocks;

/// <summary>Minutes of the day between which people work; 1440 is midnight at its end.</summary>
internal readonly record struct Shift(int FromMin, int ToMin);

/// <summary>
/// When a unit works: hours by weekday in the unit's zone, days off and extra days. Working time is what passes on a
/// clock on the wall between opening and closing; on the days the zone changes its clock an hour is really shorter or longer,
/// and that is counted as it really passes.
/// </summary>
internal sealed class WorkCalendar(string id, TimeZoneInfo zone, IReadOnlyList<Shift>[] week, IReadOnlySet<DateOnly> off, IReadOnlyDictionary<DateOnly, IReadOnlyList<Shift>> extra)
{
    /// <summary>Further than this nobody promises.</summary>
    const int MostDays = 366 * 5;

    public string Id { get; } = id;

    public static WorkCalendar Always(string id) =>
        new(id, TimeZoneInfo.Utc, [.. Enumerable.Range(0, 7).Select(_ => (IReadOnlyList<Shift>)[new Shift(0, 1440)])], new HashSet<DateOnly>(), new Dictionary<DateOnly, IReadOnlyList<Shift>>());

    public bool Never => week.All(d => d.Count == 0) && extra.Count == 0;

    IReadOnlyList<Shift> ShiftsOf(DateOnly day) => extra.TryGetValue(day, out var own) ? own : off.Contains(day) ? [] : week[(int)day.DayOfWeek];

    DateOnly DayOf(long atUs) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(atUs), zone).DateTime);

    /// <summary>The moment of a wall clock's minute. In the hour that is skipped: when the clock jumps; in the one that comes twice: the first.</summary>
    long At(DateOnly day, int minute)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return Instants.FromDateTimeOffset(new DateTimeOffset(local, offset));
    }

    /// <summary>The moment at which this much working time has passed since <paramref name="fromUs"/>.</summary>
    public long Add(long fromUs, long workUs)
    {
        var day = DayOf(fromUs);
        for (var i = 0; i < MostDays; i++, day = day.AddDays(1))
            foreach (var shift in ShiftsOf(day))
            {
                var begin = Math.Max(fromUs, At(day, shift.FromMin));
                var end = At(day, shift.ToMin);
                if (end <= begin) continue;
                if (workUs <= end - begin) return begin + workUs;
                workUs -= end - begin;
            }
        return fromUs + MostDays * Instants.DayUs;
    }

    /// <summary>Working time between two moments; negative when they are the wrong way round.</summary>
    public long Between(long fromUs, long toUs)
    {
        if (toUs < fromUs) return -Between(toUs, fromUs);
        var sum = 0L;
        var last = DayOf(toUs);
        var day = DayOf(fromUs);
        for (var i = 0; i < MostDays && day <= last; i++, day = day.AddDays(1))
            foreach (var shift in ShiftsOf(day))
                sum += Math.Max(0, Math.Min(toUs, At(day, shift.ToMin)) - Math.Max(fromUs, At(day, shift.FromMin)));
        return sum;
    }
}
