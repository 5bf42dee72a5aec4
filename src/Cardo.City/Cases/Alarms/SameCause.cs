using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Kernel;
using Microsoft.Extensions.Hosting;

namespace Cardo.Cases.Alarms;

/// <summary>
/// What people report near a standing alarm of the same service is about the same thing: their case is joined to the
/// alarm's, whichever came first. It stays a joining like any other, so that a person can part it, and then it stays parted.
/// </summary>
internal sealed class SameCause(CaseDesk desk, News news) : BackgroundService
{
    const int QueueLength = 16_384;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var heard = news.Hear<CasesChanged>("cases-same-cause", QueueLength);
        try
        {
            await foreach (var piece in heard.Reader.ReadAllAsync(stopping))
                foreach (var each in piece.Cases) await Look(each);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Joins what belongs together with a case that changed; how many cases were joined.</summary>
    internal async Task<int> Look(Case changed)
    {
        if (!changed.IsOpen || changed is not { Lon: { } lon, Lat: { } lat, Imported: false } || desk.Profile.Alarms.FirstOrDefault(a => a.Service == changed.Service) is not { } kind) return 0;
        var service = desk.Board.NumberOf(changed.Service);
        var withinUs = (long)(kind.WithinS * Instants.SecondUs);
        var alarmed = changed.Alarms.Count > 0;
        var near = desk.Board.Near(lon, lat, kind.NearM, s => s.Alarm != alarmed && s.IsOpen && !s.Imported && s.Service == service && s.Number != changed.Number
            && changed.OpenedUs - s.UpdatedUs <= withinUs && s.OpenedUs - changed.UpdatedUs <= withinUs);
        var joined = 0;
        // Of several alarms the nearest one has the report; an alarm has all reports around it.
        foreach (var spot in near.OrderBy(s => Metres.Between(lon, lat, s.Lon, s.Lat)).ThenBy(s => s.Number).Take(alarmed ? int.MaxValue : 1))
            if (desk.Find(spot.Number) is { IsOpen: true } other) joined += alarmed ? await Join(other, changed) : await Join(changed, other);
        return joined;
    }

    async Task<int> Join(Case report, Case alarm)
    {
        if (desk.StoryOf(report.Number).Any(e => e.Events.Any(v => v is CaseParted))) return 0;
        var metres = Metres.Between(report.Lon!.Value, report.Lat!.Value, alarm.Lon!.Value, alarm.Lat!.Value);
        return (await desk.Do(new JoinCases(report.Number, alarm.Number, [string.Create(CultureInfo.InvariantCulture, $"alarm-near:{metres:0}")]) { By = Actor.Rules })).Ok ? 1 : 0;
    }
}
