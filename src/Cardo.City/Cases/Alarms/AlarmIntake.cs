using System.Threading.Channels;
using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Rules;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Cases.Alarms;

/// <summary>
/// Alarms of the rules become matters, and what is over is proof. It hears the news on its own tick; at the start, and when
/// news was dropped, it compares what stands in the twin with what stands in cases, so that none is missed.
/// </summary>
internal sealed partial class AlarmIntake(CaseDesk desk, Func<IReadOnlyList<Alarm>> openAlarms, News news, TimeProvider clock, Ids ids, ILogger<AlarmIntake> log) : BackgroundService
{
    const int QueueLength = 65_536, AlarmsACommand = 80, MostATick = 5000;

    // Real time: what comes within this is put together in one turn.
    static readonly TimeSpan rest = TimeSpan.FromMilliseconds(250);

    readonly Dictionary<string, long> standing = new(StringComparer.Ordinal);
    StormControl storm = new([]);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var fired = news.Hear<RuleFired>("cases", QueueLength);
        using var cleared = news.Hear<RuleCleared>("cases", QueueLength);
        try
        {
            await Start();
            var missed = 0L;
            while (!stopping.IsCancellationRequested)
            {
                await Task.WhenAny(fired.Reader.WaitToReadAsync(stopping).AsTask(), cleared.Reader.WaitToReadAsync(stopping).AsTask());
                await Task.Delay(rest, TimeProvider.System, stopping);
                await Raise(Drain(fired.Reader).Select(p => p.Alarm).ToList());
                await Clear(Drain(cleared.Reader).Select(p => p.Alarm).ToList());
                if (fired.Missed + cleared.Missed == missed) continue;
                missed = fired.Missed + cleared.Missed;
                await Compare();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    static List<T> Drain<T>(ChannelReader<T> reader)
    {
        var all = new List<T>();
        while (all.Count < MostATick && reader.TryRead(out var one)) all.Add(one);
        return all;
    }

    /// <summary>What this occurrence of an alarm is called: an alarm that comes again is another matter.</summary>
    public static string RefOf(Alarm alarm) => $"{alarm.Id}@{Instants.Format(alarm.IssuedUs)}";

    /// <summary>Finds the open cases that alarms belong to, then what happened while nobody listened.</summary>
    internal async Task Start()
    {
        storm = new StormControl(desk.Profile.Alarms);
        standing.Clear();
        var open = new List<long>();
        desk.Board.Visit(openOnly: true, newestFirst: false, (in spot) =>
        {
            if (spot.Alarm) open.Add(spot.Number);
            return true;
        });
        foreach (var some in open.Chunk(1000))
            foreach (var @case in desk.Db.Read(tx => CaseStore.Find(tx, some)))
            {
                foreach (var alarm in @case.Alarms) standing[alarm] = @case.Number;
                if (desk.Profile.Alarms.FirstOrDefault(k => k.Service == @case.Service) is { } kind)
                    storm.Know(new AlarmCase(kind, @case.Lon, @case.Lat) { Number = @case.Number, LastUs = @case.UpdatedUs });
            }
        await Compare();
    }

    async Task Compare()
    {
        var open = openAlarms();
        await Raise(open);
        var there = open.Select(RefOf).ToHashSet(StringComparer.Ordinal);
        foreach (var (reference, number) in standing.Where(s => !there.Contains(s.Key)).ToList()) await Clear(reference, number);
    }

    internal async Task Raise(IReadOnlyList<Alarm> alarms)
    {
        var fresh = alarms.Where(a => a.Open && storm.KindOf(a) is not null).DistinctBy(RefOf).Where(a => !standing.ContainsKey(RefOf(a))).ToList();
        if (fresh.Count == 0) return;
        var before = desk.Db.Read(tx => fresh.Where(a => CaseStore.ByRef(tx, RefOf(a)) is not null).Select(RefOf).ToHashSet(StringComparer.Ordinal));
        fresh.RemoveAll(a => before.Contains(RefOf(a)));
        foreach (var group in storm.Group(fresh, clock.NowUs())) await Raise(group);
    }

    async Task Raise(AlarmGroup group)
    {
        foreach (var some in group.Alarms.Chunk(AlarmsACommand))
        {
            var matters = some.Select(a =>
            {
                var (lon, lat) = StormControl.PlaceOf(a);
                return new AlarmMatter(ids.New(clock), RefOf(a), a.IssuedUs, lon, lat, a.SourceId, a.Text.GetValueOrDefault("en") ?? a.RuleId);
            }).ToList();
            var raise = new RaiseAlarms(group.Service.Service, group.Service.Priority, group.Case.Number == 0 ? null : group.Case.Number, matters)
            { By = Actor.Rules, ClientId = $"{matters.Count}:{matters[0].AlarmId}"[..Math.Min(100, $"{matters.Count}:{matters[0].AlarmId}".Length)] };
            if (!(await desk.Do(raise)).Try(out var receipt, out var refusal))
            {
                Refused(refusal.Message, some.Length);
                continue;
            }
            group.Case.Number = receipt.Number;
            foreach (var matter in matters) standing[matter.AlarmId] = receipt.Number;
        }
    }

    internal async Task Clear(IReadOnlyList<Alarm> alarms)
    {
        foreach (var reference in alarms.Select(RefOf))
            if (standing.TryGetValue(reference, out var number)) await Clear(reference, number);
    }

    async Task Clear(string reference, long number)
    {
        standing.Remove(reference);
        var now = desk.Find(number);
        // Its matters may have moved since.
        if (now?.JoinedInto is { } into) number = into;
        await desk.Do(new ClearAlarm(number, reference) { By = Actor.Rules });
        if (desk.Board.Find(number) is { IsOpen: false }) storm.Forget(number);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} alarms did not become matters: {Reason}")]
    partial void Refused(string reason, int count);
}
