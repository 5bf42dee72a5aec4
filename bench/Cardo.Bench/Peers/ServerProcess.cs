using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cardo.Kernel;

namespace Cardo.Bench.Peers;

/// <summary>A real server process with its own temporary folder; ended and swept on disposal.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    readonly Process process;

    ServerProcess(Process process, string folder) => (this.process, Folder) = (process, folder);

    public string Folder { get; }

    public int Port { get; private init; }

    public int MqttPort { get; private init; }

    /// <summary>Seconds from process start to the first answer of its readiness probe.</summary>
    public double ReadySeconds { get; private set; }

    /// <summary>User and system CPU seconds of the process so far.</summary>
    public double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public double ResidentMb
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Cardo itself, as built for release, on an empty folder or the one given.</summary>
    public static async Task<ServerProcess> Cardo(string command = "serve", string? folder = null, params string[] more)
    {
        var (http, mqtt) = (LoopbackPort.Free(), LoopbackPort.Free());
        folder ??= Directory.CreateTempSubdirectory("cardo-bench-").FullName;
        string[] args = [CardoDll(), command, "--port", $"{http}", "--mqtt-port", $"{mqtt}", "--data", folder, "--trust-loopback", .. more];
        var server = new ServerProcess(Begin("dotnet", args), folder) { Port = http, MqttPort = mqtt };
        await server.Ready($"http://127.0.0.1:{http}/health");
        return server;
    }

    /// <summary>The framework's own server doing nothing but parse the same body.</summary>
    public static async Task<ServerProcess> Bare()
    {
        var port = LoopbackPort.Free();
        var server = new ServerProcess(Begin("dotnet", typeof(ServerProcess).Assembly.Location, "bare", $"{port}"), Directory.CreateTempSubdirectory("cardo-bench-").FullName) { Port = port };
        await server.Ready($"http://127.0.0.1:{port}/health");
        return server;
    }

    /// <summary>Mosquitto with persistence off, as it comes: it never syncs.</summary>
    public static async Task<ServerProcess> Mosquitto()
    {
        var port = LoopbackPort.Free();
        var folder = Directory.CreateTempSubdirectory("cardo-bench-").FullName;
        var config = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(config, $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\nmax_inflight_messages 0\nlog_type none\n");
        var server = new ServerProcess(Begin(MosquittoPath()!, "-c", config), folder) { MqttPort = port };
        for (var i = 0; ; i++)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return server;
            }
            catch (SocketException) when (i < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>VictoriaMetrics as it comes: it answers when points are in memory.</summary>
    public static async Task<ServerProcess> Victoria()
    {
        var port = LoopbackPort.Free();
        var folder = Directory.CreateTempSubdirectory("cardo-bench-").FullName;
        var server = new ServerProcess(Begin(VictoriaPath()!, "-httpListenAddr", $"127.0.0.1:{port}", "-storageDataPath", Path.Combine(folder, "data"), "-retentionPeriod", "100y", "-loggerLevel", "ERROR"), folder) { Port = port };
        await server.Ready($"http://127.0.0.1:{port}/health");
        return server;
    }

    public static string? VictoriaPath() => new[] { "/usr/bin/victoria-metrics", "/usr/local/bin/victoria-metrics" }.FirstOrDefault(File.Exists);

    public static string? MosquittoPath() => new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto" }.FirstOrDefault(File.Exists);

    public static string CardoDll() => typeof(global::Cardo.Server.CityApp).Assembly.Location;

    static Process Begin(string file, params string[] args)
    {
        var start = new ProcessStartInfo(file, args) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) =>
        {
            if (Environment.GetEnvironmentVariable("CARDO_BENCH_VERBOSE") is not null && line.Data is not null) Console.Error.WriteLine(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    async Task Ready(string url)
    {
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 4_800; i++)
        {
            if (process.HasExited) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{process.StartInfo.FileName} ended with {process.ExitCode}"));
            try
            {
                using var answer = await client.GetAsync(url);
                if (answer.IsSuccessStatusCode)
                {
                    ReadySeconds = clock.Elapsed.TotalSeconds;
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not there yet.
            }
            await Task.Delay(25);
        }
        throw new TimeoutException(url);
    }

    /// <summary>Ends the process and leaves its folder for the next one.</summary>
    /// <param name="politely">by SIGTERM, with a last checkpoint; else by SIGKILL</param>
    public async Task End(bool politely)
    {
        if (politely) using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        else process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
        try
        {
            Directory.Delete(Folder, true);
        }
        catch (IOException)
        {
            // A temporary folder that is still in use is swept by the system.
        }
    }
}
