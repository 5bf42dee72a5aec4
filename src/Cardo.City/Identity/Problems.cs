using System.Text.Json.Nodes;
using Cardo.Kernel;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity;

/// <summary>Refusals as problem details (RFC 9457): <c>application/problem+json</c> with the refusal's code as <c>code</c>.</summary>
public static class Problems
{
    public static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest => 400,
        RefusalKind.Unauthorized => 401,
        RefusalKind.Forbidden => 403,
        RefusalKind.NotFound => 404,
        RefusalKind.NotAcceptable => 406,
        RefusalKind.Conflict => 409,
        RefusalKind.TooLarge => 413,
        RefusalKind.UnsupportedMedia => 415,
        RefusalKind.TooMany => 429,
        RefusalKind.NotSupported => 501,
        _ => 503,
    };

    /// <summary>Answers a request with the refusal.</summary>
    public static Task Problem(this HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = Status(refusal.Kind);
        http.Response.ContentType = "application/problem+json";
        var problem = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(http.Response.StatusCode),
            ["status"] = http.Response.StatusCode,
            ["detail"] = refusal.Message,
            ["code"] = refusal.Code,
        };
        if (refusal.Details is { Count: > 0 } details) problem["errors"] = new JsonArray([.. details.Select(d => (JsonNode)d)]);
        return http.Response.WriteAsync(problem.ToJsonString(), http.RequestAborted);
    }

    /// <summary>The same as a result of an endpoint.</summary>
    public static IResult Of(Refusal refusal) => new Result(refusal);

    sealed class Result(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => httpContext.Problem(refusal);
    }
}
