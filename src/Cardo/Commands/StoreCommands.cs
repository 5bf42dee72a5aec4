using System.CommandLine;
using System.Globalization;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Twin;

namespace Cardo.Server.Commands;

/// <summary><c>cardo backup</c>, <c>cardo restore</c>, <c>cardo store check</c>: the whole city taken away, put back, looked through.</summary>
internal static class StoreCommands
{
    public static Command Backup()
    {
        var store = new StoreOptions();
        var target = new Argument<string>("target") { Description = "a new folder, or a new file that ends in .zip" };
        var command = new Command("backup", "Copy the whole city, also while it runs: every table of one moment, the log, keys and files.") { target };
        store.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            if (!store.ReadThere(parsed).Try(out var settings, out var refusal)) return Task.FromResult(Cli.Say(refusal));
            if (!StoreBar.Show("Backup", p => Backups.Make(settings.Store, settings.DataDir, parsed.GetValue(target)!, TimeProvider.System, p)).Try(out var done, out refusal)) return Task.FromResult(Cli.Say(refusal));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done.Rows:N0} rows and the log up to LSN {done.EndLsn:N0}, {done.Bytes / 1e6:N1} MB, in {done.Place}"));
            Console.WriteLine($"manifest sha256 {done.ManifestHash}");
            return Noted(settings, done);
        });
        return command;
    }

    // The journal remembers the manifest's hash: whoever holds the backup later can show that it is the one made then.
    static Task<int> Noted(Settings settings, BackupReport done) => Office.Work(settings, office =>
    {
        office.Append(new JournalEntry("backup.made", new System.Text.Json.Nodes.JsonObject { ["lsn"] = done.EndLsn, ["manifest"] = done.ManifestHash, ["rows"] = done.Rows }));
        return Cli.Ok;
    });

    public static Command Restore()
    {
        var store = new StoreOptions();
        var source = new Argument<string>("source") { Description = "what cardo backup wrote" };
        var force = new Option<bool>("--force") { Description = "also where something is already: a folder is moved aside, a database is emptied" };
        var command = new Command("restore", "Put a backup back, into an empty folder; --store may name another engine than it came from.") { source, force };
        store.AddTo(command);
        command.SetAction(parsed =>
        {
            if (!store.Read(parsed).Try(out var settings, out var refusal)) return Cli.Say(refusal);
            var restored = StoreBar.Show("Restore", p => Backups.Restore(parsed.GetValue(source)!, settings.Store, settings.DataDir, parsed.GetValue(force), Stores.AsOf, TimeProvider.System, p));
            if (!restored.Try(out var done, out refusal)) return Cli.Say(refusal);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done.Rows:N0} rows in {done.Place}, the log up to LSN {done.EndLsn:N0} in {settings.DataDir}"));
            if (done.Aside is not null) Console.WriteLine($"What stood there before is in {done.Aside}");
            return Cli.Ok;
        });
        return command;
    }

    public static Command Store()
    {
        var store = new StoreOptions();
        var folder = new Argument<string?>("dir") { Description = "the data folder (as --data)", Arity = ArgumentArity.ZeroOrOne };
        var check = new Command("check", "Read everything that is kept, from first byte to last, and name what does not hold; also while the city runs.") { folder };
        store.AddTo(check);
        check.SetAction(parsed =>
        {
            var read = parsed.GetValue(folder) is { } dir ? SettingsReader.Read(parsed.GetValue(store.City), new Dictionary<string, string?> { ["data_dir"] = dir, ["store"] = parsed.GetValue(store.Store) }) : store.ReadKept(parsed);
            return read.Try(out var settings, out var refusal) ? Check(settings) : Cli.Say(refusal);
        });
        return new Command("store", "Look after what is kept.") { check };
    }

    static int Check(Settings settings)
    {
        if (!Directory.Exists(settings.DataDir)) return Cli.Say(Refusal.NotFound("no-data", $"{settings.DataDir} is not there."));
        if (Db.Missing(settings.Store, settings.DataDir) is { } missing) return Cli.Say(missing);
        if (!Db.OpenBeside(settings.Store, settings.DataDir).Try(out var db, out var refusal)) return Cli.Say(refusal);
        try
        {
            var faults = new List<StoreFault>();
            var (tally, entities, entries) = StoreBar.Show("Check", p =>
            {
                var read = StoreCheck.Run(db, settings.DataDir, faults.Add, p);
                // A database that is out of joint would only say the same again.
                if (faults.Exists(f => f.Place == db.Place)) return (read, 0L, 0L);
                // The hashes of history stand in the journal too, and what of it is gone is explained there; the rest is told already.
                SealedHistory.Check(db, f => { if (f.Code is "seal-changed" or "chunk-missing") faults.Add(new StoreFault($"storage_seals, chunk {f.Seq}", f.What, "Restore a backup (cardo restore).")); });
                return (read, TwinCheck.Run(db, faults.Add), JournalCheck.Stored(db, settings.DataDir, faults.Add).Try(out var n, out _) ? n : 0L);
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{tally.Records:N0} log records, {tally.Chunks:N0} chunks, {tally.Pages:N0} pages of open points, {entities:N0} entities, {entries:N0} journal entries"));
            if (tally.TornBytes > 0) Console.WriteLine($"{tally.TornBytes} bytes of an unfinished write, never acknowledged; the next start cuts them off");
            foreach (var fault in faults) Console.WriteLine($"FAULT {fault.Place}: {fault.What}. {fault.WayOut}");
            Console.WriteLine(faults.Count == 0 ? "Everything holds." : $"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")}.");
            return faults.Count == 0 ? Cli.Ok : Cli.Refused;
        }
        catch (System.Data.Common.DbException e)
        {
            return Cli.Say(new Refusal(RefusalKind.Unavailable, "store-damaged", $"{db.Place} can't be read: {e.Message}"));
        }
        finally
        {
            db.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
