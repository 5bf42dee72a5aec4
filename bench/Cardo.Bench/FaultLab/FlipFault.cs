using Cardo.Journal;
using Cardo.Storage;
using Cardo.Storage.Log;
using Cardo.Twin;

namespace Cardo.Bench.FaultLab;

/// <summary>Bytes of the log are flipped while the city rests. Each flip before the last group commit must be named by the check, and refused by a start.</summary>
public sealed class FlipFault : IFault
{
    const int Times = 200;

    public string Name => "flipped bytes in the log";

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var ledger = new Ledger();
        using var folder = new FaultFolder();
        await using (var city = await FaultProcess.Start(options.Program, folder.Data))
        {
            await using var load = Load.On(city.Port, city.MqttPort, ledger);
            await Task.Delay(800, cancel);
            await city.Kill();
        }
        var segment = Directory.GetFiles(Path.Combine(folder.Data, "log")).Order(StringComparer.Ordinal).Last();
        var whole = await File.ReadAllBytesAsync(segment, cancel);
        var end = LastMark(whole);
        var chance = new Random(20261122);
        var missed = new List<int>();
        await using (var db = Db.OpenBeside("sqlite:" + Path.Combine(folder.Data, "city.db"), folder.Data).Value)
        {
            if (Faults(db, folder.Data) is { Count: > 0 } early) return new FaultResult(Name, 0, 0, 0, 0, "faults before any flip: " + early[0], false);
            for (var i = 0; i < Times; i++)
            {
                var at = chance.Next(0, end);
                var changed = (byte[])whole.Clone();
                changed[at] ^= (byte)(1 << chance.Next(8));
                await File.WriteAllBytesAsync(segment, changed, cancel);
                if (Faults(db, folder.Data).Count == 0) missed.Add(at);
            }
        }
        var refused = await FaultProcess.Start(options.Program, folder.Data);
        await using (refused)
        {
            var named = refused.HasEnded && refused.Said.Contains(Path.GetFileName(segment), StringComparison.Ordinal);
            if (!named) missed.Add(-1);
        }
        await File.WriteAllBytesAsync(segment, whole, cancel);
        var found = await Audit.Of(folder.Data, ledger);
        return new FaultResult(Name, Times, found.Checked, found.LostCount, 0, missed.Count == 0 ? "each named with file and offset; the start refused" : $"{missed.Count} unnoticed: {string.Join(", ", missed.Take(5))}", missed.Count == 0 && found.LostCount == 0);
    }

    static List<string> Faults(Db db, string data)
    {
        var faults = new List<string>();
        StoreCheck.Run(db, data, f => faults.Add($"{f.Place}: {f.What}"));
        TwinCheck.Run(db, f => faults.Add($"{f.Place}: {f.What}"));
        JournalCheck.Stored(db, data, f => faults.Add($"{f.Place}: {f.What}"));
        return faults;
    }

    // What lies behind the last mark was perhaps never synced: cutting it off is right, not a loss.
    static int LastMark(byte[] bytes)
    {
        for (var at = bytes.Length - LogFormat.MarkBytes; at > LogFormat.HeaderBytes; at--)
            if (bytes[at] == LogFormat.MarkPayload && bytes[at + 8] == LogFormat.MarkStream && LogFormat.IsMark(bytes.AsSpan(at), BitConverter.ToInt64(bytes, at + LogFormat.FrameBytes)))
                return at;
        return LogFormat.HeaderBytes;
    }
}
