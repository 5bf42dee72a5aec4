using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Cardo.Kernel;

namespace Cardo.Traffic.Sumo;

/// <summary>A SUMO that was started here: its port, its last words, its processor time.</summary>
internal sealed class SumoProcess : IDisposable
{
    const int LastWords = 4000;

    readonly Process process;
    readonly StringBuilder words = new();
    readonly HashSet<string> lines = new(StringComparer.Ordinal);
    double cpu_s;

    SumoProcess(Process process, int port)
    {
        (this.process, Port) = (process, port);
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>User and system seconds so far; after its end the last that was seen.</summary>
    public double Cpu_s
    {
        get
        {
            try { if (!process.HasExited) cpu_s = process.TotalProcessorTime.TotalSeconds; }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception) { }
            return cpu_s;
        }
    }

    /// <summary>Whether it said anything: one that was killed, or fell, says nothing.</summary>
    public bool Spoke { get { lock (words) return words.Length > 0; } }

    /// <summary>What SUMO said about its end, or null while it runs.</summary>
    public string? Died => process.HasExited ? Last() : null;

    /// <summary>The same, for one whose connection broke: it may need a moment to end.</summary>
    public string? Dying => process.WaitForExit(2000) ? Last() : null;

    /// <summary>Ends it at once; nothing where it has ended.</summary>
    public void Kill()
    {
        try { process.Kill(); }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception) { }
    }

    /// <summary>Lets everything else on this machine go first.</summary>
    public void StandBack()
    {
        try { process.PriorityClass = ProcessPriorityClass.BelowNormal; }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception) { }
    }

    /// <summary>Where the simulator is: SUMO_BINARY, SUMO_HOME/bin or the path.</summary>
    public static string Binary => Environment.GetEnvironmentVariable("SUMO_BINARY") is { Length: > 0 } named ? named
        : Environment.GetEnvironmentVariable("SUMO_HOME") is { Length: > 0 } home && Path.Combine(home, "bin", "sumo") is var there && File.Exists(there) ? there : "sumo";

    /// <summary>Starts SUMO; with <paramref name="remote"/> it listens for TraCI on a free port.</summary>
    public static Outcome<SumoProcess> Start(IEnumerable<string> arguments, bool remote = true)
    {
        var port = remote ? LoopbackPort.Free() : 0;
        var start = new ProcessStartInfo(Binary) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // SUMO looks for its schemas where SUMO_HOME says; Debian's stand here.
        if (!start.Environment.ContainsKey("SUMO_HOME") && Directory.Exists("/usr/share/sumo")) start.Environment["SUMO_HOME"] = "/usr/share/sumo";
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (remote) { start.ArgumentList.Add("--remote-port"); start.ArgumentList.Add(port.ToString(System.Globalization.CultureInfo.InvariantCulture)); }
        try
        {
            return Process.Start(start) is { } process ? new SumoProcess(process, port) : Missing();
        }
        catch (Win32Exception)
        {
            return Missing();
        }
    }

    /// <summary>Waits for its own end.</summary>
    public Outcome<int> Wait(TimeSpan patience)
    {
        var until = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        while (!process.WaitForExit(20))
        {
            _ = Cpu_s;
            if (Stopwatch.GetTimestamp() > until) return new Refusal(RefusalKind.Unavailable, "sumo-silent", $"SUMO did not end within {patience.TotalSeconds:0} s and was stopped.");
        }
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    /// <summary>Why it could not be started, without starting it; null where it stands.</summary>
    public static Refusal? Absent()
    {
        if (Binary.Contains(Path.DirectorySeparatorChar)) return File.Exists(Binary) ? null : Missing();
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, Binary)) || File.Exists(Path.Combine(f, Binary + ".exe"))) ? null : Missing();
    }

    static Refusal Missing() => Refusal.NotFound("sumo-missing", $"SUMO cannot be started as '{Binary}'. Install it (Debian: apt-get install sumo) or name it in SUMO_BINARY.");

    void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        // One fault of a file may be said for each of a hundred signals.
        lock (words)
            if (words.Length < LastWords && lines.Add(line)) words.Append(line.Trim()).Append(' ');
    }

    string Last()
    {
        // Its last words come through a pipe that is read on its own: the wait without a limit is for that pipe's end.
        if (process.WaitForExit(5000)) process.WaitForExit();
        lock (words) return words.Length > 0 ? words.ToString().Trim() : $"none; it ended with code {process.ExitCode}.";
    }
}
