using Cardo.Identity;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Storage;

namespace Cardo.Server.Commands;

/// <summary>
/// What commands administer with: the database alone, opened beside a city that may be running. A running city notices
/// new keys at their first use and ended ones within seconds.
/// </summary>
internal sealed class Office : IAsyncDisposable
{
    readonly Db db;

    Office(Db db, JournalDesk journal, IdentityDesks identity, DeviceDesk devices) => (this.db, Journal, Identity, Devices) = (db, journal, identity, devices);

    public JournalDesk Journal { get; }

    public IdentityDesks Identity { get; }

    public DeviceDesk Devices { get; }

    public static Outcome<Office> Open(Settings settings)
    {
        if (!Db.OpenBeside(settings.Store, settings.DataDir).Try(out var db, out var refusal)) return refusal;
        var office = Stores.UpToDate(db).Then(_ => JournalDesk.Open(db, settings, TimeProvider.System, Ids.System))
            .Then(journal => IdentityDesks.Open(db, journal, TimeProvider.System, Ids.System)
                .Then(identity => (Outcome<Office>)new Office(db, journal, identity, DeviceDesk.Over(db, identity.Keys, TimeProvider.System, settings))));
        if (!office.Ok) db.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return office;
    }

    /// <summary>Opens, works, closes; the exit code of the command.</summary>
    public static async Task<int> Work(Outcome<Settings> read, Func<Office, int> work)
    {
        if (!read.Then(Open).Try(out var office, out var refusal)) return Cli.Say(refusal);
        await using (office) return work(office);
    }

    /// <summary>Writes an entry of the journal and takes it into the tree.</summary>
    public void Append(JournalEntry entry)
    {
        db.Write(tx => Journal.Append(tx, entry));
        Journal.Integrate();
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();
}
