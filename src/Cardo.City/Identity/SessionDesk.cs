using System.Collections.Concurrent;
using Cardo.Identity.Keys;
using Cardo.Identity.Store;
using Cardo.Kernel;
using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Identity;

/// <summary>A session as its officer sees it.</summary>
/// <param name="Agent">what the browser called itself, shortened</param>
public sealed record SessionInfo(string Id, string Officer, string Agent, long MadeUs, long SeenUs, long ExpiresUs);

/// <summary>
/// Officers' sessions: 12 hours from the last use and 14 days at most, kept as hashes, ended on the server. A session ended in another
/// process is noticed within two seconds.
/// </summary>
public sealed class SessionDesk
{
    static readonly TimeSpan Sliding = TimeSpan.FromHours(12);
    static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    /// <summary>A session's use is written down no more often than this.</summary>
    static readonly TimeSpan Touch = TimeSpan.FromMinutes(5);

    readonly Db db;
    readonly TimeProvider clock;
    readonly Ids ids;
    readonly ConcurrentDictionary<string, Held> live = new(StringComparer.Ordinal);
    readonly Lock syncing = new();
    long seen = -1;

    public SessionDesk(Db db, TimeProvider clock, Ids ids)
    {
        (this.db, this.clock, this.ids) = (db, clock, ids);
        Sync();
    }

    sealed record Held(SessionInfo Info, Hash Hash, Caller Caller);

    /// <summary>Begins a session in a transaction of the caller's; the value of its cookie.</summary>
    internal string Begin(Tx tx, Officer officer, string agent)
    {
        var now = clock.NowUs();
        string id = ids.Secret()[..KeyFormat.IdLength], secret = ids.Secret();
        var info = new SessionInfo(id, officer.Id, agent.Length > 80 ? agent[..80] : agent, now, now, now + (long)Sliding.TotalMicroseconds);
        SessionStore.Add(tx, info, KeyFormat.Hash(secret));
        return id + "_" + secret;
    }

    /// <summary>Who holds this cookie; null when it is no live session.</summary>
    internal Caller? Recognize(string cookie)
    {
        if (cookie.Length != KeyFormat.IdLength + 1 + KeyFormat.SecretLength || cookie[KeyFormat.IdLength] != '_') return null;
        if (!live.TryGetValue(cookie[..KeyFormat.IdLength], out var held)) return null;
        var now = clock.NowUs();
        if (now >= held.Info.ExpiresUs || !KeyFormat.Same(KeyFormat.Hash(cookie.AsSpan(KeyFormat.IdLength + 1)), held.Hash)) return null;
        if (now - held.Info.SeenUs > Touch.TotalMicroseconds) Slide(held, now);
        return held.Caller;
    }

    void Slide(Held held, long now)
    {
        var until = Math.Min(now + (long)Sliding.TotalMicroseconds, held.Info.MadeUs + (long)Longest.TotalMicroseconds);
        // Of several requests at once one writes; in memory first, so that the others see it done.
        if (live.TryUpdate(held.Info.Id, held with { Info = held.Info with { SeenUs = now, ExpiresUs = until } }, held))
            db.Write(tx => SessionStore.Touch(tx, held.Info.Id, now, until));
    }

    /// <summary>The officer's live sessions, newest use first.</summary>
    public IReadOnlyList<SessionInfo> Of(string officer) =>
        [.. live.Values.Where(s => s.Info.Officer == officer && clock.NowUs() < s.Info.ExpiresUs).Select(s => s.Info).OrderByDescending(s => s.SeenUs)];

    /// <summary>Ends one session of an officer.</summary>
    public void End(string id, string officer)
    {
        db.Write(tx => SessionStore.End(tx, id, officer, clock.NowUs()));
        Sync();
    }

    /// <summary>Ends every session of an officer but one (null: all), in a transaction of the caller's.</summary>
    internal void EndAll(Tx tx, string officer, string? but) => SessionStore.EndAll(tx, officer, but ?? "", clock.NowUs());

    internal void Sync()
    {
        lock (syncing)
        {
            var (version, rows) = db.Read(tx =>
            {
                var now = KeyStore.Version(tx);
                return (now, now == seen ? [] : SessionStore.ChangedSince(tx, seen));
            });
            foreach (var row in rows)
            {
                if (row.Ended) live.TryRemove(row.Info.Id, out _);
                else live[row.Info.Id] = new Held(row.Info, row.Hash, new Caller(CallerKind.Officer, row.Info.Id, row.Info.Officer, Roles.ScopesOf(row.Roles)));
            }
            seen = version;
        }
        foreach (var (id, held) in live)
            if (clock.NowUs() >= held.Info.ExpiresUs) live.TryRemove(id, out _);
    }
}
