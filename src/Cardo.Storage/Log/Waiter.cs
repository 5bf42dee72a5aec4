using System.Threading.Tasks.Sources;

namespace Cardo.Storage.Log;

/// <summary>
/// One who waits for a commit. Used again and again: tens of thousands a second wait, each for a millisecond. Those of one
/// commit are a chain, and go on in groups, one after the other on a thread of the pool: waking a thread for each would cost
/// more than most of them do afterwards.
/// </summary>
internal sealed class Waiter(Waiters home) : IValueTaskSource, IThreadPoolWorkItem
{
    ManualResetValueTaskSourceCore<bool> core;

    /// <summary>The next of the chain, or of those that are not in use.</summary>
    public Waiter? Next { get; set; }

    /// <summary>Why the commit failed, for all of the group that begins here.</summary>
    public Exception? Failure { get; set; }

    public ValueTask Task => new(this, core.Version);

    /// <summary>Lets the group that begins here go on.</summary>
    public void Execute()
    {
        var why = Failure;
        var clean = ExecutionContext.Capture()!;
        for (Waiter? one = this, next; one is not null; one = next)
        {
            // Once it knows, it may be in use by somebody else.
            next = one.Next;
            if (why is null) one.core.SetResult(true);
            else one.core.SetException(why);
            // What one left behind for those it calls is not the next one's.
            ExecutionContext.Restore(clean);
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            core.GetResult(token);
        }
        finally
        {
            core.Reset();
            Failure = null;
            home.Return(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
