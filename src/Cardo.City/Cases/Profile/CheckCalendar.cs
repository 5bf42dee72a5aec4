using System.Globalization;
using Cardo.Cases.Clocks;

namespace Cardo.Cases.Profile;

/// <summary>Reads a calendar: hours by weekday, days off, extra days.</summary>
internal static class CheckCalendar
{
    static readonly string[] days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static WorkCalendar Make(CalendarFile file, TimeZoneInfo cityZone, List<string> faults)
    {
        void Fault(string text) => faults.Add($"calendars.json, {file.Id}: {text}.");
        if (file.Always == true) return WorkCalendar.Always(file.Id);
        var zone = cityZone;
        if (file.Zone is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!))
        {
            Fault($"there is no time zone {name}");
            zone = cityZone;
        }
        foreach (var day in (file.Hours ?? []).Keys.Except(days)) Fault($"{day} is no day; there are {string.Join(' ', days)}");
        var week = days.Select(d => file.Hours?.TryGetValue(d, out var text) == true ? Shifts(text, Fault) : []).ToArray();
        var off = new HashSet<DateOnly>();
        foreach (var text in file.Off ?? []) Days(text, off, Fault);
        var extra = new Dictionary<DateOnly, IReadOnlyList<Shift>>();
        foreach (var (day, text) in file.Extra ?? [])
        {
            if (Day(day) is { } date) extra[date] = Shifts(text, Fault);
            else Fault($"{day} is no day");
        }
        return new WorkCalendar(file.Id, zone, week, off, extra);
    }

    static void Days(string text, HashSet<DateOnly> off, Action<string> fault)
    {
        var parts = text.Split("..");
        if (Day(parts[0]) is not { } from || Day(parts[^1]) is not { } to || to < from || to.DayNumber - from.DayNumber > 366) fault($"{text} is no day and no days");
        else
            for (var day = from; day <= to; day = day.AddDays(1)) off.Add(day);
    }

    static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static IReadOnlyList<Shift> Shifts(string text, Action<string> fault)
    {
        var shifts = new List<Shift>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (ends.Length != 2 || Minute(ends[0]) is not { } from || Minute(ends[1]) is not { } to || to <= from || (shifts.Count > 0 && from < shifts[^1].ToMin))
            {
                fault($"\"{text}\" are no hours; write 08:00-12:00 13:30-17:30");
                return [];
            }
            shifts.Add(new Shift(from, to));
        }
        return shifts;
    }

    static int? Minute(string text) =>
        text == "24:00" ? 1440 : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (int)time.ToTimeSpan().TotalMinutes : null;
}
