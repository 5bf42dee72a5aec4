using Cardo.Kernel;
using Cardo.Twin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Rules;

/// <summary>
/// Hears the twin's changes on its own tick, off the way of ingest, and writes what the engine decides into the twin.
/// An opening is told only when the alarm is on disk. A repetition after a crash finds its alarm there and stays quiet.
/// </summary>
internal sealed class RulesService(RulesEngine engine, RulesDesk desk, TwinDesk twin, News news, TimeProvider clock, ILogger<RulesService> logger) : BackgroundService
{
    const int QueueLength = 16_384, PiecesATick = 1024, CommandsAWrite = 1000;
    static readonly TimeSpan tick = TimeSpan.FromSeconds(1);

    // What comes within this is heard in one turn: waking for each of thousands of pieces a second costs more than hearing
    // them. Real time, however fast the city's clock runs in a replay.
    static readonly TimeSpan rest = TimeSpan.FromMilliseconds(10);

    long missed;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var heard = news.Hear<EntitiesChanged>("rules", QueueLength);
        var acts = new List<Act>();
        try
        {
            desk.TakeRenewed();
            engine.CatchUp(clock.NowUs(), acts);
            engine.Tick(clock.NowUs(), acts);
            engine.Compare(clock.NowUs(), desk.Faults.Count == 0, acts);
            await Write(acts);
            var waiting = Task.Delay(tick, clock, stopping);
            while (!stopping.IsCancellationRequested)
            {
                await Task.WhenAny(heard.Reader.WaitToReadAsync(stopping).AsTask(), waiting);
                if (waiting.IsCompleted) waiting = Task.Delay(tick, clock, stopping);
                if (await Turn(heard, acts) < PiecesATick) await Task.Delay(rest, TimeProvider.System, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    async Task<int> Turn(News.Subscription<EntitiesChanged> heard, List<Act> acts)
    {
        var pieces = 0;
        for (; pieces < PiecesATick && heard.Reader.TryRead(out var piece); pieces++) engine.Hear(piece, clock.NowUs(), acts);
        if (heard.Missed != missed || desk.TakeRenewed())
        {
            missed = heard.Missed;
            engine.CatchUp(clock.NowUs(), acts);
            engine.Compare(clock.NowUs(), desk.Faults.Count == 0, acts);
        }
        engine.Tick(clock.NowUs(), acts);
        await Write(acts);
        return pieces;
    }

    async Task Write(List<Act> acts)
    {
        foreach (var group in acts.GroupBy(a => a.Tenant).ToList())
            foreach (var chunk in Needed(group).Chunk(CommandsAWrite)) await Write(group.Key, chunk);
        acts.Clear();
    }

    // A peak that was passed in the same turn need not be written, and what the twin says already neither.
    List<Act> Needed(IEnumerable<Act> acts)
    {
        var needed = new List<Act>();
        var peaks = new Dictionary<string, int>();
        var said = new Dictionary<string, (long IssuedUs, bool Open)>();
        foreach (var act in acts)
        {
            var id = act.Alarm.Id;
            if (!said.TryGetValue(id, out var now)) now = twin.Find(act.Tenant, id) is { } there && Alarm.Read(there) is { } alarm ? (alarm.IssuedUs, alarm.Open) : (0, false);
            if (act.Kind == VerdictKind.Fired ? now.IssuedUs >= act.Alarm.IssuedUs : now != (act.Alarm.IssuedUs, true) && act.Kind == VerdictKind.Peaked) continue;
            if (act.Kind == VerdictKind.Cleared && !now.Open && now.IssuedUs >= act.Alarm.IssuedUs) continue;
            said[id] = (act.Alarm.IssuedUs, act.Alarm.Open);
            if (act.Kind != VerdictKind.Peaked) peaks.Remove(id);
            else if (!peaks.TryAdd(id, needed.Count))
            {
                needed[peaks[id]] = act;
                continue;
            }
            needed.Add(act);
        }
        return needed;
    }

    async Task Write(string tenant, Act[] acts)
    {
        // A new occurrence starts a clean entity; what people added to the old one stays in history.
        var results = await twin.Write(tenant, [.. acts.Select(a => (TwinCommand)new UpsertEntity(a.Alarm.ToEntity(), Update: a.Kind != VerdictKind.Fired))]);
        for (var i = 0; i < acts.Length; i++)
        {
            if (!results[i].Try(out _, out var refusal)) logger.LogError("alarm {Alarm} was not written: {Refusal}", acts[i].Alarm.Id, refusal);
            else if (acts[i].Kind == VerdictKind.Fired) news.Publish(new RuleFired(tenant, acts[i].Alarm));
            else if (acts[i].Kind == VerdictKind.Cleared) news.Publish(new RuleCleared(tenant, acts[i].Alarm));
        }
        desk.Count(acts);
    }
}
