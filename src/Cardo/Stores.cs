using System.Net;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Server;

/// <summary>The database and the log of a city, opened together and brought up to date.</summary>
internal sealed record Stores(Db Db, CityLog Log)
{
    public static Outcome<Stores> Open(Settings settings)
    {
        if (settings.TrustLoopback && !IsLoopback(settings.Bind))
            return Refusal.Bad("trust-needs-loopback", $"--trust-loopback lets callers write without a key, so it is refused when bound to {settings.Bind}.");
        if (!OpenDb(settings).Try(out var db, out var refusal)) return refusal;
        // Checkpoints are the machine's business: a replay's fast clock must not hurry them.
        if (CityLog.Open(Path.Combine(settings.DataDir, "log"), db, TimeProvider.System).Try(out var log, out refusal)) return new Stores(db, log);
        db.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return refusal;
    }

    static Outcome<Db> OpenDb(Settings settings)
    {
        if (!Db.Open(settings.Store, settings.DataDir).Try(out var db, out var refusal)) return refusal;
        if (UpToDate(db).Try(out Done _, out refusal)) return db;
        db.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return refusal;
    }

    /// <summary>Brings every room's tables up to date.</summary>
    public static Outcome<Done> UpToDate(Db db)
    {
        foreach (var room in Rooms.WithTables)
            if (!Migrations.Apply(db, typeof(Twin.TwinDesk).Assembly, room).Try(out _, out var refusal)) return refusal;
        return Done.It;
    }

    /// <summary>Makes the tables as the program that wrote a backup had them; the next start brings them up to date.</summary>
    public static Outcome<Done> AsOf(Db db, IReadOnlyDictionary<string, int> migrations)
    {
        foreach (var (room, count) in migrations)
            if (!Migrations.ApplyFirst(db, room == "Storage" ? typeof(CityLog).Assembly : typeof(Twin.TwinDesk).Assembly, room, count).Try(out _, out var refusal)) return refusal;
        return Done.It;
    }

    static bool IsLoopback(string bind) => bind == "localhost" || (IPAddress.TryParse(bind, out var ip) && IPAddress.IsLoopback(ip));
}
