using System.Text.Json.Nodes;
using Cardo.Identity.Keys;
using Cardo.Identity.Store;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Identity;

/// <summary>
/// Issues, rotates, revokes and checks keys. Each change stands in the journal, in the same transaction. Keys are
/// checked in memory; what another process changed is noticed at the first unknown key, or within two seconds.
/// </summary>
public sealed class KeyDesk
{
    /// <summary>Longer lifetimes are "until revoked".</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    readonly Db db;
    readonly JournalDesk journal;
    readonly TimeProvider clock;
    readonly Ids ids;
    readonly KeyRing ring;

    public KeyDesk(Db db, JournalDesk journal, TimeProvider clock, Ids ids)
    {
        (this.db, this.journal, this.clock, this.ids) = (db, journal, clock, ids);
        ring = new KeyRing(db, clock);
    }

    /// <summary>Makes a key. Refusals: <c>key-subject</c>, <c>key-scopes</c>, <c>key-scope-unknown</c>, <c>key-lifetime</c>.</summary>
    public Outcome<IssuedKey> Issue(KeyRequest request)
    {
        var issued = db.Write(tx => Issue(tx, request));
        ring.Sync();
        return issued;
    }

    /// <summary>The same in a transaction of the caller's, with the thing it is for. The key works as soon as that is committed.</summary>
    public Outcome<IssuedKey> Issue(Tx tx, KeyRequest request)
    {
        if (KeyRules.Fault(request, Longest) is { } refusal) return refusal;
        var now = clock.NowUs();
        IReadOnlyList<string> scopes = request.Kind == KeyKind.Device ? [Scopes.SensingOwn] : [.. request.Scopes.Distinct().Order(StringComparer.Ordinal)];
        var expires = request.Lifetime is { } lifetime ? now + (long)lifetime.TotalMicroseconds : (long?)null;
        return Make(tx, new KeyInfo(NewId(), request.Kind, request.Subject, request.Owner, scopes, now, expires, null, null), "key.issued");
    }

    /// <summary>
    /// Makes a new key in place of one; the old one works on for <paramref name="grace"/> (none: it ends now).
    /// Refusals: <c>key-not-found</c>, <c>key-ended</c>, <c>key-lifetime</c>.
    /// </summary>
    public Outcome<IssuedKey> Rotate(string id, TimeSpan grace, string by)
    {
        if (grace < TimeSpan.Zero || grace > Longest) return Refusal.Bad("key-lifetime", "The time the old key works on is not negative and at most a hundred years.");
        var rotated = db.Write<Outcome<IssuedKey>>(tx =>
        {
            var now = clock.NowUs();
            if (KeyStore.Find(tx, id) is not { } old) return NotFound(id);
            if (!old.IsLive(now)) return Refusal.Conflict("key-ended", $"The key {id} has ended ({old.State(now)}): issue a new one.");
            var until = now + (long)grace.TotalMicroseconds;
            KeyStore.End(tx, id, until, revoked: grace == TimeSpan.Zero);
            var lifetime = old.ExpiresUs - old.IssuedUs;
            return Make(tx, old with { Id = NewId(), Owner = by, IssuedUs = now, ExpiresUs = now + lifetime, RevokedUs = null, Replaces = id }, "key.rotated");
        });
        ring.Sync();
        return rotated;
    }

    /// <summary>Ends a key at once. Refusal: <c>key-not-found</c>. Ending it twice is no error.</summary>
    public Outcome<Done> Revoke(string id, string by)
    {
        var done = db.Write(tx => Revoke(tx, id, by));
        ring.Sync();
        return done;
    }

    /// <summary>The same in a transaction of the caller's.</summary>
    public Outcome<Done> Revoke(Tx tx, string id, string by)
    {
        if (KeyStore.Find(tx, id) is not { } key) return NotFound(id);
        if (key.RevokedUs is not null) return Done.It;
        KeyStore.End(tx, id, clock.NowUs(), revoked: true);
        journal.Append(tx, new JournalEntry("key.revoked", new JsonObject { ["by"] = by, ["key"] = id }));
        return Done.It;
    }

    /// <summary>Ends every key of a device: it was lost, or is no more. Returns how many were live.</summary>
    public int RevokeDevice(Tx tx, string device, string by)
    {
        var live = KeyStore.List(tx, KeyKind.Device, device, 1000).Where(k => k.IsLive(clock.NowUs())).ToList();
        foreach (var key in live) Revoke(tx, key.Id, by);
        return live.Count;
    }

    /// <summary>Keys, newest first: of one kind, of one subject, or all; at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<KeyInfo> List(KeyKind? kind = null, string? subject = null, int limit = 1000) =>
        db.Read(tx => KeyStore.List(tx, kind, subject, Math.Clamp(limit, 1, 10_000)));

    /// <summary>The key presented, if it is one, is live and is right; null otherwise. Quick: called for each request.</summary>
    public KeyInfo? Verify(ReadOnlySpan<char> presented) => ring.Verify(presented);

    /// <summary>Who presents this key; null when it isn't one that works.</summary>
    internal Caller? Recognize(ReadOnlySpan<char> presented) => ring.Recognize(presented);

    /// <summary>The same for a key as bytes (ASCII), as MQTT brings it.</summary>
    public KeyInfo? Verify(ReadOnlySpan<byte> presented)
    {
        Span<char> chars = stackalloc char[KeyFormat.MaxLength];
        return presented.Length <= chars.Length && System.Text.Ascii.ToUtf16(presented, chars, out var n) == System.Buffers.OperationStatus.Done ? ring.Verify(chars[..n]) : null;
    }

    /// <summary>Whether this is a live key of exactly this device.</summary>
    public KeyInfo? VerifyDevice(string device, ReadOnlySpan<byte> presented) =>
        Verify(presented) is { Kind: KeyKind.Device } key && key.Subject == device ? key : null;

    /// <summary>Raised when a key ended or was revoked, here or in another process: connections that came in with it must go.</summary>
    public event Action<KeyInfo>? Ended
    {
        add => ring.Ended += value;
        remove => ring.Ended -= value;
    }

    /// <summary>Reads what changed since the last time; a job calls it every two seconds.</summary>
    internal void Sync() => ring.Sync();

    IssuedKey Make(Tx tx, KeyInfo info, string kind)
    {
        var secret = ids.Secret();
        KeyStore.Add(tx, info, KeyFormat.Hash(secret));
        var body = new JsonObject
        {
            ["by"] = info.Owner,
            ["key"] = info.Id,
            ["kind"] = KeyFormat.Word(info.Kind),
            ["scopes"] = new JsonArray([.. info.Scopes.Select(s => (JsonNode)s)]),
            ["subject"] = info.Subject,
        };
        if (info.ExpiresUs is { } expires) body["expires"] = Instants.Format(expires);
        if (info.Replaces is { } replaces) body["replaces"] = replaces;
        journal.Append(tx, new JournalEntry(kind, body));
        return new IssuedKey(info, KeyFormat.Spell(info.Kind, info.Id, secret));
    }

    string NewId() => ids.Secret()[..KeyFormat.IdLength];

    static Refusal NotFound(string id) => Refusal.NotFound("key-not-found", $"There is no key {id}.");
}
