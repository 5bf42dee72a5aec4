using System.Net;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Tests.Ui;

public sealed class PagesTests : IAsyncLifetime
{
    WebApplication app = null!;
    HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var settings = new Settings(new Dictionary<string, string> { ["name"] = "Testford", ["names.zh-Hans"] = "测试城" }) { DataDir = Path.GetTempPath(), Store = "none" };
        Module.Add(builder, settings);
        app = builder.Build();
        Module.Map(app);
        app.MapGet("/broken", string () => throw new InvalidOperationException("secret detail"));
        app.MapGet("/form", () => Show.Page<Field>(("Name", "place"), ("Label", "Place"), ("Error", "\"<b>\" is no place"), ("Value", "<script>")));
        await app.StartAsync();
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_there_is_said_on_a_page_of_the_house()
    {
        var answer = await client.GetAsync("/nowhere", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        page.ShouldContain("There is nothing here");
        page.ShouldContain("<html lang=\"en\"");
        page.ShouldContain("Testford");
    }

    [Theory]
    [InlineData("GET", 404, "no-such-address", "There is nothing at /nowhere/at/all.")]
    [InlineData("DELETE", 405, "method-not-allowed", "DELETE is not answered at /assets/x: GET, HEAD are.")]
    public async Task A_program_is_told_a_bare_status_as_a_problem_with_its_code(string method, int status, string code, string detail)
    {
        using var bare = new HttpClient { BaseAddress = client.BaseAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), status == 404 ? "/nowhere/at/all" : "/assets/x");
        using var answer = await bare.SendAsync(request, Stop);
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        problem.RootElement.GetProperty("code").GetString().ShouldBe(code);
        problem.RootElement.GetProperty("detail").GetString().ShouldBe(detail);
    }

    [Fact]
    public async Task A_bug_tells_people_what_was_kept_and_nobody_its_details()
    {
        var answer = await client.GetAsync("/broken", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        page.ShouldContain("Something broke on our side");
        page.ShouldNotContain("secret detail");
        using var program = new HttpRequestMessage(HttpMethod.Get, "/broken") { Headers = { { "Accept", "application/json" } } };
        using var bare = new HttpClient { BaseAddress = client.BaseAddress };
        var problem = await bare.SendAsync(program, Stop);
        problem.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/nowhere?lang=zh-Hans", null, "zh-Hans", "测试城")]
    [InlineData("/nowhere", "zh-TW,zh;q=0.8", "zh-Hant", "這裡什麼都沒有")]
    [InlineData("/nowhere", "zh,en;q=0.8", "zh-Hans", "这里什么也没有")]
    [InlineData("/nowhere?lang=en", "zh", "en", "There is nothing here")]
    public async Task The_address_decides_the_language_then_the_browser(string address, string? accept, string lang, string says)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept is not null) ask.Headers.Add("Accept-Language", accept);
        var answer = await client.SendAsync(ask, Stop);
        answer.Content.Headers.ContentType!.CharSet.ShouldBe("utf-8");
        var page = await answer.Content.ReadAsStringAsync(Stop);
        page.ShouldContain($"<html lang=\"{lang}\"");
        page.ShouldContain(says, customMessage: "letters are letters, not entities of eight");
    }

    [Fact]
    public async Task Colours_are_kept_in_a_cookie_and_written_by_the_server_so_that_nothing_flashes()
    {
        var answer = await client.GetAsync("/nowhere?theme=dark&q=a", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.ToString().ShouldBe("/nowhere?q=a");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("cardo-theme=dark;");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/nowhere") { Headers = { { "Cookie", "cardo-theme=dark" } } };
        (await (await client.SendAsync(again, Stop)).Content.ReadAsStringAsync(Stop)).ShouldContain("data-theme=\"dark\"");
    }

    [Theory]
    [InlineData("//evil.example/?theme=dark")]
    [InlineData("/%5Cevil.example/?theme=dark")]
    public async Task Choosing_colours_never_leads_to_another_host(string address)
    {
        var answer = await client.GetAsync(new Uri(client.BaseAddress!.ToString().TrimEnd('/') + address), Stop);
        var location = answer.Headers.Location?.OriginalString ?? "/";
        location.ShouldStartWith("/");
        location.ShouldNotStartWith("//");
        location.ShouldNotStartWith("/\\");
    }

    [Fact]
    public async Task Every_answer_carries_the_browsers_guards_and_no_page_needs_an_inline_script()
    {
        var answer = await client.GetAsync("/nowhere", Stop);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        var page = await answer.Content.ReadAsStringAsync(Stop);
        page.ShouldNotContain("<style");
        page.ShouldNotContain(" style=");
    }

    [Fact]
    public async Task What_people_typed_comes_back_as_text_never_as_markup()
    {
        var part = await client.GetStringAsync("/form", Stop);
        part.ShouldNotContain("<script>");
        part.ShouldNotContain("<b>");
        part.ShouldContain("aria-invalid=\"true\"");
        part.ShouldContain("aria-describedby=\"f-place-wrong\"");
    }

    [Fact]
    public async Task An_asset_is_compressed_cached_for_ever_and_nothing_outside_the_folder_is_served()
    {
        var style = app.Services.GetRequiredService<Assets>().StyleHref;
        using var ask = new HttpRequestMessage(HttpMethod.Get, style) { Headers = { { "Accept-Encoding", "gzip" } } };
        var answer = await client.SendAsync(ask, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.ShouldContain("gzip");
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        // A font gains nothing by gzip: it is sent as it is, and not as nothing.
        var assets = app.Services.GetRequiredService<Assets>();
        using var plain = new HttpRequestMessage(HttpMethod.Get, "/assets/mark.svg") { Headers = { { "Accept-Encoding", "gzip" } } };
        (await (await client.SendAsync(plain, Stop)).Content.ReadAsByteArrayAsync(Stop)).ShouldNotBeEmpty();
        if (assets.FontHref is { } fonts)
        {
            var font = System.Text.RegularExpressions.Regex.Match(await client.GetStringAsync(fonts, Stop), "/assets/[^)]+latin-wght[^)]+woff2").Value;
            using var sent = new HttpRequestMessage(HttpMethod.Get, font) { Headers = { { "Accept-Encoding", "gzip" } } };
            (await (await client.SendAsync(sent, Stop)).Content.ReadAsByteArrayAsync(Stop))[..4].ShouldBe("wOF2"u8.ToArray());
        }
        (await client.GetAsync("/assets/..%2f..%2fpackage.json", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/assets/nothing.js", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
