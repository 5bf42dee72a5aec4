using System.IO.Compression;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Program;

/// <summary>What goes out packed, and what must not.</summary>
public sealed class PackingTests : IAsyncLifetime
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    readonly string folder = Directory.CreateTempSubdirectory("cardo-packing-").FullName;
    CityApp city = null!;
    HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        city = CityApp.Build(new Settings(new Dictionary<string, string>()) { DataDir = folder, Store = "sqlite:city.db", Port = 0, MqttPort = 0, TrustLoopback = true }).Value;
        await city.Start(Now);
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(city.Url) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await city.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task<(string Encoding, byte[] Body)> Get(string path, string? takes = "gzip, br", string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (takes is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", takes);
        if (cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var answer = await http.SendAsync(request, Now);
        answer.EnsureSuccessStatusCode();
        return (string.Join(",", answer.Content.Headers.ContentEncoding), await answer.Content.ReadAsByteArrayAsync(Now));
    }

    static string Unpacked(byte[] body)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(body), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/list?lang=zh")]
    [InlineData("/metrics")]
    public async Task Pages_and_tables_are_packed_for_who_takes_it(string path)
    {
        var plain = await Get(path, takes: null);
        plain.Encoding.ShouldBe("");
        var packed = await Get(path);
        packed.Encoding.ShouldBe("gzip");
        packed.Body.Length.ShouldBeLessThan(plain.Body.Length * 2 / 3);
        Unpacked(packed.Body)[..20].ShouldBe(System.Text.Encoding.UTF8.GetString(plain.Body)[..20]);
        (await Get(path, takes: "br;q=1, gzip;q=0")).Encoding.ShouldBe("", "gzip;q=0 says that it must not be");
    }

    [Fact]
    public async Task What_programs_ask_each_other_goes_as_it_is() => (await Get("/health")).Encoding.ShouldBe("");

    [Fact]
    public async Task What_was_packed_once_and_for_all_is_not_packed_again()
    {
        var style = city.Services.GetRequiredService<Cardo.Ui.Assets>().StyleHref;
        var (encoding, body) = await Get(style);
        encoding.ShouldBe("gzip");
        Unpacked(body).ShouldContain("--");
    }

    /// <summary>A form's secret and the words of others in one packed page can be told from its length (BREACH).</summary>
    [Fact]
    public async Task An_officers_pages_are_not_packed()
    {
        var officers = city.Services.GetRequiredService<OfficerDesk>();
        var passkey = new UserPasskeyInfo([1, 2, 3], [4, 5, 6], DateTimeOffset.UnixEpoch, 0, null, true, false, false, [], []);
        var session = officers.Enrol(officers.FirstLink()!.Token, officers.NewId(), "Lin Mei", passkey, "test").Value;
        var (encoding, body) = await Get("/", cookie: "cardo-session=" + session);
        encoding.ShouldBe("");
        System.Text.Encoding.UTF8.GetString(body).ShouldContain("</html>");
        (await Get("/", cookie: "cardo-session=of nobody")).Encoding.ShouldBe("gzip");
    }
}
