using System.Collections.Concurrent;
using Cardo.Identity.Store;
using Cardo.Kernel;
using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Identity.Keys;

/// <summary>Every key that isn't revoked, in memory: a check costs one look-up and one SHA-256.</summary>
internal sealed class KeyRing
{
    /// <summary>An unknown key makes us look into the database, but no more often than this however many are tried.</summary>
    static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    readonly Db db;
    readonly TimeProvider clock;
    readonly ConcurrentDictionary<string, Held> keys = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Held>.AlternateLookup<ReadOnlySpan<char>> byId;
    readonly Lock syncing = new();
    long seen = -1;
    long lastLook;

    public KeyRing(Db db, TimeProvider clock)
    {
        (this.db, this.clock) = (db, clock);
        byId = keys.GetAlternateLookup<ReadOnlySpan<char>>();
        Sync();
    }

    sealed record Held(KeyInfo Info, Hash Hash, Caller Caller);

    public event Action<KeyInfo>? Ended;

    public KeyInfo? Verify(ReadOnlySpan<char> presented) => Find(presented)?.Info;

    /// <summary>Who presents this key; made once for each key, so that a request costs no claims of its own.</summary>
    public Caller? Recognize(ReadOnlySpan<char> presented) => Find(presented)?.Caller;

    Held? Find(ReadOnlySpan<char> presented)
    {
        if (!KeyFormat.TrySplit(presented, out var kind, out var id, out var secret)) return null;
        if (!byId.TryGetValue(id, out var held) && !(LookAgain() && byId.TryGetValue(id, out held))) return null;
        return KeyFormat.Same(KeyFormat.Hash(secret), held.Hash) && held.Info.Kind == kind && held.Info.IsLive(clock.NowUs()) ? held : null;
    }

    bool LookAgain()
    {
        var now = clock.GetTimestamp();
        var last = Interlocked.Read(ref lastLook);
        if (last != 0 && clock.GetElapsedTime(last, now) < Between) return false;
        if (Interlocked.CompareExchange(ref lastLook, now, last) != last) return false;
        Sync();
        return true;
    }

    /// <summary>Takes in every row that changed since the last time.</summary>
    public void Sync()
    {
        List<KeyInfo> ended = [];
        lock (syncing)
        {
            var (version, rows) = db.Read(tx =>
            {
                var now = KeyStore.Version(tx);
                return (now, now == seen ? [] : KeyStore.ChangedSince(tx, seen));
            });
            foreach (var (info, hash) in rows)
            {
                if (info.RevokedUs is null) keys[info.Id] = new Held(info, hash, new Caller(info.Kind == KeyKind.Device ? CallerKind.Device : CallerKind.Token, info.Id, info.Subject, info.Scopes));
                else if (keys.TryRemove(info.Id, out _)) ended.Add(info);
            }
            seen = version;
        }
        var nowUs = clock.NowUs();
        foreach (var (_, held) in keys)
            if (held.Info.ExpiresUs is { } expires && expires <= nowUs && keys.TryRemove(held.Info.Id, out _)) ended.Add(held.Info);
        foreach (var info in ended) Ended?.Invoke(info);
    }
}
