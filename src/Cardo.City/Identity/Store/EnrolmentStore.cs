using Cardo.Identity.Keys;
using Cardo.Storage;

namespace Cardo.Identity.Store;

/// <summary>A one-time link that was made.</summary>
/// <param name="Officer">whose further passkey it is for; null for a new officer</param>
internal sealed record Enrolment(string Id, string? Officer, IReadOnlyList<string> Roles, long ExpiresUs);

/// <summary>The SQL of enrolments.</summary>
internal static class EnrolmentStore
{
    sealed class Row
    {
        public string Id { get; set; } = "";
        public string? Officer { get; set; }
        public string Roles { get; set; } = "";
        public long ExpiresUs { get; set; }
    }

    public static void Add(Tx tx, Enrolment enrolment, string secret, string by, long nowUs) => tx.Execute(
        "INSERT INTO identity_enrolments (id, hash, officer, roles, made_by, made_us, expires_us) VALUES (@Id, @Hash, @Officer, @Roles, @by, @nowUs, @ExpiresUs)",
        new { enrolment.Id, Hash = KeyFormat.Hash(secret).Base64, enrolment.Officer, Roles = string.Join(' ', enrolment.Roles), by, nowUs, enrolment.ExpiresUs });

    /// <summary>The link's enrolment, if it is unused and in time. The secret is looked up by its hash.</summary>
    public static Enrolment? Find(Tx tx, string id, string secret, long nowUs) =>
        tx.One<Row>("SELECT id, officer, roles, expires_us FROM identity_enrolments WHERE id = @id AND hash = @hash AND used_us IS NULL AND expires_us > @nowUs",
            new { id, hash = KeyFormat.Hash(secret).Base64, nowUs }) is { } row ? new Enrolment(row.Id, row.Officer, row.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.ExpiresUs) : null;

    /// <summary>Uses it up; false when somebody was quicker.</summary>
    public static bool Use(Tx tx, string id, long nowUs) => tx.Execute("UPDATE identity_enrolments SET used_us = @nowUs WHERE id = @id AND used_us IS NULL", new { id, nowUs }) == 1;

    /// <summary>Makes earlier links of the same maker void: only the newest counts.</summary>
    public static void Void(Tx tx, string by, long nowUs) => tx.Execute("UPDATE identity_enrolments SET used_us = @nowUs WHERE made_by = @by AND used_us IS NULL", new { by, nowUs });
}
