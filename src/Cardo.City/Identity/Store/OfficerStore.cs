using Cardo.Storage;
using Microsoft.AspNetCore.Identity;

namespace Cardo.Identity.Store;

/// <summary>The SQL of officers and their passkeys.</summary>
internal static class OfficerStore
{
    sealed class Row
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string Roles { get; set; } = "";
        public long EnrolledUs { get; set; }
        public long? EndedUs { get; set; }

        public Officer Officer => new(Id, Name, Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), EnrolledUs, EndedUs);
    }

    sealed class Key
    {
        public string Credential { get; set; } = "";
        public string Officer { get; set; } = "";
        public string PublicKey { get; set; } = "";
        public string Name { get; set; } = "";
        public long MadeUs { get; set; }
        public long SignCount { get; set; }
        public string Transports { get; set; } = "";
        public long Verified { get; set; }
        public long CanBackup { get; set; }
        public long BackedUp { get; set; }
        public string Attestation { get; set; } = "";
        public string ClientData { get; set; } = "";

        public UserPasskeyInfo Info => new(Convert.FromBase64String(Credential), Convert.FromBase64String(PublicKey), Kernel.Instants.ToDateTimeOffset(MadeUs), (uint)SignCount,
            Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), Verified != 0, CanBackup != 0, BackedUp != 0, Convert.FromBase64String(Attestation), Convert.FromBase64String(ClientData))
        { Name = Name };
    }

    const string KeyColumns = "credential, officer, public_key, name, made_us, sign_count, transports, verified, can_backup, backed_up, attestation, client_data";

    public static void Add(Tx tx, Officer officer) => tx.Execute("INSERT INTO identity_officers (id, name, roles, enrolled_us) VALUES (@Id, @Name, @Roles, @EnrolledUs)",
        new { officer.Id, officer.Name, Roles = string.Join(' ', officer.Roles), officer.EnrolledUs });

    public static Officer? Find(Tx tx, string id) => tx.One<Row>("SELECT id, name, roles, enrolled_us, ended_us FROM identity_officers WHERE id = @id", new { id })?.Officer;

    public static IReadOnlyList<Officer> All(Tx tx) => [.. tx.Query<Row>("SELECT id, name, roles, enrolled_us, ended_us FROM identity_officers ORDER BY enrolled_us, id LIMIT 1000").Select(r => r.Officer)];

    /// <summary>Whether anybody can sign in as an administrator.</summary>
    public static bool AnyAdmin(Tx tx) => All(tx).Any(o => o.EndedUs is null && o.Roles.Contains(Roles.Admin));

    /// <summary>Ends an officer; the name is personal data and goes with it.</summary>
    public static void End(Tx tx, string id, long atUs)
    {
        tx.Execute("UPDATE identity_officers SET ended_us = @atUs, name = '' WHERE id = @id AND ended_us IS NULL", new { id, atUs });
        tx.Execute("DELETE FROM identity_passkeys WHERE officer = @id", new { id });
    }

    public static Officer? FindByCredential(Tx tx, byte[] credential) =>
        tx.One<Row>("SELECT o.id, o.name, o.roles, o.enrolled_us, o.ended_us FROM identity_officers o JOIN identity_passkeys p ON p.officer = o.id WHERE p.credential = @credential AND o.ended_us IS NULL",
            new { credential = Convert.ToBase64String(credential) })?.Officer;

    public static UserPasskeyInfo? Passkey(Tx tx, string officer, byte[] credential) =>
        tx.One<Key>($"SELECT {KeyColumns} FROM identity_passkeys WHERE officer = @officer AND credential = @credential", new { officer, credential = Convert.ToBase64String(credential) })?.Info;

    public static IReadOnlyList<UserPasskeyInfo> Passkeys(Tx tx, string officer) =>
        [.. tx.Query<Key>($"SELECT {KeyColumns} FROM identity_passkeys WHERE officer = @officer ORDER BY made_us LIMIT 100", new { officer }).Select(k => k.Info)];

    public static void Put(Tx tx, string officer, UserPasskeyInfo key) => tx.Execute(
        $"INSERT INTO identity_passkeys ({KeyColumns}) VALUES (@Credential, @Officer, @PublicKey, @Name, @MadeUs, @SignCount, @Transports, @Verified, @CanBackup, @BackedUp, @Attestation, @ClientData) "
        + "ON CONFLICT (credential) DO UPDATE SET sign_count = excluded.sign_count, verified = excluded.verified, backed_up = excluded.backed_up, name = excluded.name",
        new Key
        {
            Credential = Convert.ToBase64String(key.CredentialId),
            Officer = officer,
            PublicKey = Convert.ToBase64String(key.PublicKey),
            Name = key.Name ?? "",
            MadeUs = Kernel.Instants.FromDateTimeOffset(key.CreatedAt),
            SignCount = key.SignCount,
            Transports = string.Join(' ', key.Transports ?? []),
            Verified = key.IsUserVerified ? 1 : 0,
            CanBackup = key.IsBackupEligible ? 1 : 0,
            BackedUp = key.IsBackedUp ? 1 : 0,
            Attestation = Convert.ToBase64String(key.AttestationObject),
            ClientData = Convert.ToBase64String(key.ClientDataJson),
        });

    public static int Remove(Tx tx, string officer, byte[] credential) =>
        tx.Execute("DELETE FROM identity_passkeys WHERE officer = @officer AND credential = @credential", new { officer, credential = Convert.ToBase64String(credential) });
}
