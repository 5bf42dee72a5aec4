using System.Net;
using System.Text.RegularExpressions;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Identity;

/// <summary>The invariant of access, asked of the whole city as it is served.</summary>
public partial class EveryEndpointTests
{
    // Queries too long for an address: the standard sends them by POST, and they read what is public.
    static readonly string[] ReadsByPost = ["/ngsi-ld/v1/entityOperations/query", "/ngsi-ld/v1/temporal/entityOperations/query"];

    /// <summary>What anybody may send, each with the reason why that is safe: add to it only with one.</summary>
    static readonly string[] OpenToAll =
    [
        "/login/passkey", // proves a passkey
        "/logout", // ends the sender's own session
        "/enrol/passkey", // proves a one-time link
        "/account/passkey", "/account/passkey/remove", "/account/session/end", // about the signed-in officer alone
        "/report", "/cases/{number:long}/answer", "/cases/{number:long}/support", // what residents say: forms with a token, limited by address
        "/open311/v2/requests.{format}", "/open311/v2/servicerequestupdates.{format}", // guard themselves: the standard's key is a field of the form
        .. ReadsByPost,
    ];

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    static readonly string[] Writing = ["POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public async Task No_endpoint_that_writes_is_open_without_a_key_or_a_session()
    {
        var folder = Directory.CreateTempSubdirectory("cardo-endpoints-").FullName;
        var settings = new Settings(new Dictionary<string, string> { ["identity.writes_per_s"] = "0" }) { DataDir = folder, Store = "sqlite:", Port = 0, MqttPort = 0 };
        await using (var app = CityApp.Build(settings).Value)
        {
            await app.Start(TestContext.Current.CancellationToken);
            var writing = Routes(app.Services).ToList();
            writing.Count.ShouldBeGreaterThan(5);
            writing.Where(w => w.Rule is null).Select(w => w.Path).ShouldBeEmpty();
            writing.Where(w => w.Rule is { Scopes.Count: 0 }).Select(w => w.Path).Distinct().Except(OpenToAll).ShouldBeEmpty();
            // What the endpoints say is also what happens to somebody who knocks.
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Url) };
            foreach (var (method, path, _) in writing.Where(w => !ReadsByPost.Contains(w.Path)))
            {
                var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(path, "1")) { Content = new StringContent("") }, TestContext.Current.CancellationToken);
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    static IEnumerable<(string Method, string Path, AccessRule? Rule)> Routes(IServiceProvider services) =>
        from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Intersect(Writing) ?? Writing
        select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata.GetMetadata<AccessRule>());
}
