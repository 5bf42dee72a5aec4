using Cardo.Cases.Board;
using Cardo.Cases.Profile;
using Cardo.Kernel;
using Cardo.Rules;

namespace Cardo.Cases.Alarms;

/// <summary>Alarms that become one command: the case they join, or none for a new one.</summary>
internal sealed record AlarmGroup(AlarmService Service, long? Joins, IReadOnlyList<Alarm> Alarms, AlarmCase Case);

/// <summary>
/// Puts alarms together by what they are about: one kind, near each other, within a time. When too many new cases come
/// within a minute the reach widens, and in the end everything of a kind is one case: the desk stays readable, and since
/// each alarm is still a matter of its own none is lost.
/// </summary>
internal sealed class StormControl(IReadOnlyList<AlarmService> kinds)
{
    /// <summary>New cases a minute before the reach widens, and before there is no reach left to widen.</summary>
    const int Calm = 50, Storm = 58;

    const double WiderBy = 4;

    readonly List<AlarmCase> open = [];
    readonly Queue<long> opened = new();

    public AlarmService? KindOf(Alarm alarm) =>
        kinds.FirstOrDefault(k => (k.Category is null || k.Category == alarm.Category) && (k.SubCategory is null || k.SubCategory == alarm.SubCategory));

    /// <summary>An open case of before, found at the start.</summary>
    public void Know(AlarmCase known) => open.Add(known);

    public void Forget(long number) => open.RemoveAll(c => c.Number == number);

    public IReadOnlyList<AlarmGroup> Group(IReadOnlyList<Alarm> alarms, long nowUs)
    {
        var groups = new Dictionary<AlarmCase, List<Alarm>>();
        foreach (var alarm in alarms.OrderBy(a => a.IssuedUs))
        {
            if (KindOf(alarm) is not { } kind) continue;
            var (lon, lat) = PlaceOf(alarm);
            var home = Home(kind, lon, lat, alarm.IssuedUs, nowUs);
            if (home is null)
            {
                open.Add(home = new AlarmCase(kind, lon, lat));
                opened.Enqueue(nowUs);
            }
            home.LastUs = Math.Max(home.LastUs, alarm.IssuedUs);
            (groups.TryGetValue(home, out var list) ? list : groups[home] = []).Add(alarm);
        }
        return [.. groups.Select(g => new AlarmGroup(g.Key.Service, g.Key.Number == 0 ? null : g.Key.Number, g.Value, g.Key))];
    }

    public static (double? Lon, double? Lat) PlaceOf(Alarm alarm) => alarm.Location is { } geo ? ((geo.MinX + geo.MaxX) / 2, (geo.MinY + geo.MaxY) / 2) : (null, null);

    AlarmCase? Home(AlarmService kind, double? lon, double? lat, long atUs, long nowUs)
    {
        while (opened.TryPeek(out var first) && first < nowUs - Instants.MinuteUs) opened.Dequeue();
        var reach = opened.Count < Calm ? kind.NearM : opened.Count < Storm ? kind.NearM * WiderBy : double.PositiveInfinity;
        AlarmCase? best = null;
        var nearest = double.PositiveInfinity;
        foreach (var each in open)
        {
            // In a storm a kind's own limits no longer hold; what cannot be told apart by place is one anyway.
            if (each.Service.Service != kind.Service || (double.IsFinite(reach) && (each.Service != kind || atUs - each.LastUs > kind.WithinS * Instants.SecondUs))) continue;
            var metres = lon is { } x && lat is { } y && each is { Lon: { } ex, Lat: { } ey } ? Metres.Between(x, y, ex, ey) : each.Lon is null && lon is null ? 0 : double.PositiveInfinity;
            if (metres <= reach && (best is null || metres < nearest)) (best, nearest) = (each, metres);
        }
        return best;
    }
}
