using System.Net;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Tests.Identity;

/// <summary>Ui, Journal and Identity on a real socket, with a few endpoints of a made-up room behind the guard.</summary>
sealed class IdentityHost : IAsyncDisposable
{
    readonly TestStore store;
    readonly WebApplication app;

    IdentityHost(TestStore store, WebApplication app) => (this.store, this.app) = (store, app);

    public static async Task<IdentityHost> Start(bool trustLoopback = false, params (string Key, string Value)[] settings)
    {
        var store = TestStore.Open(Engine.Sqlite);
        var said = new Settings(settings.ToDictionary(s => s.Key, s => s.Value)) { DataDir = store.Folder, Store = store.Address, TrustLoopback = trustLoopback };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(said).AddSingleton(store.Db).AddSingleton(TimeProvider.System).AddSingleton(Ids.System).AddSingleton<News>();
        builder.Services.AddSingleton(new RefusalShape("/shaped", (http, refusal) => http.Response.WriteAsync("shaped:" + refusal.Code)));
        Cardo.Ui.Module.Add(builder, said);
        Cardo.Journal.Module.Add(builder, said);
        Cardo.Identity.Module.Add(builder, said);
        var app = builder.Build();
        Cardo.Ui.Module.Map(app);
        Cardo.Journal.Module.Map(app);
        Cardo.Identity.Module.Map(app);
        app.MapPost("/closed", () => "written");
        app.MapPost("/shaped/write", () => "written").Needs(Scopes.TwinWrite);
        app.MapPost("/write", () => "written").Needs(Scopes.TwinWrite);
        app.MapGet("/who", (HttpContext http) => $"{http.Caller()}");
        app.MapGet("/ops-only", () => "ops").Needs(Scopes.Ops);
        app.MapPost("/own", (HttpContext http) => http.Caller().OwnThing ?? "any").Needs(Scopes.SensingOwn);
        app.MapPost("/open", () => "taken").Open();
        await app.StartAsync();
        return new IdentityHost(store, app);
    }

    public Uri Address => new(app.Urls.First());

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public TestStore Store => store;

    public WebApplication App => app;

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
        return client;
    }

    public Task<HttpResponseMessage> Get(string path, string? key = null) => Client(key).GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> Post(string path, string? key = null, params (string Header, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}") };
        foreach (var (header, value) in headers) request.Headers.TryAddWithoutValidation(header, value);
        return Client(key).SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<string> Body(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await store.DisposeAsync();
    }
}
