using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardo.Identity;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cardo.Server.Edges;

/// <summary>
/// <c>/openapi.json</c>: the interface as it really stands, made from the endpoints themselves: every path, its
/// methods and parameters, and which scope it asks for. Bodies are described in docs/standards, by the standards' own terms.
/// </summary>
internal static partial class OpenApi
{
    public static JsonObject Describe(EndpointDataSource endpoints, string title)
    {
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal))
        {
            if (endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription == true) continue;
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            var path = Path(endpoint.RoutePattern.RawText ?? "/");
            var item = paths[path] as JsonObject ?? (JsonObject)(paths[path] = new JsonObject());
            foreach (var method in methods.Select(m => m.ToLowerInvariant()).Where(m => m is not ("options" or "connect")))
                item[method] ??= Operation(endpoint, method, path);
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = title, ["version"] = typeof(OpenApi).Assembly.GetName().Version!.ToString(3) },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "a key from `cardo token add` or `cardo device add`" },
                    ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "cardo-session", ["description"] = "an officer's session" },
                },
            },
        };
    }

    static JsonObject Operation(RouteEndpoint endpoint, string method, string path)
    {
        var operation = new JsonObject
        {
            ["operationId"] = Words().Replace(method + path, "_").Trim('_'),
            ["tags"] = new JsonArray(path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() is { } first && first[0] != '{' ? first : "pages"),
            ["responses"] = new JsonObject { ["default"] = new JsonObject { ["description"] = "the answer, or problem details (RFC 9457)" } },
        };
        if (endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary is { } summary) operation["summary"] = summary;
        if (endpoint.RoutePattern.Parameters.Count > 0)
            operation["parameters"] = new JsonArray([.. endpoint.RoutePattern.Parameters.Select(p => new JsonObject
            {
                ["name"] = p.Name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" },
            })]);
        // Any one of the scopes is enough.
        if (endpoint.Metadata.GetMetadata<AccessRule>() is { Scopes.Count: > 0 } rule)
            operation["security"] = new JsonArray([.. rule.Scopes.SelectMany(s => new JsonNode[] { new JsonObject { ["key"] = new JsonArray(s) }, new JsonObject { ["session"] = new JsonArray(s) } })]);
        return operation;
    }

    static string Path(string raw) => "/" + Parameter().Replace(raw.TrimStart('/'), "{$1}");

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\W+")]
    private static partial Regex Words();
}
