using System.Text.Json.Nodes;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Cases;

/// <summary>The whole city as it is served, with the demo's profile of cases.</summary>
sealed class CasesCity : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-cases-").FullName;

    public CityApp App { get; private set; } = null!;

    public string Url => App.Url;

    public T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public static Task<CasesCity> Start(params (string Key, string Value)[] more) => Start(null, more);

    /// <param name="cityJson">instead of the demo's cases/city.json</param>
    public static async Task<CasesCity> Start(string? cityJson, params (string Key, string Value)[] more)
    {
        var city = new CasesCity();
        var cases = Directory.CreateDirectory(Path.Combine(city.folder, "city", "cases")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "cities", "demo", "cases"))) File.Copy(file, Path.Combine(cases, Path.GetFileName(file)));
        var its = Path.Combine(cases, "city.json");
        if (cityJson is null)
        {
            // What is drawn by lot for a check is another thing each time, and on the desk besides what a test looks for.
            var demo = JsonNode.Parse(await File.ReadAllTextAsync(its))!;
            demo["checkShare"] = 0;
            cityJson = demo.ToJsonString();
        }
        await File.WriteAllTextAsync(its, cityJson);
        var values = new Dictionary<string, string> { ["name"] = "Linhe", ["names.zh-Hans"] = "临河", ["time_zone"] = "Asia/Shanghai" };
        foreach (var (key, value) in more) values[key] = value;
        city.App = CityApp.Build(new Settings(values) { DataDir = city.folder, Store = "sqlite:city.db", Port = 0, MqttPort = 0, CityDir = Path.Combine(city.folder, "city") }).Value;
        await city.App.Start();
        return city;
    }

    public string Key(string subject, params string[] scopes) => Get<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, subject, "test", scopes)).Value.Secret;

    /// <summary>A browser without a screen or a script: keeps cookies, reads the page's token, sends forms.</summary>
    public Visitor Visit(string? key = null, string lang = "en") => new(Url, key, lang);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
