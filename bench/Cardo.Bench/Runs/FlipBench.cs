using System.Diagnostics;
using Cardo.Journal;
using Cardo.Journal.Checking;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Bench.Runs;

/// <summary>Every byte of an exported journal of a thousand entries is changed, one at a time, and the whole is verified each time.</summary>
internal sealed class FlipBench : IBench
{
    const int Entries = 1000;

    public string Name => "flips";

    public string What => "every byte of a journal of 1,000 entries flipped, one at a time, and looked for";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-bench-flips-").FullName;
        var files = await Exported(folder, cancel);
        Directory.Delete(folder, recursive: true);
        long tried = 0, missed = 0;
        var watch = Stopwatch.StartNew();
        var every = files.SelectMany(f => Enumerable.Range(0, f.Value.Length).Select(i => (Path: f.Key, At: i)));
        Parallel.ForEach(every, () => new Dictionary<string, byte[]>(files), (flip, _, mine) =>
        {
            var whole = files[flip.Path];
            var changed = (byte[])whole.Clone();
            changed[flip.At] ^= (byte)(1 << flip.At % 8);
            mine[flip.Path] = changed;
            if (JournalCheck.Run(new MemoryFiles(mine), null, null, 1, null) is { Ok: true, Value.Holds: true }) Interlocked.Increment(ref missed);
            Interlocked.Increment(ref tried);
            mine[flip.Path] = whole;
            return mine;
        }, static _ => { });
        return
        [
            new Figure("bytes flipped", "flips", [tried]),
            new Figure("not found", "flips", [missed], "0"),
            new Figure("one verification of 1,000 entries, to the first fault", "ms", [watch.Elapsed.TotalMilliseconds * Environment.ProcessorCount / tried]),
        ];
    }

    static async Task<Dictionary<string, byte[]>> Exported(string folder, CancellationToken cancel)
    {
        var settings = new Settings(new Dictionary<string, string>()) { DataDir = folder, Store = "sqlite:" };
        await using var db = Db.Open(settings.Store, folder).Value;
        var desk = JournalDesk.Open(db, settings, TimeProvider.System, Ids.System).Value;
        await JournalBench.Append(desk, Entries - desk.Head().Checkpoint.Size, 60, cancel);
        var dir = Path.Combine(folder, "export");
        if (JournalExport.Run(desk, dir).Value.Size != Entries) throw new InvalidOperationException("not the entries asked for");
        return MemoryFiles.Of(dir);
    }
}
