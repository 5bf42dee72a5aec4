using System.CommandLine;
using System.Globalization;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Server.Commands;

/// <summary><c>cardo journal</c>: take the city's record away, and check it where nobody helps.</summary>
internal static class JournalCommands
{
    const long MostBytes = 1_000_000;

    public static Command Command() => new("journal", "Export the journal, verify it offline, and make the tables of cases again from it.") { Verify(), Check(), Export(), Rebuild() };

    static Command Verify()
    {
        var folder = new Argument<string>("dir") { Description = "a folder that export wrote, or a copy of /journal" };
        var key = new Option<string?>("--key") { Description = "the city's public key, from where you trust it (name+hash+base64)" };
        var since = new Option<string?>("--since") { Description = "a checkpoint you kept: the journal must still contain all of it" };
        var command = new Command("verify", "Check every hash and signature of an exported journal; needs no network and no city.") { folder, key, since };
        command.SetAction(parsed =>
        {
            // Passed over, a mistyped name would make a cut-off journal look whole.
            if (parsed.GetValue(since) is { } file && !File.Exists(file)) return Cli.Say(Refusal.NotFound("no-file", $"{file} is not there."));
            var old = parsed.GetValue(since) is { } kept ? File.ReadAllText(kept) : null;
            if (!JournalCheck.Run(parsed.GetValue(folder)!, parsed.GetValue(key), old).Try(out var report, out var refusal)) return Cli.Say(refusal);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Size:N0} entries, root {report.Root}, signed by {report.Key.Name}{(report.KeyTrusted ? "" : " (key not compared: say --key)")}"));
            foreach (var fault in report.Faults) Console.WriteLine($"FAULT {fault}");
            Console.WriteLine(report.Holds ? "The journal holds." : string.Create(CultureInfo.InvariantCulture, $"The journal does not hold: {report.Faults.Count} {(report.Faults.Count == 1 ? "fault" : "faults")}."));
            return report.Holds ? Cli.Ok : Cli.Refused;
        });
        return command;
    }

    static Command Check()
    {
        var proof = new Argument<string>("proof") { Description = "the proof, as /journal/entry/N/proof gives it" };
        var entry = new Argument<string>("entry") { Description = "the entry, as /journal/entry/N/body gives it" };
        var key = new Option<string>("--key") { Description = "the city's public key, from where you trust it (name+hash+base64)", Required = true };
        var command = new Command("check", "Check one entry: its path to the root, and the signature; needs no network and no city.") { proof, entry, key };
        command.SetAction(parsed =>
        {
            var (proofFile, entryFile) = (parsed.GetValue(proof)!, parsed.GetValue(entry)!);
            foreach (var file in (string[])[proofFile, entryFile])
                if (!File.Exists(file)) return Cli.Say(Refusal.NotFound("no-file", $"{file} is not there."));
                else if (new FileInfo(file).Length > MostBytes) return Cli.Say(Refusal.TooLarge("file-too-large", $"{file} is longer than any entry or proof."));
            if (!JournalCheck.Proof(File.ReadAllText(proofFile), File.ReadAllBytes(entryFile), parsed.GetValue(key)!).Try(out var head, out var refusal)) return Cli.Say(refusal);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The entry is part of the journal {head.Origin}: {head.Size:N0} entries, root {head.Root}."));
            return Cli.Ok;
        });
        return command;
    }

    static Command Export()
    {
        var store = new StoreOptions();
        var folder = new Argument<string>("dir") { Description = "where to" };
        var command = new Command("export", "Write the journal as files that anybody can verify.") { folder };
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadThere(parsed), office =>
        {
            if (!JournalExport.Run(office.Journal, parsed.GetValue(folder)!).Try(out var done, out var refusal)) return Cli.Say(refusal);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done.Size:N0} entries in {done.Files:N0} files under {done.Dir}"));
            return Cli.Ok;
        }));
        return command;
    }

    static Command Rebuild()
    {
        var store = new StoreOptions();
        var command = new Command("rebuild", "Fold the tables of cases again from the journal alone. Stop the city first.");
        store.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (!store.ReadThere(parsed).Try(out var settings, out var refusal)) return Cli.Say(refusal);
            if (!Db.Open(settings.Store, settings.DataDir).Try(out var db, out refusal)) return Cli.Say(refusal);
            await using (db)
            {
                if (!Stores.UpToDate(db).Then(_ => JournalDesk.Open(db, settings, TimeProvider.System, Ids.System)).Try(out var journal, out refusal)) return Cli.Say(refusal);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Cases.CaseDesk.Rebuild(db, journal):N0} entries folded."));
                return Cli.Ok;
            }
        });
        return command;
    }
}
