using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Cardo.Bench.FaultLab;

/// <summary>Apps that report and add notes: each keeps the report that was not answered, and sends it first when the city is back.</summary>
internal sealed class CaseLoad
{
    const int Reporters = 12;

    readonly int[] next = new int[Reporters];
    readonly string?[] unanswered = new string?[Reporters];
    long again, notes;

    /// <summary>The reporter's own id of each report that was acknowledged, and the id it was given.</summary>
    public ConcurrentDictionary<string, string> Taken { get; } = new(StringComparer.Ordinal);

    /// <summary>Reports that were sent once more with the same id.</summary>
    public long Again => Interlocked.Read(ref again);

    /// <summary>Notes that were acknowledged.</summary>
    public long Notes => Interlocked.Read(ref notes);

    /// <summary>Reports until the city is gone.</summary>
    /// <param name="onlyAgain">sends what was not answered, and nothing new</param>
    public Task Run(int port, bool onlyAgain = false) => Task.WhenAll(Enumerable.Range(0, Reporters).Select(r => Task.Run(() => Report(port, r, onlyAgain))));

    async Task Report(int port, int reporter, bool onlyAgain)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = new Uri($"http://127.0.0.1:{port}/open311/v2/"), Timeout = TimeSpan.FromSeconds(20) };
        try
        {
            while (!onlyAgain || unanswered[reporter] is not null)
            {
                if (unanswered[reporter] is not null) Interlocked.Increment(ref again);
                var own = unanswered[reporter] ??= string.Create(CultureInfo.InvariantCulture, $"r{reporter}-{next[reporter]++}");
                if (await Send(client, "requests.json", "service_request_id", ("service_code", "general"), ("lat", "30.25"), ("long", "123.2"), ("description", "Report " + own), ("attribute[service_request_id_ext]", own)) is not { } id) return;
                Taken[own] = id;
                unanswered[reporter] = null;
                if (next[reporter] % 4 == 0 && await Send(client, "servicerequestupdates.json", "update_id", ("service_request_id", id), ("description", "More about " + own), ("update_id", "u" + own)) is not null) Interlocked.Increment(ref notes);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The city is gone: what was not answered is kept and sent again.
        }
    }

    /// <summary>The id in the answer; null when it was refused.</summary>
    static async Task<string?> Send(HttpClient client, string path, string id, params (string, string)[] fields)
    {
        using var body = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await client.PostAsync(path, body);
        if (!answer.IsSuccessStatusCode) return null;
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement[0].GetProperty(id).GetString();
    }
}
