using System.Threading.Channels;
using Cardo.Cases.Board;
using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Cases.Writing;

/// <summary>
/// The one way in which cases change. Commands that come together share one transaction and so one sync of the disk; each
/// is answered when that is durable. When the queue is full, the city's own work waits and people are told when to come again.
/// </summary>
internal sealed class CaseWriter : IAsyncDisposable
{
    /// <summary>Seconds after which somebody who was told that too much waits may come again.</summary>
    public const int ComeAgain_s = 5;

    const int MostABatch = 512, QueueLength = 8192;
    const long MostPhotoBytes = 256_000_000;

    readonly Db db;
    readonly CaseBoard board;
    readonly News news;
    readonly Func<Surroundings> around;
    readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    readonly Task working;
    long photoBytes;

    sealed record Waiting(CaseCommand Command, TaskCompletionSource<Outcome<Receipt>> Done);

    public CaseWriter(Db db, CaseBoard board, News news, Func<Surroundings> around)
    {
        (this.db, this.board, this.news, this.around) = (db, board, news, around);
        working = Task.Run(Work);
    }

    /// <summary>Completes when it is on disk, or refused.</summary>
    public async ValueTask<Outcome<Receipt>> Do(CaseCommand command)
    {
        var one = new Waiting(command, new TaskCompletionSource<Outcome<Receipt>>(TaskCreationOptions.RunContinuationsAsynchronously));
        await queue.Writer.WriteAsync(one);
        return await one.Done.Task;
    }

    /// <summary>The same for whoever can come again: refused with <c>desk-busy</c> when as much waits as may.</summary>
    public async ValueTask<Outcome<Receipt>> Offer(CaseCommand command)
    {
        var bytes = command is Report report ? report.Photos.Sum(p => (long)p.Bytes.Length) : 0;
        var one = new Waiting(command, new TaskCompletionSource<Outcome<Receipt>>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            if (Interlocked.Add(ref photoBytes, bytes) > MostPhotoBytes || !queue.Writer.TryWrite(one))
                return new Refusal(RefusalKind.Unavailable, "desk-busy", $"More is reported just now than can be written down. Nothing was taken: send it again in {ComeAgain_s} seconds.");
            return await one.Done.Task;
        }
        finally
        {
            Interlocked.Add(ref photoBytes, -bytes);
        }
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
        var (outcomes, changed, said) = db.Write(tx =>
        {
            var batch = new Batch(tx, with, board.LastNumber);
            var results = batch.Run(commands);
            var words = batch.Said;
            return (results, batch.Flush(), words);
        });
        board.Put(changed);
        foreach (var each in changed)
            if (said.TryGetValue(each.FirstMatter, out var words)) board.Words.Put(each.Number, words.Words, words.Place);
        for (var i = 0; i < commands.Count; i++)
            if (commands[i] is RedactMatter gone && gone.What.Contains("words") && outcomes[i].Ok) Forget(gone, changed);
        if (changed.Count > 0) news.Publish(new CasesChanged(changed));
        return outcomes;
    }

    /// <summary>The matter may have opened this case, or one that was joined into it.</summary>
    void Forget(RedactMatter gone, IReadOnlyList<Case> changed)
    {
        var now = changed.First(c => c.Number == gone.Number);
        foreach (var each in db.Read(tx => CaseStore.Find(tx, [now.Number, .. now.Joined.Select(j => j.From)])))
            if (each.FirstMatter == gone.Matter) board.Words.Forget(each.Number);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await working;
    }
}
