using System.Collections.Concurrent;

namespace Cardo.Bench.FaultLab;

/// <summary>
/// What was acknowledged, by whom. An item is <c>SOURCE/number</c>: the observation of that number (its moment is the number
/// in seconds) or the entity of that number. Kept over all cycles of a fault.
/// </summary>
public sealed class Ledger
{
    readonly ConcurrentDictionary<string, ConcurrentBag<long>> sources = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, long> next = new(StringComparer.Ordinal);
    long acknowledged;
    long refused;
    long afterFailure;
    long failedAt = long.MaxValue;

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Answers that said no: they are no acknowledgement, and no loss.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Acknowledgements of what was sent after the disk had failed.</summary>
    public long AfterFailure => Interlocked.Read(ref afterFailure);

    public IEnumerable<(string Source, IReadOnlyCollection<long> Numbers)> Sources => sources.Select(s => (s.Key, (IReadOnlyCollection<long>)s.Value));

    /// <summary>The next number of a source; never the same twice, so that what stands there can only come from one request.</summary>
    public long Next(string source) => next.AddOrUpdate(source, 1, static (_, n) => n + 1);

    /// <param name="sentAt">when the request was sent, in <see cref="TimeProvider.GetTimestamp"/> of the system</param>
    public void Kept(string source, long number, long sentAt)
    {
        sources.GetOrAdd(source, static _ => []).Add(number);
        Interlocked.Increment(ref acknowledged);
        if (sentAt > Interlocked.Read(ref failedAt)) Interlocked.Increment(ref afterFailure);
    }

    /// <summary>Whether something more is acknowledged within ten seconds: a machine may be busy, a city must not stand still.</summary>
    public async Task<bool> Moves(CancellationToken cancel)
    {
        var before = Acknowledged;
        for (var i = 0; i < 200 && Acknowledged == before; i++) await Task.Delay(50, cancel);
        return Acknowledged > before;
    }

    public void Refuse() => Interlocked.Increment(ref refused);

    /// <summary>The disk fails from this moment on.</summary>
    public void Failed(long at) => Interlocked.Exchange(ref failedAt, at);
}
