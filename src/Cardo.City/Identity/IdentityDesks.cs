using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Identity;

/// <summary>Identity's doorways, over one database. Commands open them beside a running city (<see cref="Db.OpenBeside"/>).</summary>
public sealed record IdentityDesks(KeyDesk Keys, OfficerDesk Officers, SessionDesk Sessions)
{
    /// <summary>Brings Identity's tables up to date and opens its desks. Refusals are those of <see cref="Migrations"/>.</summary>
    public static Outcome<IdentityDesks> Open(Db db, JournalDesk journal, TimeProvider clock, Ids ids)
    {
        if (!Migrations.Apply(db, typeof(IdentityDesks).Assembly, "Identity").Try(out _, out var refusal)) return refusal;
        var sessions = new SessionDesk(db, clock, ids);
        return new IdentityDesks(new KeyDesk(db, journal, clock, ids), new OfficerDesk(db, journal, sessions, clock, ids), sessions);
    }
}
