using System.Diagnostics;
using System.Text.Json.Nodes;
using Cardo.Identity;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Bench.Runs;

/// <summary>The journal and the keys in process, on SQLite with every commit synced: appended, exported, verified; a key checked.</summary>
internal sealed class JournalBench : IBench
{
    const int Writers = 2000;
    const long Million = 1_000_000;

    public string Name => "journal";

    public string What => "durable journal entries/s by group commit, a million entries verified offline, checks of a key; in process";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        List<double> appended = [], cpu = [], exported = [], verified = [], keys = [];
        for (var round = 0; round < rounds.Count; round++)
        {
            var folder = Directory.CreateTempSubdirectory("cardo-bench-journal-").FullName;
            var settings = new Settings(new Dictionary<string, string>()) { DataDir = folder, Store = "sqlite:" };
            await using (var db = Db.Open(settings.Store, folder).Value)
            {
                var desk = JournalDesk.Open(db, settings, TimeProvider.System, Ids.System).Value;
                if (round == 0) await Append(desk, long.MaxValue, Rounds.WarmSeconds / 2, cancel);
                var before = Environment.CpuUsage.TotalTime;
                var (count, seconds) = await Append(desk, long.MaxValue, rounds.Seconds, cancel);
                appended.Add(count / seconds);
                cpu.Add((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / count);
                if (round == 0) await Verify(desk, Path.Combine(folder, "export"), exported, verified, cancel);
                keys.Add(Keys(IdentityDesks.Open(db, desk, TimeProvider.System, Ids.System).Value.Keys));
            }
            Directory.Delete(folder, recursive: true);
        }
        return
        [
            new Figure("durable entries/s", "per second", appended, ">= 20,000"),
            new Figure("CPU an entry, writers included", "us", cpu),
            new Figure("export of a million entries", "s", exported),
            new Figure("offline verification of a million entries", "s", verified, "< 30"),
            new Figure("check of a key", "ns", keys, "< 1,000"),
        ];
    }

    /// <summary>Goes on until there are a million, exports them, and verifies the files.</summary>
    static async Task Verify(JournalDesk desk, string dir, List<double> exported, List<double> verified, CancellationToken cancel)
    {
        await Append(desk, Million - desk.Head().Checkpoint.Size, 120, cancel);
        var watch = Stopwatch.StartNew();
        var size = JournalExport.Run(desk, dir).Value.Size;
        exported.Add(watch.Elapsed.TotalSeconds * Million / size);
        watch.Restart();
        if (!JournalCheck.Run(dir, desk.Verifier.Text).Value.Holds) throw new InvalidOperationException("the exported journal does not hold");
        verified.Add(watch.Elapsed.TotalSeconds * Million / size);
    }

    /// <summary>Two thousand writers, each waiting for its entry before it writes the next, until so many are there or the time is over.</summary>
    public static async Task<(long Count, double Seconds)> Append(JournalDesk desk, long most, double seconds, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        long count = 0, begun = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var sequencer = Task.Factory.StartNew(() =>
        {
            while (!stop.IsCancellationRequested)
                if (desk.Integrate() == 0) Thread.Yield();
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var n = 0; watch.Elapsed.TotalSeconds < seconds && Interlocked.Increment(ref begun) <= most; n++)
            {
                await desk.Append(new JournalEntry("bench.happened", new JsonObject { ["n"] = n, ["writer"] = writer }));
                Interlocked.Increment(ref count);
            }
        }));
        var took = watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await sequencer;
        return (count, took);
    }

    static double Keys(KeyDesk desk)
    {
        const int Checks = 200_000;
        var key = desk.Issue(new KeyRequest(KeyKind.Device, "bench-1", "bench", [])).Value.Secret;
        for (var i = 0; i < Checks / 10; i++) desk.Verify(key);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Checks; i++)
            if (desk.Verify(key) is null) throw new InvalidOperationException("a right key was refused");
        return watch.Elapsed.TotalNanoseconds / Checks;
    }
}
