using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Traffic.Studio;

/// <summary>A whole city with a network of SUMO's own making in its data, asked as a traffic engineer.</summary>
sealed partial class StudioCity : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-studio-").FullName;
    readonly Dictionary<string, string> values = new() { ["identity.writes_per_s"] = "0" };

    public CityApp App { get; private set; } = null!;

    public HttpClient Staff { get; private set; } = null!;

    public HttpClient Public { get; private set; } = null!;

    public string Folder => folder;

    /// <param name="end_s">how long each run simulates</param>
    public static async Task<StudioCity> Start(int end_s, int size = 2)
    {
        var city = new StudioCity();
        using var network = SumoSupport.Grid(size, 250, end_s);
        var traffic = Directory.CreateDirectory(Path.Combine(city.folder, "traffic")).FullName;
        foreach (var file in Directory.GetFiles(network.Folder)) File.Copy(file, Path.Combine(traffic, Path.GetFileName(file)));
        await city.Open();
        return city;
    }

    public async Task Open()
    {
        App = CityApp.Build(new Settings(values) { DataDir = folder, Store = "sqlite:" + Path.Combine(folder, "city.db"), Port = 0, MqttPort = 0 }).Value;
        await App.Start(TestContext.Current.CancellationToken);
        var key = App.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", [Scopes.TrafficPlan])).Value.Secret;
        Staff = new HttpClient { BaseAddress = new Uri(App.Url) };
        Staff.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Public = new HttpClient { BaseAddress = new Uri(App.Url) };
    }

    public async Task Close()
    {
        Staff.Dispose();
        Public.Dispose();
        await App.DisposeAsync();
    }

    public async Task<HttpResponseMessage> Ask(string change, int seeds = 1, string network = "city") => await Staff.PostAsJsonAsync("/traffic/tries", new { network, change, seeds }, TestContext.Current.CancellationToken);

    public async Task<JsonObject> Told(long id) => (await Staff.GetFromJsonAsync<JsonObject>($"/traffic/tries/{id}", TestContext.Current.CancellationToken))!;

    public async Task<JsonObject> Until(long id, Func<JsonObject, bool> so)
    {
        for (; ; await Task.Delay(50, TestContext.Current.CancellationToken))
            if (await Told(id) is var told && so(told)) return told;
    }

    public static bool Ended(JsonObject told) => (string)told["state"]! is not ("waiting" or "running");

    /// <summary>Sends a page's form as a browser without scripts does.</summary>
    public async Task<HttpResponseMessage> Send(string page, string to, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await Staff.GetStringAsync(page, TestContext.Current.CancellationToken)).Groups[1].Value;
        var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return await Staff.PostAsync(to, form, TestContext.Current.CancellationToken);
    }

    /// <summary>Simulators that run for this city.</summary>
    public int Simulators() => Directory.GetDirectories("/proc").Count(d => int.TryParse(Path.GetFileName(d), out _) && Runs(d));

    bool Runs(string process)
    {
        try { return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(folder, StringComparison.Ordinal); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; }
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
