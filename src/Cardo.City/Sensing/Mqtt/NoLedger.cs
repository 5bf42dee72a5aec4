namespace Cardo.Sensing.Mqtt;

/// <summary>Forgets everything at the end of the process: for benches and tests of what isn't about restarts.</summary>
internal sealed class NoLedger : ILedger
{
    public IEnumerable<LedgerItem> Restore() => [];

    public long Put(string owner, string item, ReadOnlySpan<byte> body) => 0;

    public long PutShared(IReadOnlyList<LedgerItem> heads, ReadOnlySpan<byte> shared) => 0;

    public long Remove(string owner, string item) => 0;

    public long Drop(string owner) => 0;

    public ValueTask Durable(long position) => ValueTask.CompletedTask;
}
