using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Cardo.Kernel;

namespace Cardo.Bench.FaultLab;

/// <summary>The real program in a process of its own, to be killed, stopped, or run with a failing disk.</summary>
public sealed partial class FaultProcess : IAsyncDisposable
{
    const int SigCont = 18, SigStop = 19;

    readonly Process process;
    readonly StringBuilder said = new();

    FaultProcess(Process process, int port, int mqttPort) => (this.process, Port, MqttPort) = (process, port, mqttPort);

    public int Port { get; }

    public int MqttPort { get; }

    public bool HasEnded => process.HasExited;

    public int ExitCode => process.ExitCode;

    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    /// <summary>Starts <c>cardo serve</c> on free ports and waits until it answers, or ends.</summary>
    /// <param name="data">its data folder</param>
    /// <param name="wrap">a program that starts it (strace and its arguments); none for null</param>
    /// <param name="environment">more of the environment</param>
    public static async Task<FaultProcess> Start(string program, string data, IReadOnlyList<string>? wrap = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A port that was free a moment ago may be somebody's by now: that is no fault of the city, and a thousand starts meet it.
        for (var tries = 1; ; tries++)
        {
            var city = await StartOnce(program, data, wrap, environment);
            if (tries == 5 || !city.HasEnded || !city.Said.Contains("another program listens there", StringComparison.Ordinal)) return city;
            await city.DisposeAsync();
        }
    }

    static async Task<FaultProcess> StartOnce(string program, string data, IReadOnlyList<string>? wrap, IReadOnlyDictionary<string, string>? environment)
    {
        var (port, mqtt) = (LoopbackPort.Free(), LoopbackPort.Free());
        string[] command = [.. wrap ?? [], "dotnet", program, "serve", "--data", data, "--port", $"{port}", "--mqtt-port", $"{mqtt}", "--trust-loopback"];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        // A process that lives for a second has no use for code tuned over minutes.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var process = new Process { StartInfo = start };
        var running = new FaultProcess(process, port, mqtt);
        process.OutputDataReceived += running.Hear;
        process.ErrorDataReceived += running.Hear;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var i = 0; i < 3000 && !process.HasExited; i++)
        {
            try
            {
                if ((await client.GetAsync($"http://127.0.0.1:{port}/health")).IsSuccessStatusCode) return running;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or SocketException or IOException)
            {
                // Not there yet. (The client lets a connection that broke in the moment it was made through as a socket's fault.)
            }
            await Task.Delay(20);
        }
        if (process.HasExited) await process.WaitForExitAsync(); // what it said has come, too
        return running;
    }

    void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said) said.AppendLine(line.Data);
    }

    /// <summary>kill -9: nothing is flushed, nobody is asked. Whoever wrapped it goes too.</summary>
    public async Task Kill()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public void Pause() => Send(SigStop);

    public void Continue() => Send(SigCont);

    void Send(int signal)
    {
        if (kill(process.Id, signal) != 0) throw new InvalidOperationException($"signal {signal} could not be sent: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Whether it ended by itself within the time.</summary>
    public async Task<bool> Ends(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
