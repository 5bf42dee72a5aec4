using Cardo.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Cases.Dispatch;

/// <summary>
/// Brings the model to work at the start, teaches it each answer as it comes, and trains it anew each night at three by the
/// city's clock when there were answers since.
/// </summary>
internal sealed partial class ModelService(ModelKeeper keeper, CaseDesk desk, News news, TimeProvider clock, ILogger<ModelService> log) : BackgroundService
{
    const int QueueLength = 16_384, MostATurn = 1000, Hour = 3;
    static readonly TimeSpan every = TimeSpan.FromMinutes(10);

    // Real time: what comes within this is learned in one turn.
    static readonly TimeSpan rest = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var heard = news.Hear<CasesChanged>("cases-learn", QueueLength);
        try
        {
            // Off the way of the start: until it is there people decide.
            await Quietly.Run("cases-model", () => Begin(stopping));
            var (tick, missed) = (Task.Delay(every, clock, stopping), 0L);
            while (!stopping.IsCancellationRequested)
            {
                await Task.WhenAny(heard.Reader.WaitToReadAsync(stopping).AsTask(), tick);
                await Task.Delay(rest, TimeProvider.System, stopping);
                var changed = new Dictionary<long, Case>();
                while (changed.Count < MostATurn && heard.Reader.TryRead(out var piece))
                    foreach (var each in piece.Cases) changed[each.Number] = each;
                keeper.Teach(changed.Values);
                if (heard.Missed != missed && keeper.Now is { } with)
                {
                    missed = heard.Missed;
                    keeper.CatchUp(with, stopping);
                }
                if (!tick.IsCompleted) continue;
                tick = Task.Delay(every, clock, stopping);
                if (IsDue(clock.NowUs())) await Quietly.Run("cases-model", () => Train(stopping));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        keeper.Save();
    }

    void Begin(CancellationToken stop)
    {
        if (!keeper.Load(stop)) Train(stop);
    }

    void Train(CancellationToken stop)
    {
        if (keeper.Train(null, stop).Try(out var report, out var refusal)) Made(report.Version, report.Examples, report.ReadS + report.TrainS);
        else if (refusal.Code != "too-few-examples") NotMade(refusal.Message);
    }

    /// <summary>Whether a night has come since it was trained, and something to learn with it.</summary>
    internal bool IsDue(long nowUs)
    {
        if (keeper.State is { Busy: true }) return false;
        if (keeper.Now is not { } with) return keeper.Waiting >= ModelKeeper.Least;
        var zone = desk.Profile.Zone;
        DateTime Local(long us) => TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(us), zone).DateTime.AddHours(-Hour);
        return with.Since > 0 && Local(nowUs).Date > Local(with.MadeUs).Date;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The dispatch model {Version} learned from {Cases} cases in {Seconds:0.0} s")]
    partial void Made(string version, int cases, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dispatch model was not trained: {Reason}")]
    partial void NotMade(string reason);
}
