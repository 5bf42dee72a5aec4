using Cardo.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Traffic.Studio;

/// <summary>Runs the tries of the queue, one after the other.</summary>
internal sealed class StudioService(StudioDesk desk, TimeProvider clock, ILogger<StudioService> log) : BackgroundService
{
    /// <summary>What takes longer is given up, so that the next one gets its turn.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        desk.Recover();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var (trial, network) = await desk.Next(stoppingToken);
                if (network is null) desk.End(trial, TrialState.Failed, $"The network {trial.Network} is not there any more.", null);
                else await Run(trial, network.ConfigFile, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The city ends; what waits is a row and waits on.
        }
    }

    async Task Run(Trial trial, string config, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(Longest, clock);
        using var byHand = new CancellationTokenSource();
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token, byHand.Token);
        desk.Stoppable(byHand);
        Outcome<TryResult> outcome;
        try
        {
            // Minutes of work that waits for a simulator: on a thread of its own, and behind everything else the machine does.
            outcome = await Task.Factory.StartNew(
                () => TryRun.Run(new TryRequest(config, trial.Change, trial.Seeds) { FirstSeed = trial.FirstSeed, Patient = true }, p => desk.Tell(trial.Id, p), any.Token),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            outcome = new Refusal(RefusalKind.Unavailable, "disk-failed", $"The runs' files could not be written: {e.Message}");
        }
        // The city ends, and its database perhaps before this: the row says running still, and the next start says interrupted.
        if (stopping.IsCancellationRequested) return;
        if (outcome.Try(out var result, out var refusal)) desk.End(trial, TrialState.Done, "", result);
        else if (byHand.IsCancellationRequested) desk.End(trial, TrialState.Cancelled, "", null);
        else if (late.IsCancellationRequested) desk.End(trial, TrialState.Failed, $"It took longer than {Longest.TotalHours:0} hours and was given up. Take fewer seeds or a shorter hour.", null);
        else
        {
            log.LogWarning("Try {Id} came to nothing: {Message}", trial.Id, refusal.Message);
            desk.End(trial, TrialState.Failed, string.Join(' ', [refusal.Message, .. refusal.Details ?? []]), null);
        }
    }
}
