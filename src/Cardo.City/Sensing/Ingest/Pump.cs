using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// One consumer carries whatever waits to the twin in one write, so that one group commit carries many messages of many
/// connections. While the disk syncs one write, the next is already being applied.
/// </summary>
internal sealed class Pump : IAsyncDisposable
{
    /// <summary>Commands in one write: the twin's own bound is 10,000.</summary>
    const int MaxCommands = 4096;

    /// <summary>Writes on their way at once.</summary>
    const int InFlight = 4;

    static readonly Refusal stopped = new(RefusalKind.Unavailable, "stopping", "The city is being stopped; nothing was kept. Send it again later.");

    readonly TwinDesk twin;
    readonly IngestDesk desk;
    readonly IntakeQueue queue;
    readonly SemaphoreSlim flights = new(InFlight, InFlight);
    readonly Task running;

    public Pump(TwinDesk twin, IngestDesk desk, SensingOptions options)
    {
        (this.twin, this.desk) = (twin, desk);
        queue = new IntakeQueue(options.QueueItems, options.QueueBytes);
        desk.Watch(() => queue.Items, () => queue.Bytes);
        running = Task.Run(Run);
    }

    public bool NearlyFull => queue.NearlyFull;

    /// <summary>Waits for room, then for the disk; null when all of it is durable (each command's own answer is in <see cref="Prepared.RefusalOf"/>).</summary>
    public async ValueTask<Refusal?> Durable(Prepared prepared)
    {
        if (prepared.Commands.Count == 0) return null;
        while (!queue.TryPut(prepared, out var room))
        {
            if (queue.Closed) return stopped;
            await room.ConfigureAwait(false);
        }
        return await prepared.Receipt.ConfigureAwait(false);
    }

    async Task Run()
    {
        while (await queue.Wait().ConfigureAwait(false))
        {
            await flights.WaitAsync().ConfigureAwait(false);
            var batch = new List<Prepared>();
            queue.Take(MaxCommands, batch);
            _ = Carry(batch);
        }
    }

    async Task Carry(List<Prepared> batch)
    {
        try
        {
            var commands = batch.Count == 1 ? batch[0].Commands : Together(batch);
            var results = await twin.Write(batch[0].Tenant, commands).ConfigureAwait(false);
            var first = 0;
            foreach (var prepared in batch)
            {
                var count = prepared.Commands.Count;
                desk.Kept(prepared, results, first);
                prepared.Complete(results, first);
                first += count;
            }
        }
        catch (Exception e)
        {
            // The log has stopped, or a bug: nobody may wait for ever, and nobody may be told that it is kept.
            var failed = new Refusal(RefusalKind.Unavailable, "not-durable", $"The observation could not be made durable: {e.Message}");
            foreach (var prepared in batch)
                if (prepared.Results is null) prepared.Fail(failed);
        }
        finally
        {
            flights.Release();
        }
    }

    static List<TwinCommand> Together(List<Prepared> batch)
    {
        var commands = new List<TwinCommand>(batch.Sum(p => p.Commands.Count));
        foreach (var prepared in batch) commands.AddRange(prepared.Commands);
        return commands;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await running.ConfigureAwait(false);
        for (var i = 0; i < InFlight; i++) await flights.WaitAsync().ConfigureAwait(false);
    }
}
