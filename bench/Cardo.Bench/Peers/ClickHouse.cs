using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using Cardo.Kernel;

namespace Cardo.Bench.Peers;

/// <summary>A ClickHouse server of its own in a temporary folder, asked over HTTP. Debian's 18.16 names its root element after the company that made it.</summary>
internal sealed class ClickHouse : IAsyncDisposable
{
    const int RowsARequest = 1_000_000;

    readonly Process process;
    readonly string folder;
    readonly HttpClient client;

    ClickHouse(Process process, string folder, int port)
    {
        (this.process, this.folder) = (process, folder);
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(5) };
    }

    static string? Server => new[] { "/usr/sbin/clickhouse-server", "/usr/bin/clickhouse-server" }.FirstOrDefault(File.Exists);

    public static bool IsThere => Server is not null;

    public double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<ClickHouse> Start()
    {
        var folder = Directory.CreateTempSubdirectory("cardo-bench-clickhouse-").FullName;
        var (http, tcp) = (LoopbackPort.Free(), LoopbackPort.Free());
        await File.WriteAllTextAsync(Path.Combine(folder, "config.xml"), $"""
            <yandex>
              <logger><level>error</level><log>{folder}/log</log><errorlog>{folder}/errors</errorlog></logger>
              <http_port>{http}</http_port><tcp_port>{tcp}</tcp_port><listen_host>127.0.0.1</listen_host>
              <path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path>
              <users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
              <mark_cache_size>268435456</mark_cache_size><uncompressed_cache_size>2147483648</uncompressed_cache_size>
            </yandex>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "users.xml"), $"""
            <yandex>
              <profiles><default><max_threads>{Environment.ProcessorCount}</max_threads><use_uncompressed_cache>1</use_uncompressed_cache></default></profiles>
              <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
              <quotas><default></default></quotas>
            </yandex>
            """);
        var start = new ProcessStartInfo(Server!, [$"--config-file={folder}/config.xml"]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ClickHouse(process, folder, http);
        for (var i = 0; ; i++)
        {
            try
            {
                await server.Ask("SELECT 1");
                return server;
            }
            catch (HttpRequestException) when (i < 200 && !process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task<byte[]> Ask(string query)
    {
        using var answer = await client.PostAsync("", new StringContent(query));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? bytes : throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(bytes));
    }

    /// <summary>Seconds the server itself says a query took: without HTTP, without the client.</summary>
    public async Task<double> Elapsed(string query)
    {
        using var answer = JsonDocument.Parse(await Ask(query + " FORMAT JSON"));
        return answer.RootElement.GetProperty("statistics").GetProperty("elapsed").GetDouble();
    }

    /// <summary>Fills a table (attribute UInt8, thing UInt32, at DateTime, value Float64) in its own binary format, a million rows a request.</summary>
    public async Task Fill(string table, IEnumerable<(byte Attribute, uint Thing, uint AtSeconds, double Value)> rows)
    {
        const int Row = 17;
        var body = new byte[RowsARequest * Row];
        foreach (var part in rows.Chunk(RowsARequest))
        {
            for (var i = 0; i < part.Length; i++)
            {
                var to = body.AsSpan(i * Row, Row);
                to[0] = part[i].Attribute;
                BinaryPrimitives.WriteUInt32LittleEndian(to[1..], part[i].Thing);
                BinaryPrimitives.WriteUInt32LittleEndian(to[5..], part[i].AtSeconds);
                BinaryPrimitives.WriteDoubleLittleEndian(to[9..], part[i].Value);
            }
            using var answer = await client.PostAsync("?query=" + Uri.EscapeDataString($"INSERT INTO {table} FORMAT RowBinary"), new ByteArrayContent(body, 0, part.Length * Row));
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
        client.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
