using System.Text.Json.Nodes;
using Cardo.Identity.Keys;
using Cardo.Identity.Store;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.AspNetCore.Identity;

namespace Cardo.Identity;

/// <summary>A one-time enrolment link: <c>/enrol?token=TOKEN</c>.</summary>
/// <param name="Token">shown once; only its hash is kept</param>
public sealed record EnrolmentLink(string Token, long ExpiresUs)
{
    /// <summary>The path a person opens, below the city's address.</summary>
    public string Path => "/enrol?token=" + Token;
}

/// <summary>Who the city's officers are, and how a person becomes one. The journal gets ids and roles, never names.</summary>
public sealed class OfficerDesk(Db db, JournalDesk journal, SessionDesk sessions, TimeProvider clock, Ids ids)
{
    static readonly TimeSpan LinkLife = TimeSpan.FromHours(24);
    const string FirstStart = "first-start";

    /// <summary>
    /// While nobody can administer Cardo: a fresh link for the first administrator (links of earlier starts become
    /// void). Null as soon as there is one.
    /// </summary>
    public EnrolmentLink? FirstLink() => db.Write(tx =>
    {
        if (OfficerStore.AnyAdmin(tx)) return null;
        EnrolmentStore.Void(tx, FirstStart, clock.NowUs());
        return Link(tx, null, [Roles.Admin], FirstStart);
    });

    /// <summary>A link for a new officer. Refusal: <c>role-unknown</c>.</summary>
    public Outcome<EnrolmentLink> Invite(IReadOnlyList<string> roles, string by)
    {
        if (roles.Count == 0 || roles.Any(r => !Roles.All.Contains(r))) return Refusal.Bad("role-unknown", $"An officer has one or more of the roles {string.Join(", ", Roles.All)}.");
        return db.Write(tx => Link(tx, null, roles, by));
    }

    /// <summary>A link by which an officer who lost every passkey adds a new one. Refusal: <c>officer-not-found</c>.</summary>
    public Outcome<EnrolmentLink> Recover(string officer, string by) => db.Write<Outcome<EnrolmentLink>>(tx =>
        OfficerStore.Find(tx, officer) is { EndedUs: null } found ? Link(tx, found.Id, found.Roles, by) : NotFound(officer));

    EnrolmentLink Link(Tx tx, string? officer, IReadOnlyList<string> roles, string by)
    {
        string id = ids.Secret()[..KeyFormat.IdLength], secret = ids.Secret();
        var expires = clock.NowUs() + (long)LinkLife.TotalMicroseconds;
        EnrolmentStore.Add(tx, new Enrolment(id, officer, roles, expires), secret, by, clock.NowUs());
        journal.Append(tx, new JournalEntry("enrolment.offered", Body(by, ("enrolment", id), ("officer", officer), ("roles", string.Join(' ', roles)))));
        return new EnrolmentLink(id + secret, expires);
    }

    /// <summary>What a link's token stands for; null when it is unknown, used or too old.</summary>
    internal Enrolment? Enrolment(string? token) => token is { Length: KeyFormat.IdLength + KeyFormat.SecretLength }
        ? db.Read(tx => EnrolmentStore.Find(tx, token[..KeyFormat.IdLength], token[KeyFormat.IdLength..], clock.NowUs())) : null;

    public string NewId() => ids.New(clock);

    public Officer? Find(string id) => db.Read(tx => OfficerStore.Find(tx, id));

    /// <summary>All officers, those who ended too (without their names).</summary>
    public IReadOnlyList<Officer> All() => db.Read(OfficerStore.All);

    internal Officer? FindByCredential(byte[] credential) => db.Read(tx => OfficerStore.FindByCredential(tx, credential));

    internal UserPasskeyInfo? Passkey(string officer, byte[] credential) => db.Read(tx => OfficerStore.Passkey(tx, officer, credential));

    internal IReadOnlyList<UserPasskeyInfo> Passkeys(string officer) => db.Read(tx => OfficerStore.Passkeys(tx, officer));

