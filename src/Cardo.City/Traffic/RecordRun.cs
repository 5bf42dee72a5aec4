using Cardo.Kernel;
using Cardo.Traffic.Live;
using Cardo.Traffic.Recorded;

namespace Cardo.Traffic;

/// <summary>What was recorded.</summary>
public sealed record RecordedRun(string File, int Seconds, int Signals, long Bytes);

/// <summary>Records a stretch of a controlled run.</summary>
public static class RecordRun
{
    /// <param name="output">null for NAME.run.gz beside the configuration; emergency trips are taken from NAME.emergency.xml there</param>
    /// <param name="from_s">the first second that is kept</param>
    public static Outcome<RecordedRun> Run(string configFile, string? output, int seed, int from_s, int seconds, CancellationToken cancel)
    {
        if (seconds is < 1 or > 86_400) return Refusal.Bad("seconds-out-of-bounds", "A recording has 1 to 86400 seconds.");
        var city = CityNetwork.Of(configFile);
        output ??= Path.Combine(Path.GetDirectoryName(city.ConfigFile)!, city.Name + ".run.gz");
        // What stands there stays until the new one is whole.
        var part = output + ".part";
        try
        {
            Outcome<(int Seconds, int Signals)> written;
            using (var file = File.Create(part)) written = Write(file, city, seed, from_s, seconds, cancel);
            if (!written.Try(out var made, out var refusal)) return refusal;
            File.Move(part, output, overwrite: true);
            return new RecordedRun(output, made.Seconds, made.Signals, new FileInfo(output).Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("file-unwritable", $"{output} cannot be written: {e.Message} What stood there before is as it was.");
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    static Outcome<(int Seconds, int Signals)> Write(Stream file, CityNetwork city, int seed, int from_s, int seconds, CancellationToken cancel)
    {
        Refusal Cancelled(int kept) => Refusal.Conflict("cancelled", $"The recording was cancelled after {kept} seconds; nothing was written.");
        if (!SumoSource.Start(city, seed, cancel).Try(out var source, out var refusal)) return cancel.IsCancellationRequested ? Cancelled(0) : refusal;
        using (source)
        {
            var frame = new TrafficFrame(source.Junctions.Count);
            var kept = 0;
            using var writer = new RunWriter(file, source);
            for (var second = 0; kept < seconds; second++)
            {
                var there = source.Next(frame);
                if (cancel.IsCancellationRequested) return Cancelled(kept);
                if (!there.Try(out var more, out refusal)) return refusal;
                if (!more) break;
                if (second < from_s) continue;
                writer.Write(frame);
                kept++;
            }
            return kept > 0 ? (kept, source.Junctions.Count) : Refusal.Bad("recording-empty", $"The run ends before second {from_s}; nothing was written.");
        }
    }
}
