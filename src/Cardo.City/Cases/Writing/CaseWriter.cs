using System.Threading.Channels;
using Cardo.Cases.Board;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Cases.Writing;

/// <summary>
/// The one way in which cases change. Commands that come together share one transaction and so one sync of the disk; each
/// is answered when that is durable. When the queue is full, callers wait.
/// </summary>
internal sealed class CaseWriter : IAsyncDisposable
{
    const int MostABatch = 512, QueueLength = 8192;

    readonly Db db;
    readonly CaseBoard board;
    readonly News news;
    readonly Func<Surroundings> around;
    readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    readonly Task working;

    sealed record Waiting(CaseCommand Command, TaskCompletionSource<Outcome<Receipt>> Done);

    public CaseWriter(Db db, CaseBoard board, News news, Func<Surroundings> around)
    {
        (this.db, this.board, this.news, this.around) = (db, board, news, around);
        working = Task.Run(Work);
    }

    /// <summary>Completes when it is on disk, or refused.</summary>
    public async ValueTask<Outcome<Receipt>> Do(CaseCommand command)
    {
        var done = new TaskCompletionSource<Outcome<Receipt>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.Writer.WriteAsync(new Waiting(command, done));
        return await done.Task;
    }

    async Task Work()
    {
        var batch = new List<Waiting>(MostABatch);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostABatch && queue.Reader.TryRead(out var one)) batch.Add(one);
            Settle(batch);
        }
    }

    void Settle(IReadOnlyList<Waiting> batch)
    {
        try
        {
            var outcomes = Run([.. batch.Select(w => w.Command)]);
            for (var i = 0; i < batch.Count; i++) batch[i].Done.SetResult(outcomes[i]);
        }
        catch (Exception fault)
        {
            // One that fails must not take the others with it: nothing was committed, so each is tried alone.
            if (batch.Count == 1) batch[0].Done.SetException(fault);
            else
                foreach (var one in batch) Settle([one]);
        }
    }

    IReadOnlyList<Outcome<Receipt>> Run(IReadOnlyList<CaseCommand> commands)
    {
        var with = around();
        var (outcomes, changed) = db.Write(tx =>
        {
            var batch = new Batch(tx, with, board.LastNumber);
            var results = batch.Run(commands);
            return (results, batch.Flush());
        });
        board.Put(changed);
        if (changed.Count > 0) news.Publish(new CasesChanged(changed));
        return outcomes;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await working;
    }
}
