using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Conformance.Open311;

/// <summary>The real city with the demo's catalogue and no limits of its own on a map, and a key for programs.</summary>
public sealed class Open311City : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-open311-").FullName;
    CityApp city = null!;

    public HttpClient Http { get; private set; } = null!;

    public string Url => city.Url;

    public string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var cases = Directory.CreateDirectory(Path.Combine(folder, "city", "cases")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "cities", "demo", "cases"))) File.Copy(file, Path.Combine(cases, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(cases, "city.json"), """{ "jurisdiction": "city.example", "contact": "hotline 12345" }""");
        city = CityApp.Build(new Settings(new Dictionary<string, string> { ["time_zone"] = "Asia/Shanghai" }) { DataDir = folder, Store = "sqlite:", Port = 0, MqttPort = 0, CityDir = Path.Combine(folder, "city") }).Value;
        await city.Start();
        Key = city.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "an app", "test", [Scopes.CasesReport])).Value.Secret;
        Http = new HttpClient { BaseAddress = new Uri(city.Url + "/open311/v2/") };
    }

    public async Task<(int Status, string Type, string Text)> Get(string path)
    {
        using var answer = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString() ?? "", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(int Status, string Text)> Post(string path, params (string Name, string Value)[] form)
    {
        using var body = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await Http.PostAsync(path, body, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await city.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
