using System.Diagnostics;
using Cardo.Kernel;
using Npgsql;

namespace Cardo.Tests.Support;

/// <summary>
/// A PostgreSQL server of the tests' own in a temporary folder, started when the first test asks and stopped when the
/// last has ended (<see cref="PostgresEnd"/>). It refuses to run as root, so there it is started as the user postgres. Settings are for speed, not for durability.
/// </summary>
public sealed class PostgresServer
{
    static readonly Lazy<PostgresServer> One = new(() => new PostgresServer(), LazyThreadSafetyMode.ExecutionAndPublication);

    readonly string folder = "";
    readonly string bin = "";
    readonly int port;
    static int databases;
    int stopped;

    /// <summary>Why there is none; null when it runs.</summary>
    public string? Missing { get; }

    PostgresServer()
    {
        var found = FindBin();
        if (found is null)
        {
            Missing = "PostgreSQL's initdb is missing: apt-get install postgresql";
            return;
        }
        bin = found;
        folder = Directory.CreateTempSubdirectory("cardo-pg-").FullName;
        port = LoopbackPort.Free();
        try
        {
            if (Environment.UserName == "root") Run("chown", "-R", "postgres", folder);
            var data = Path.Combine(folder, "data");
            RunAsOwner("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C");
            // For a run that is cut short. It has ten seconds then, and a busy machine needs more: so not the usual way.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
            RunAsOwner("pg_ctl", "-D", data, "-l", Path.Combine(folder, "log"), "-w", "-t", "60", "-o",
                $"-c port={port} -c unix_socket_directories={folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB", "start");
        }
        catch (InvalidOperationException e)
        {
            Missing = $"PostgreSQL could not be started: {e.Message}";
        }
    }

    /// <summary>An empty database's address for <c>--store</c>; skips the test when there is no PostgreSQL.</summary>
    public static string NewDatabase()
    {
        var server = One.Value;
        if (server.Missing is { } why) Assert.Skip(why);
        var name = $"t{Interlocked.Increment(ref databases)}_{Environment.ProcessId}";
        using var connection = new NpgsqlConnection(server.Address("postgres") + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0", connection);
        command.ExecuteNonQuery();
        return "postgres:" + server.Address(name);
    }

    string Address(string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database}";

    static string? FindBin()
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Directory.Exists("/usr/lib/postgresql"))
            folders = Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).Concat(folders);
        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }

    /// <summary>Stops the server if any test had it started.</summary>
    internal static void End()
    {
        if (One is { IsValueCreated: true, Value: { Missing: null } server }) server.Stop();
    }

    void Stop()
    {
        if (Interlocked.Exchange(ref stopped, 1) == 1) return;
        try
        {
            RunAsOwner("pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "stop");
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"PostgreSQL in {folder} could not be stopped: {e.Message}");
        }
    }

    void RunAsOwner(string tool, params string[] args)
    {
        if (Environment.UserName == "root") Run("runuser", ["-u", "postgres", "--", Path.Combine(bin, tool), .. args]);
        else Run(Path.Combine(bin, tool), args);
    }

    void Run(string program, params string[] args)
    {
        // The output goes to no pipe: the server would inherit it and keep the reader waiting.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder };
        foreach (var word in (string[])["-c", "\"$0\" \"$@\" >\"" + Path.GetTempPath() + "/cardo-pg-tool.log\" 2>&1 </dev/null", program, .. args]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}");
    }
}
