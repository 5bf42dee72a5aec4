using System.Diagnostics;

namespace Cardo.Bench.FaultLab;

/// <summary>
/// From some call on, a system call that the log needs fails with an error (strace's injection): the program must end with
/// code 70, acknowledge nothing that was sent after, and have kept everything before.
/// </summary>
/// <param name="call">fdatasync or pwrite64</param>
/// <param name="error">EIO or ENOSPC</param>
public sealed class DiskCallFault(string call, string error) : IFault
{
    const int FailStop = 70;

    public string Name => $"{call} fails with {error}";

    public string? Missing() => File.Exists("/usr/bin/strace") ? null : "strace (apt-get install strace)";

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var ledger = new Ledger();
        using var folder = new FaultFolder();
        // A first life makes tables and keys, so that the injected calls count the work and not the making.
        await using (var first = await FaultProcess.Start(options.Program, folder.Data))
        {
            await using var load = Load.On(first.Port, first.MqttPort, ledger);
            await Task.Delay(300, cancel);
            await first.Kill();
        }
        var trace = Path.Combine(folder.Place, "trace");
        string[] wrap = ["/usr/bin/strace", "-f", "--seccomp-bpf", "-qq", "-o", trace, "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={(call == "pwrite64" ? 400 : 120)}+"];
        await using (var city = await FaultProcess.Start(options.Program, folder.Data, wrap))
        {
            await using var load = Load.On(city.Port, city.MqttPort, ledger);
            if (!await Failed(city, trace, ledger, TimeSpan.FromSeconds(60))) return new FaultResult(Name, 1, ledger.Acknowledged, 0, 0, "the call was never reached", false);
            if (!await city.Ends(TimeSpan.FromSeconds(20))) return new FaultResult(Name, 1, ledger.Acknowledged, 0, ledger.AfterFailure, "it went on running", false);
            await Task.Delay(100, cancel);
            if (city.ExitCode != FailStop) return new FaultResult(Name, 1, ledger.Acknowledged, 0, ledger.AfterFailure, $"it ended with {city.ExitCode}: {city.Said}", false);
        }
        var found = await Audit.Of(folder.Data, ledger);
        return new FaultResult(Name, 1, found.Checked, found.LostCount, ledger.AfterFailure, found.LostCount == 0 ? "stopped itself with code 70" : string.Join(", ", found.Lost), found.LostCount == 0 && ledger.AfterFailure == 0);
    }

    /// <summary>Waits until the trace shows an injected failure, and notes the moment it was seen.</summary>
    static async Task<bool> Failed(FaultProcess city, string trace, Ledger ledger, TimeSpan within)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < within;)
        {
            if (File.Exists(trace))
            {
                using var file = new FileStream(trace, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var reader = new StreamReader(file);
                if ((await reader.ReadToEndAsync()).Contains("(INJECTED)", StringComparison.Ordinal))
                {
                    ledger.Failed(Stopwatch.GetTimestamp());
                    return true;
                }
            }
            if (city.HasEnded) return city.ExitCode == FailStop;
            await Task.Delay(2);
        }
        return false;
    }
}
