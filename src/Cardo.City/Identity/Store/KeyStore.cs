using Cardo.Identity.Keys;
using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Identity.Store;

/// <summary>The SQL of keys. Each change takes the next number of <c>identity_version</c>, so that others can ask what is new.</summary>
internal static class KeyStore
{
    const string Columns = "id, kind, subject, owner, scopes, hash, issued_us, expires_us, revoked_us, replaces";

    sealed class Row
    {
        public string Id { get; set; } = "";
        public string Kind { get; set; } = "";
        public string Subject { get; set; } = "";
        public string Owner { get; set; } = "";
        public string Scopes { get; set; } = "";
        public string Hash { get; set; } = "";
        public long IssuedUs { get; set; }
        public long? ExpiresUs { get; set; }
        public long? RevokedUs { get; set; }
        public string? Replaces { get; set; }

        public KeyInfo Info => new(Id, KeyFormat.Kind(Kind), Subject, Owner, Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), IssuedUs, ExpiresUs, RevokedUs, Replaces);
    }

    public static long Version(Tx tx) => tx.Scalar<long>("SELECT version FROM identity_version WHERE id = 1");

    /// <summary>The next number; its row is held until the commit, so numbers become visible in order.</summary>
    public static long Next(Tx tx) => tx.Scalar<long>("UPDATE identity_version SET version = version + 1 WHERE id = 1 RETURNING version");

    public static void Add(Tx tx, KeyInfo key, Hash hash) => tx.Execute(
        $"INSERT INTO identity_keys ({Columns}, changed) VALUES (@Id, @Kind, @Subject, @Owner, @Scopes, @Hash, @IssuedUs, @ExpiresUs, @RevokedUs, @Replaces, @Changed)",
        new
        {
            key.Id,
            Kind = KeyFormat.Word(key.Kind),
            key.Subject,
            key.Owner,
            Scopes = string.Join(' ', key.Scopes),
            Hash = hash.Base64,
            key.IssuedUs,
            key.ExpiresUs,
            key.RevokedUs,
            key.Replaces,
            Changed = Next(tx),
        });

    /// <summary>Ends a key at a moment: by revoking it, or by letting it expire then.</summary>
    public static void End(Tx tx, string id, long atUs, bool revoked) => tx.Execute(
        revoked ? "UPDATE identity_keys SET revoked_us = @atUs, changed = @changed WHERE id = @id"
            : "UPDATE identity_keys SET expires_us = CASE WHEN expires_us < @atUs THEN expires_us ELSE @atUs END, changed = @changed WHERE id = @id",
        new { id, atUs, changed = Next(tx) });

    public static KeyInfo? Find(Tx tx, string id) => tx.One<Row>($"SELECT {Columns} FROM identity_keys WHERE id = @id", new { id })?.Info;

    public static IReadOnlyList<KeyInfo> List(Tx tx, KeyKind? kind, string? subject, int limit) =>
        [.. tx.Query<Row>($"SELECT {Columns} FROM identity_keys WHERE 1 = 1"
            + (kind is null ? "" : " AND kind = @kind") + (subject is null ? "" : " AND subject = @subject")
            + " ORDER BY issued_us DESC, id LIMIT @limit", new { kind = kind is { } k ? KeyFormat.Word(k) : null, subject, limit }).Select(r => r.Info)];

    /// <summary>Every row whose number is greater, with its hash. The whole table at the first time.</summary>
    public static IReadOnlyList<(KeyInfo Info, Hash Hash)> ChangedSince(Tx tx, long version) =>
        [.. tx.Query<Row>($"SELECT {Columns} FROM identity_keys WHERE changed > @version", new { version })
            .Select(r => (r.Info, Hash.TryParse(r.Hash, out var hash) ? hash : default))];
}
