using System.Diagnostics;

namespace Cardo.Bench.Runs;

/// <summary>
/// A folder with a city's many cases in it. Putting a million there takes minutes; where the variable
/// <c>CARDO_BENCH_DESK</c> names a folder, that is done once and later runs begin with a copy of it.
/// </summary>
/// <param name="Seconds">how long it took to put them there; null when that was done before</param>
internal sealed record SeededDesk(string Data, string City, string Key, double? Seconds)
{
    public static SeededDesk Of(int cases)
    {
        var city = DeskCity.Folder();
        var data = Directory.CreateTempSubdirectory("cardo-bench-").FullName;
        if (Environment.GetEnvironmentVariable("CARDO_BENCH_DESK") is not { Length: > 0 } kept)
        {
            var (key, seconds) = Seed(data, city, cases);
            return new SeededDesk(data, city, key, seconds);
        }
        var note = Path.Combine(kept, $"key-{cases}");
        double? took = null;
        if (!File.Exists(note))
        {
            Directory.CreateDirectory(kept);
            (var key, took) = Seed(kept, city, cases);
            File.WriteAllText(note, key);
        }
        foreach (var file in Directory.EnumerateFiles(kept, "*", SearchOption.AllDirectories).Where(f => f != note))
        {
            var to = Path.Combine(data, Path.GetRelativePath(kept, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return new SeededDesk(data, city, File.ReadAllText(note), took);
    }

    static (string Key, double Seconds) Seed(string data, string city, int cases)
    {
        var clock = Stopwatch.StartNew();
        return (ManyCases.Seed(data, city, cases), clock.Elapsed.TotalSeconds);
    }
}
