using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Identity.Store;

/// <summary>A session's row with what its officer may do.</summary>
internal sealed record SessionRow(SessionInfo Info, Hash Hash, IReadOnlyList<string> Roles, bool Ended);

/// <summary>The SQL of sessions.</summary>
internal static class SessionStore
{
    sealed class Row
    {
        public string Id { get; set; } = "";
        public string Hash { get; set; } = "";
        public string Officer { get; set; } = "";
        public string Agent { get; set; } = "";
        public string Roles { get; set; } = "";
        public long MadeUs { get; set; }
        public long SeenUs { get; set; }
        public long ExpiresUs { get; set; }
        public long? EndedUs { get; set; }
        public long? OfficerEndedUs { get; set; }
    }

    public static void Add(Tx tx, SessionInfo session, Hash hash) => tx.Execute(
        "INSERT INTO identity_sessions (id, hash, officer, agent, made_us, seen_us, expires_us, changed) VALUES (@Id, @Hash, @Officer, @Agent, @MadeUs, @SeenUs, @ExpiresUs, @Changed)",
        new { session.Id, Hash = hash.Base64, session.Officer, session.Agent, session.MadeUs, session.SeenUs, session.ExpiresUs, Changed = KeyStore.Next(tx) });

    public static int Touch(Tx tx, string id, long seenUs, long expiresUs) =>
        tx.Execute("UPDATE identity_sessions SET seen_us = @seenUs, expires_us = @expiresUs, changed = @changed WHERE id = @id AND ended_us IS NULL", new { id, seenUs, expiresUs, changed = KeyStore.Next(tx) });

    public static int End(Tx tx, string id, string officer, long atUs) =>
        tx.Execute("UPDATE identity_sessions SET ended_us = @atUs, changed = @changed WHERE id = @id AND officer = @officer AND ended_us IS NULL", new { id, officer, atUs, changed = KeyStore.Next(tx) });

    public static int EndAll(Tx tx, string officer, string but, long atUs) =>
        tx.Execute("UPDATE identity_sessions SET ended_us = @atUs, changed = @changed WHERE officer = @officer AND id <> @but AND ended_us IS NULL", new { officer, but, atUs, changed = KeyStore.Next(tx) });

    public static IReadOnlyList<SessionRow> ChangedSince(Tx tx, long version) =>
        [.. tx.Query<Row>("SELECT s.id, s.hash, s.officer, s.agent, o.roles, s.made_us, s.seen_us, s.expires_us, s.ended_us, o.ended_us AS officer_ended_us "
            + "FROM identity_sessions s JOIN identity_officers o ON o.id = s.officer WHERE s.changed > @version", new { version })
            .Select(r => new SessionRow(new SessionInfo(r.Id, r.Officer, r.Agent, r.MadeUs, r.SeenUs, r.ExpiresUs),
                Hash.TryParse(r.Hash, out var hash) ? hash : default, r.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), r.EndedUs is not null || r.OfficerEndedUs is not null))];
}
