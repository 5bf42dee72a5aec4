using System.Net;
using System.Text.Json;
using Cardo.Kernel;

namespace Cardo.Cases.History;

/// <summary>
/// Requests of another Open311 server (GeoReport v2, GET requests.json) as rows, each field by its name. Such a server answers
/// with so many requests at most and for 90 days at most, so time is walked in windows, and a window that comes back full is
/// asked for again in halves.
/// </summary>
/// <param name="requests">the address of requests.json</param>
/// <param name="most">how many requests the server gives in one answer</param>
internal sealed class Open311Rows(HttpClient http, Uri requests, int most)
{
    const int Tries = 3, MostAsks = 20_000, MostBytes = 64 << 20;
    const long WidestUs = 30 * Instants.DayUs, NarrowestUs = 60 * Instants.SecondUs;
    static readonly TimeSpan longestWait = TimeSpan.FromSeconds(30);

    int asks;

    /// <summary>An HTTP client that waits for a slow city hall, and not for ever.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = MostBytes };

    /// <summary>Rows in the order of windows; a refusal where an answer couldn't be had or read, and then no more.</summary>
    public IEnumerable<Outcome<IReadOnlyDictionary<string, string>>> Read(long fromUs, long toUs, CancellationToken cancel)
    {
        var windows = new Stack<(long From, long To)>();
        for (var at = toUs; at > fromUs; at -= WidestUs) windows.Push((Math.Max(fromUs, at - WidestUs), at));
        while (windows.TryPop(out var window))
        {
            if (!Ask(window.From, window.To, cancel).Try(out var rows, out var refusal))
            {
                yield return refusal;
                yield break;
            }
            if (rows.Count >= most && window.To - window.From > 2 * NarrowestUs)
            {
                var middle = window.From + (window.To - window.From) / 2;
                windows.Push((middle, window.To));
                windows.Push((window.From, middle));
                continue;
            }
            foreach (var row in rows) yield return row;
            // More than that means that the server knows no such limit.
            if (rows.Count == most) yield return Refusal.Bad("open311-full", $"{requests.Host}: {most} requests or more between {Instants.Format(window.From)} and {Instants.Format(window.To)}; it gives no more of them.");
        }
    }

    Outcome<List<Outcome<IReadOnlyDictionary<string, string>>>> Ask(long fromUs, long toUs, CancellationToken cancel)
    {
        // Both ends belong to a window, so one on the border comes twice, and is taken once.
        var address = $"{requests}{(requests.Query.Length > 0 ? '&' : '?')}start_date={Day(fromUs)}&end_date={Day(toUs)}";
        for (var attempt = 1; ; attempt++)
        {
            if (++asks > MostAsks) return Refusal.TooLarge("open311-too-many", $"More than {MostAsks} questions to {requests.Host}: say a later \"since\".");
            string trouble;
            var wait = TimeSpan.FromSeconds(attempt);
            try
            {
                using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, address), cancel);
                if (answer.IsSuccessStatusCode)
                {
                    using var body = answer.Content.ReadAsStream(cancel);
                    return Rows(JsonDocument.Parse(body));
                }
                trouble = $"it answered {(int)answer.StatusCode}";
                if (answer.Headers.RetryAfter?.Delta is { } asked) wait = asked < longestWait ? asked : longestWait;
                if ((int)answer.StatusCode is >= 400 and < 500 and not 429) return Refusal.Bad("open311-refused", $"{address}: {trouble}.");
            }
            catch (JsonException)
            {
                return Refusal.Bad("open311-unreadable", $"{address}: the answer is no JSON.");
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                trouble = e.Message;
            }
            if (attempt == Tries) return new Refusal(RefusalKind.Unavailable, "open311-unreachable", $"{requests.Host}: {trouble}. What was read until here is taken; run it again to go on.");
            cancel.WaitHandle.WaitOne(wait);
            cancel.ThrowIfCancellationRequested();
        }
    }

    static string Day(long us) => Uri.EscapeDataString(Instants.ToDateTimeOffset(us).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));

    static Outcome<List<Outcome<IReadOnlyDictionary<string, string>>>> Rows(JsonDocument document)
    {
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array) return Refusal.Bad("open311-unreadable", "The answer is no list of requests.");
            var rows = new List<Outcome<IReadOnlyDictionary<string, string>>>(document.RootElement.GetArrayLength());
            foreach (var one in document.RootElement.EnumerateArray())
            {
                if (one.ValueKind != JsonValueKind.Object) rows.Add(Refusal.Bad("row-wrong", "a request is no object"));
                else rows.Add(one.EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number).GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value.ToString(), StringComparer.Ordinal));
            }
            return rows;
        }
    }
}
