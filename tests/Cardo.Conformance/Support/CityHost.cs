using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cardo.Kernel;
using Cardo.Server;
using Microsoft.Extensions.Logging;

namespace Cardo.Conformance.Support;

/// <summary>The real city in this process over real HTTP: its own folder, its own port, callers on loopback trusted.</summary>
public class CityHost : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-conformance-").FullName;
    readonly Warnings warnings = new();
    CityApp city = null!;

    public HttpClient Http { get; private set; } = null!;

    public string Url => city.Url;

    /// <summary>Warnings of the log so far.</summary>
    public IReadOnlyCollection<string> Warned => warnings.Said;

    public IServiceProvider Services => city.Services;

    protected virtual Dictionary<string, string> Settings => new() { ["twin.context_allow"] = "127.0.0.1", ["twin.max_instances"] = "200", ["twin.max_names"] = "2000", ["twin.max_waiting_bytes"] = "2000000" };

    public async ValueTask InitializeAsync() => await Start();

    async Task Start()
    {
        var settings = new Settings(Settings) { DataDir = folder, Store = "sqlite:cardo.db", Port = 0, MqttPort = 0, TrustLoopback = true };
        city = CityApp.Build(settings, adjust: b => b.Logging.AddProvider(warnings)).Value;
        await city.Start();
        Http = new HttpClient { BaseAddress = new Uri(city.Url), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Stops and starts again over the same folder.</summary>
    public async Task Restart()
    {
        Http.Dispose();
        await city.DisposeAsync();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await city.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>One request; headers as <c>"Name: value"</c>. A body is application/json unless a Content-Type is among them.</summary>
    public async Task<Told> Send(string method, string path, string? body = null, params string[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", headers.FirstOrDefault(h => h.StartsWith("Content-Type: ", StringComparison.Ordinal))?[14..] ?? "application/json");
        }
        foreach (var header in headers.Where(h => !h.StartsWith("Content-Type: ", StringComparison.Ordinal)))
            request.Headers.TryAddWithoutValidation(header[..header.IndexOf(':')], header[(header.IndexOf(':') + 2)..]);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Told(response.StatusCode, all, text);
    }
}

/// <summary>What was answered.</summary>
public sealed record Told(HttpStatusCode Code, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public int Status => (int)Code;

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public Told Is(int status)
    {
        if (Status != status) Assert.Fail($"expected {status}, was {Status}: {Text}");
        return this;
    }

    /// <summary>Problem details of this type of the standard.</summary>
    public void IsProblem(int status, string type)
    {
        Is(status);
        ((string?)Json["type"]).ShouldBe($"https://uri.etsi.org/ngsi-ld/errors/{type}");
        Json["title"].ShouldNotBeNull();
        ((string?)Json["detail"]).ShouldNotBeNullOrEmpty();
    }
}
