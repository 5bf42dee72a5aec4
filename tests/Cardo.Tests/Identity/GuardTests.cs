using System.Net;
using System.Text.Json;
using Cardo.Identity;
using Cardo.Kernel;

namespace Cardo.Tests.Identity;

public class GuardTests
{
    static string Key(IdentityHost host, params string[] scopes) => host.Get<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", scopes)).Value.Secret;

    [Fact]
    public async Task A_writing_endpoint_that_says_nothing_of_access_is_closed_even_to_an_administrator()
    {
        await using var host = await IdentityHost.Start();
        (await host.Post("/closed")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Post("/closed", Key(host, Scopes.Admin))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Refusals_are_problem_details_and_say_what_is_missing()
    {
        await using var host = await IdentityHost.Start();
        var nobody = await host.Post("/write");
        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        nobody.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"cardo\"");
        nobody.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await IdentityHost.Body(nobody)).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(401);
        problem.GetProperty("code").GetString().ShouldBe("key-needed");
        var reader = await host.Post("/write", Key(host, Scopes.TwinRead));
        reader.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await IdentityHost.Body(reader)).ShouldContain("scope-needed");
        (await IdentityHost.Body(await host.Post("/shaped/write"))).ShouldBe("shaped:key-needed");
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_name_by_each_of_its_headers()
    {
        await using var host = await IdentityHost.Start();
        var key = Key(host, Scopes.TwinWrite);
        (await IdentityHost.Body(await host.Post("/write", key))).ShouldBe("written");
        (await host.Post("/write", null, ("X-API-Key", key))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Post("/write", Key(host, Scopes.Admin))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Get("/ops-only", key)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Post("/open")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_or_revoked_key_is_refused_even_where_none_is_asked_for()
    {
        await using var host = await IdentityHost.Start();
        (await host.Get("/who", "cardo_token_wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var issued = host.Get<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", [Scopes.TwinRead])).Value;
        (await IdentityHost.Body(await host.Get("/who", issued.Secret))).ShouldBe($"token a test ({issued.Info.Id})");
        host.Get<KeyDesk>().Revoke(issued.Info.Id, "test");
        (await host.Get("/who", issued.Secret)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_device_speaks_for_itself_alone()
    {
        await using var host = await IdentityHost.Start();
        var key = host.Get<KeyDesk>().Issue(new KeyRequest(KeyKind.Device, "lamp-1", "test", [])).Value.Secret;
        (await IdentityHost.Body(await host.Post("/own", key))).ShouldBe("lamp-1");
        (await host.Post("/write", key)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await IdentityHost.Body(await host.Post("/own", Key(host, Scopes.SensingWrite)))).ShouldBe("any");
    }

    [Fact]
    public async Task Loopback_is_trusted_only_where_asked_and_only_for_what_comes_straight_from_this_machine()
    {
        await using var strict = await IdentityHost.Start();
        (await strict.Post("/write")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await using var host = await IdentityHost.Start(trustLoopback: true);
        (await host.Post("/write")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Get("/ops-only")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var (header, value) in ((string, string)[])[("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"), ("Origin", "http://evil.example"),
            ("Sec-Fetch-Site", "cross-site"), ("Host", "evil.example"), ("Origin", "null")])
            (await host.Post("/write", null, (header, value))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{header}: {value}");
    }

    [Theory]
    [InlineData("127.0.0.1", true), InlineData("::1", true), InlineData("localhost", true), InlineData("0.0.0.0", false), InlineData("192.0.2.1", false), InlineData("*", false)]
    public void Trusting_loopback_is_refused_when_bound_elsewhere(string bind, bool allowed)
    {
        var checkedTrust = LoopbackTrust.Check(new Settings(new Dictionary<string, string>()) { DataDir = "", Store = "", Bind = bind, TrustLoopback = true });
        checkedTrust.Ok.ShouldBe(allowed);
        if (allowed) checkedTrust.Value!.ShouldContain("WARNING");
        LoopbackTrust.Check(new Settings(new Dictionary<string, string>()) { DataDir = "", Store = "", Bind = bind }).Value.ShouldBeNull();
    }

    [Fact]
    public async Task Callers_without_a_key_may_write_only_so_often_and_are_told_when_to_come_back()
    {
        await using var host = await IdentityHost.Start(false, ("identity.writes_per_s", "1"));
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 8; i++) answers.Add(await host.Post("/open"));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBeInRange(5, 7);
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThanOrEqualTo(1);
        // A holder of a key is not slowed down by strangers.
        (await host.Post("/write", Key(host, Scopes.TwinWrite))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using var host = await IdentityHost.Start(true, ("http.max_body_bytes", "1000"));
        using var client = host.Client();
        var answer = await client.PostAsync("/login/passkey", new FormUrlEncodedContent(new Dictionary<string, string> { ["a"] = new string('x', 2000) }), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task What_answers_carry_guards_the_browser()
    {
        await using var host = await IdentityHost.Start();
        var answer = await host.Get("/who");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
    }
}
