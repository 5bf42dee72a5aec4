using System.Globalization;
using System.Runtime.InteropServices;

namespace Cardo.Bench;

/// <summary>What the figures were taken on, and how they are written.</summary>
internal static class Machine
{
    public static object Describe() => new
    {
        os = RuntimeInformation.OSDescription,
        runtime = RuntimeInformation.FrameworkDescription,
        cores = Environment.ProcessorCount,
        cpu = Model(),
        memory_mb = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000,
    };

    /// <summary>User and system CPU seconds of this process so far.</summary>
    public static double CpuSeconds
    {
        get
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            return self.TotalProcessorTime.TotalSeconds;
        }
    }

    static string Model() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line.Split(':', 2)[1].Trim() : RuntimeInformation.ProcessArchitecture.ToString();

    public static string Round(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };
}
