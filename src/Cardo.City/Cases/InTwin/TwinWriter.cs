using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Twin;
using Microsoft.Extensions.Hosting;

namespace Cardo.Cases.InTwin;

/// <summary>
/// Keeps the twin's picture of cases right: open ones, and closed ones for a week, since the twin lives in memory and a city
/// has millions of old cases. At the start, and when news was dropped, it writes all open ones again where they differ.
/// </summary>
internal sealed class TwinWriter(CaseDesk desk, TwinDesk twin, News news, TimeProvider clock) : BackgroundService
{
    const int QueueLength = 16_384, CasesAWrite = 250;
    const long KeptUs = 7 * Instants.DayUs;
    static readonly TimeSpan rest = TimeSpan.FromMilliseconds(200), sweep = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var heard = news.Hear<CasesChanged>("cases-in-twin", QueueLength);
        try
        {
            await All(stopping);
            var (missed, sweeping) = (heard.Missed, Task.Delay(sweep, clock, stopping));
            while (!stopping.IsCancellationRequested)
            {
                await Task.WhenAny(heard.Reader.WaitToReadAsync(stopping).AsTask(), sweeping);
                await Task.Delay(rest, TimeProvider.System, stopping);
                var changed = new Dictionary<long, Case>();
                while (changed.Count < CasesAWrite && heard.Reader.TryRead(out var piece))
                    foreach (var each in piece.Cases) changed[each.Number] = each;
                await Write([.. changed.Values]);
                if (heard.Missed != missed)
                {
                    missed = heard.Missed;
                    await All(stopping);
                }
                if (!sweeping.IsCompleted) continue;
                await Sweep();
                sweeping = Task.Delay(sweep, clock, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    async Task All(CancellationToken stopping)
    {
        var numbers = new List<long>();
        var fromUs = clock.NowUs() - KeptUs;
        desk.Board.Visit(openOnly: false, newestFirst: false, (in spot) =>
        {
            if (spot.IsOpen || spot.ClosedUs > fromUs) numbers.Add(spot.Number);
            return true;
        });
        // Half of the time at most: a city with many open cases has better things to do when it starts.
        foreach (var some in numbers.Chunk(CasesAWrite))
        {
            var began = TimeProvider.System.GetTimestamp();
            await Write(desk.Db.Read(tx => CaseStore.Find(tx, some)));
            await Quietly.Rest(began, stopping);
        }
    }

    /// <summary>Writes these cases and their tasks; what was imported as long over, or joined, does not stand in the twin.</summary>
    internal async Task Write(IReadOnlyList<Case> cases)
    {
        var fromUs = clock.NowUs() - KeptUs;
        foreach (var some in cases.Chunk(CasesAWrite))
        {
            var said = desk.SaidOf([.. some.Select(c => c.FirstMatter)]);
            var commands = new List<TwinCommand>();
            foreach (var each in some)
            {
                if (each.Status == CaseStatus.Joined || (!each.IsOpen && each.ClosedUs is null) || (each.ClosedUs is { } ended && ended < fromUs))
                {
                    if (twin.Find("", CaseEntities.IdOf(each.Number)) is not null) commands.AddRange(Gone(each.Number, each.Tasks.Select(t => t.Id)));
                    continue;
                }
                commands.Add(new UpsertEntity(CaseEntities.Of(desk, each, said.GetValueOrDefault(each.FirstMatter)), SkipUnchanged: true));
                commands.AddRange(each.Tasks.Select(t => new UpsertEntity(CaseEntities.Of(desk, each, t), SkipUnchanged: true)));
            }
            foreach (var chunk in commands.Chunk(1000)) await twin.Write("", chunk);
        }
    }

    IEnumerable<TwinCommand> Gone(long number, IEnumerable<string> tasks) =>
        tasks.Select(t => CaseEntities.TaskIdOf(number, t)).Append(CaseEntities.IdOf(number)).Where(id => twin.Find("", id) is not null).Select(id => new DeleteEntity(id));

    async Task Sweep()
    {
        var fromUs = clock.NowUs() - KeptUs;
        var old = twin.OfType("", CaseEntities.CaseType).Select(e => long.TryParse(e.Id.AsSpan(e.Id.LastIndexOf(':') + 1), out var n) ? n : 0)
            .Where(n => desk.Board.Find(n) is { There: true, IsOpen: false } spot && spot.ClosedUs < fromUs).ToList();
        foreach (var some in old.Chunk(CasesAWrite)) await Write(desk.Db.Read(tx => CaseStore.Find(tx, some)));
    }
}
