using System.Diagnostics;
using System.Globalization;

namespace Cardo.Bench.FaultLab;

/// <summary>The data folder is a small file system of its own, which fills; then it is made larger and the city started again.</summary>
public sealed class FullDiskFault : IFault
{
    const int FailStop = 70;

    public string Name => "disk full";

    public string? Missing() => !OperatingSystem.IsLinux() || Environment.UserName != "root" ? "root, to mount a small tmpfs" : null;

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var ledger = new Ledger();
        using var folder = new FaultFolder();
        if (Shell("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.Data) != 0) return new FaultResult(Name, 0, 0, 0, 0, "no tmpfs could be mounted here", false);
        try
        {
            string seen;
            await using (var city = await FaultProcess.Start(options.Program, folder.Data))
            {
                if (city.HasEnded) return new FaultResult(Name, 1, 0, 0, 0, "it did not start: " + city.Said, false);
                await using var load = Load.On(city.Port, city.MqttPort, ledger);
                await Task.Delay(300, cancel);
                // The rest of the room at once: what is left for the log is what it has already.
                using var ballast = new FileStream(Path.Combine(folder.Data, "ballast"), FileMode.Create);
                var block = new byte[1 << 16];
                try
                {
                    while (true)
                    {
                        ballast.Write(block);
                        ballast.Flush();
                    }
                }
                catch (IOException)
                {
                    // Full.
                }
                if (!await city.Ends(TimeSpan.FromSeconds(60))) return new FaultResult(Name, 1, ledger.Acknowledged, 0, 0, "it went on running", false);
                seen = city.ExitCode == FailStop ? "stopped itself with code 70" : $"ended with {city.ExitCode}: {city.Said}";
            }
            File.Delete(Path.Combine(folder.Data, "ballast"));
            Shell("mount", "-o", "remount,size=256m", folder.Data);
            var found = await Audit.Of(folder.Data, ledger);
            return new FaultResult(Name, 1, found.Checked, found.LostCount, 0, found.LostCount == 0 ? seen : string.Join(", ", found.Lost), found.LostCount == 0 && seen.EndsWith(FailStop.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
        finally
        {
            Shell("umount", folder.Data);
        }
    }

    static int Shell(string file, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(file, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
