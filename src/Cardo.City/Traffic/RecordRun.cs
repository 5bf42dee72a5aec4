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
        if (!SumoSource.Start(city, seed).Try(out var source, out var refusal)) return refusal;
        using (source)
        {
            var frame = new TrafficFrame(source.Junctions.Count);
            var kept = 0;
            using (var writer = new RunWriter(File.Create(output), source))
                for (var second = 0; kept < seconds; second++)
                {
                    if (cancel.IsCancellationRequested) return Refusal.Conflict("cancelled", $"The recording was cancelled after {kept} seconds.");
                    if (!source.Next(frame).Try(out var more, out refusal)) return refusal;
                    if (!more) break;
                    if (second < from_s) continue;
                    writer.Write(frame);
                    kept++;
                }
            return new RecordedRun(output, kept, source.Junctions.Count, new FileInfo(output).Length);
        }
    }
}