    /// <summary>
    /// Uses a link up: a new officer with a first passkey, or a further passkey of the one it was made for. Returns the
    /// session cookie's value. Refusals: <c>enrolment-void</c>, <c>passkey-known</c>.
    /// </summary>
    internal Outcome<string> Enrol(string token, string officerId, string name, UserPasskeyInfo passkey, string agent) => Began(db.Write<Outcome<string>>(tx =>
    {
        var now = clock.NowUs();
        var enrolment = token.Length == KeyFormat.IdLength + KeyFormat.SecretLength ? EnrolmentStore.Find(tx, token[..KeyFormat.IdLength], token[KeyFormat.IdLength..], now) : null;
        if (enrolment is null || !EnrolmentStore.Use(tx, enrolment.Id, now)) return Refusal.Conflict("enrolment-void", "This link was used already or is too old: ask for a new one.");
        if (OfficerStore.FindByCredential(tx, passkey.CredentialId) is not null) return Refusal.Conflict("passkey-known", "This passkey is in use already.");
        var officer = enrolment.Officer is { } own ? OfficerStore.Find(tx, own)! : new Officer(officerId, name, enrolment.Roles, now, null);
        if (enrolment.Officer is null) OfficerStore.Add(tx, officer);
        OfficerStore.Put(tx, officer.Id, passkey);
        journal.Append(tx, new JournalEntry(enrolment.Officer is null ? "officer.enrolled" : "passkey.added",
            Body(officer.Id, ("enrolment", enrolment.Id), ("officer", officer.Id), ("passkey", Mark(passkey.CredentialId)), ("roles", string.Join(' ', officer.Roles)))));
        return sessions.Begin(tx, officer, agent);
    }));

    /// <summary>A signed-in officer adds a passkey. Refusal: <c>passkey-known</c>.</summary>
    internal Outcome<Done> AddPasskey(string officer, UserPasskeyInfo passkey) => db.Write<Outcome<Done>>(tx =>
    {
        if (OfficerStore.FindByCredential(tx, passkey.CredentialId) is not null) return Refusal.Conflict("passkey-known", "This passkey is in use already.");
        OfficerStore.Put(tx, officer, passkey);
        journal.Append(tx, new JournalEntry("passkey.added", Body(officer, ("officer", officer), ("passkey", Mark(passkey.CredentialId)))));
        return Done.It;
    });

    /// <summary>Keeps what a passkey's use changed (its counter).</summary>
    internal void Touch(string officer, UserPasskeyInfo passkey) => db.Write(tx => OfficerStore.Put(tx, officer, passkey));

    /// <summary>Takes a passkey away; never the last one. Refusals: <c>passkey-last</c>, <c>passkey-not-found</c>.</summary>
    internal Outcome<Done> RemovePasskey(string officer, byte[] credential) => db.Write<Outcome<Done>>(tx =>
    {
        if (OfficerStore.Passkeys(tx, officer).Count < 2) return Refusal.Conflict("passkey-last", "This is your last passkey: add another one first, or you could not come in again.");
        if (OfficerStore.Remove(tx, officer, credential) == 0) return Refusal.NotFound("passkey-not-found", "There is no such passkey.");
        journal.Append(tx, new JournalEntry("passkey.removed", Body(officer, ("officer", officer), ("passkey", Mark(credential)))));
        return Done.It;
    });

    /// <summary>A session for an officer who proved a passkey; the cookie's value.</summary>
    internal string SignIn(Officer officer, string agent) => Began(db.Write<Outcome<string>>(tx => sessions.Begin(tx, officer, agent))).Value;

    /// <summary>
    /// Ends an officer: passkeys, sessions and name go, the id stays for the journal.
    /// Refusals: <c>officer-not-found</c>, <c>officer-last</c>.
    /// </summary>
    public Outcome<Done> End(string officer, string by)
    {
        var ended = db.Write<Outcome<Done>>(tx =>
        {
            if (OfficerStore.Find(tx, officer) is not { EndedUs: null } found) return NotFound(officer);
            if (found.Roles.Contains(Roles.Admin) && OfficerStore.All(tx).Count(o => o.EndedUs is null && o.Roles.Contains(Roles.Admin)) < 2)
                return Refusal.Conflict("officer-last", "This is the last administrator: enrol another one first.");
            sessions.EndAll(tx, officer, null);
            OfficerStore.End(tx, officer, clock.NowUs());
            journal.Append(tx, new JournalEntry("officer.ended", Body(by, ("officer", officer))));
            return Done.It;
        });
        sessions.Sync();
        return ended;
    }

    Outcome<string> Began(Outcome<string> cookie)
    {
        sessions.Sync();
        return cookie;
    }

    static JsonObject Body(string by, params (string Name, string? Value)[] more)
    {
        var body = new JsonObject { ["by"] = by };
        foreach (var (name, value) in more)
            if (value is not null) body[name] = value;
        return body;
    }

    /// <summary>A passkey's mark in the journal: enough to tell two apart, no handle to follow a person by.</summary>
    static string Mark(byte[] credential) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(credential).AsSpan(0, 8));

    static Refusal NotFound(string officer) => Refusal.NotFound("officer-not-found", $"There is no officer {officer}.");
}
