using System.Globalization;
using System.Text;
using Cardo.Bench.Load;
using Cardo.Bench.Peers;
using Microsoft.Data.Sqlite;

namespace Cardo.Bench.Runs;

/// <summary>
/// Reports by program, as fast as they are taken: each is decided by the demo city's rules, promised, given to a department and
/// written into the journal before it is answered. Then the process is killed, and what is in the store is counted.
/// </summary>
internal sealed class Open311Bench : IBench
{
    const int Connections = 128;

    static readonly string[] services = ["street-light", "tree", "waste", "other"];
    static readonly string[] words = ["The lamp at number {0} is dark since Monday, and the one beside it flickers", "路灯不亮,{0}号门口,晚上走路危险", "A branch hangs over the pavement near house {0}", "{0}弄口垃圾堆了两天没人清运"];

    public string Name => "open311";

    public string What => "Open311 POST/s at 128 connections, each acknowledged after the commit is on disk; kill -9, then what is in the store is counted";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (rate, p50, p99, cpu, lost, memory) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds.Count; i++)
        {
            await using var cardo = await ServerProcess.Cardo("serve", null, "--city", DeskCity.Folder());
            var warm = await Post(cardo, Rounds.WarmSeconds, "w");
            var before = cardo.CpuSeconds;
            var load = await Post(cardo, rounds.Seconds, "m");
            cpu.Add((cardo.CpuSeconds - before) * 1e6 / Math.Max(1, load.Done));
            memory.Add(cardo.ResidentMb);
            await cardo.End(politely: false);
            if (warm.Refused + load.Refused > 0) throw new InvalidOperationException($"{warm.Refused + load.Refused} requests were refused");
            rate.Add(load.PerSecond);
            p50.Add(load.P50Ms);
            p99.Add(load.P99Ms);
            lost.Add(warm.Done + load.Done - Stored(cardo.Folder));
        }
        return
        [
            new("requests taken", "/s", rate, ">= 1,000"),
            new("acknowledged and not in the store after kill -9", "requests", lost, "0"),
            new("p50", "ms", p50),
            new("p99", "ms", p99),
            new("CPU a request", "us", cpu),
            new("resident memory", "MB", memory),
        ];
    }

    static Task<LoadResult> Post(ServerProcess server, double seconds, string run) =>
        HttpLoad.Post(server.Port, "/open311/v2/requests.json", "application/x-www-form-urlencoded", Connections, seconds, (c, n) => Encoding.UTF8.GetBytes(Body(run, c, n)));

    static string Body(string run, int connection, long n)
    {
        var kind = (int)((connection + n) % services.Length);
        var said = string.Format(CultureInfo.InvariantCulture, words[kind], n % 900 + 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"service_code={services[kind]}&lat={30.22 + (n * 7 + connection) % 600 / 1e4:0.#####}&long={123.15 + (n * 13 + connection * 5) % 1000 / 1e4:0.#####}&description={Uri.EscapeDataString(said)}&address_string=Bridge+street+{n % 200}&attribute[service_request_id_ext]={run}{connection}-{n}");
    }

    /// <summary>Matters in the store, read as another program would.</summary>
    static long Stored(string folder)
    {
        var file = Directory.GetFiles(folder, "*.db").Single();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM cases_matters";
        return (long)command.ExecuteScalar()!;
    }
}
