using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Cardo.Kernel;

namespace Cardo.Tests.Support;

/// <summary>The real program in a process of its own, which a test may kill.</summary>
public sealed class CardoProcess : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder said = new();

    CardoProcess(Process process, int port, int mqttPort) => (this.process, Port, MqttPort) = (process, port, mqttPort);

    public int Port { get; }

    public int MqttPort { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>What it has said on standard error and output so far.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    /// <summary>Where the program was built to.</summary>
    public static string Program { get; } = Path.Combine(Repository.Root, "src/Cardo/bin", Configuration, "net10.0/cardo.dll");

    static string Configuration => AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>Starts <c>cardo serve</c> on free ports and waits until it answers.</summary>
    public static async Task<CardoProcess> Serve(string data, params string[] more)
    {
        // A port that was free a moment ago may be somebody's by now.
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ServeOnce(data, more);
            }
            catch (InvalidOperationException e) when (tries < 5 && e.Message.Contains("another program listens there", StringComparison.Ordinal))
            {
                // Other ports, then.
            }
        }
    }

    static async Task<CardoProcess> ServeOnce(string data, string[] more)
    {
        var (port, mqtt) = (LoopbackPort.Free(), LoopbackPort.Free());
        var cardo = Start(port, mqtt, ["serve", "--data", data, "--port", $"{port}", "--mqtt-port", $"{mqtt}", .. more]);
        using var client = new HttpClient();
        for (var i = 0; i < 600; i++)
        {
            if (cardo.process.HasExited) await cardo.process.WaitForExitAsync(); // what it said has come, too
            if (cardo.process.HasExited) throw new InvalidOperationException($"cardo ended with {cardo.process.ExitCode}: {cardo.Said}");
            try
            {
                if ((await client.GetAsync(cardo.Url + "/health")).IsSuccessStatusCode) return cardo;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
            {
                // Not there yet. (The client lets a connection that broke in the moment it was made through as a socket's fault.)
            }
            await Task.Delay(100);
        }
        throw new TimeoutException(cardo.Said);
    }

    /// <summary>Runs a command to its end: exit code and what it said on standard output.</summary>
    public static async Task<(int Code, string Out, string Error)> Run(params string[] args)
    {
        using var process = Process.Start(Info(args))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    static CardoProcess Start(int port, int mqtt, string[] args)
    {
        var cardo = new CardoProcess(new Process { StartInfo = Info(args) }, port, mqtt);
        cardo.process.OutputDataReceived += cardo.Hear;
        cardo.process.ErrorDataReceived += cardo.Hear;
        cardo.process.Start();
        cardo.process.BeginOutputReadLine();
        cardo.process.BeginErrorReadLine();
        return cardo;
    }

    static ProcessStartInfo Info(string[] args) => new("dotnet", [Program, .. args])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
        WorkingDirectory = Path.GetTempPath(),
    };

    void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said) said.AppendLine(line.Data);
    }

    /// <summary>kill -9: nothing is flushed, nobody is asked.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
    }
}
