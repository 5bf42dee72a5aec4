using System.Threading.Tasks.Sources;
using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// Messages read, judged and ready for the twin; what is still missing is the disk. It is its own receipt, so that
/// a message costs no object to wait with.
/// </summary>
internal sealed class Prepared(string tenant) : IValueTaskSource<Refusal?>
{
    ManualResetValueTaskSourceCore<Refusal?> receipt = new() { RunContinuationsAsynchronously = true };

    public string Tenant { get; } = tenant;

    public List<TwinCommand> Commands { get; } = [];

    /// <summary>Whose command stands at the same place, for the books; null for rows.</summary>
    public List<ThingState?> Things { get; } = [];

    /// <summary>How many observations of each doubt are in its rows; null for none.</summary>
    public long[]? Doubts { get; private set; }

    int more;

    /// <summary>Reports in it: commands, and rows of commands that are many.</summary>
    public int Items => Commands.Count + more;

    /// <summary>Where the next row goes, so that commands stay in the order in which lines came.</summary>
    public ObserveRows RowsFor(int width)
    {
        if (Commands.Count > 0 && Commands[^1] is ObserveRows open && open.HasRoom(width))
        {
            more++;
            return open;
        }
        // Where many came, many more will.
        var rows = Commands.Count > 0 && Commands[^1] is ObserveRows { Count: ObserveRows.Most } ? new ObserveRows(ObserveRows.Most, width) : new ObserveRows();
        Commands.Add(rows);
        Things.Add(null);
        return rows;
    }

    public void Doubt(Quality doubts)
    {
        Doubts ??= new long[8];
        for (var i = 0; i < Doubts.Length; i++) Doubts[i] += (int)doubts >> i & 1;
    }

    /// <summary>How many bytes it came from: what the queue's room is measured in.</summary>
    public long Bytes { get; set; }

    public int Observations { get; set; }

    /// <summary>What the twin said of command i stands at First + i; null until it is durable.</summary>
    public IReadOnlyList<Outcome<Written>>? Results { get; private set; }

    public int First { get; private set; }

    /// <summary>What became of command i; null for done. Valid after the receipt.</summary>
    public Refusal? RefusalOf(int i) => Results is { } all ? all[First + i].Try(out _, out var refusal) ? null : refusal : null;

    /// <summary>Completes when all of it is durable (or refused as a whole, which the answer says).</summary>
    public ValueTask<Refusal?> Receipt => new(this, receipt.Version);

    public void Complete(IReadOnlyList<Outcome<Written>> results, int first)
    {
        (Results, First) = (results, first);
        receipt.SetResult(null);
    }

    public void Fail(Refusal refusal) => receipt.SetResult(refusal);

    public void Clear()
    {
        Commands.Clear();
        Things.Clear();
        (Bytes, Observations, Results, First, Doubts, more) = (0, 0, null, 0, null, 0);
        receipt.Reset();
    }

    Refusal? IValueTaskSource<Refusal?>.GetResult(short token) => receipt.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Refusal?>.GetStatus(short token) => receipt.GetStatus(token);

    void IValueTaskSource<Refusal?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        receipt.OnCompleted(continuation, state, token, flags);
}
