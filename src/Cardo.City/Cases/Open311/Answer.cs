using System.Globalization;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Cases.Open311;

/// <summary>Sends a node in the format the address asks for, and refusals in the standard's own shape.</summary>
internal static class Answer
{
    public static IResult Of(string format, string root, Node node, int status = 200) => format switch
    {
        "xml" => new Body(Formats.Xml(root, node), "text/xml; charset=utf-8", status),
        "json" => new Body(Formats.Json(node), "application/json; charset=utf-8", status),
        _ => new Body(Formats.Xml("errors", Errors(400, "The format is xml or json.")), "text/xml; charset=utf-8", 400),
    };

    public static IResult Refused(HttpContext http, string format, Refusal refusal)
    {
        var status = Problems.Status(refusal.Kind);
        if (refusal.Kind == RefusalKind.Unavailable) http.Response.Headers.RetryAfter = Writing.CaseWriter.ComeAgain_s.ToString(CultureInfo.InvariantCulture);
        return Of(format is "json" ? "json" : "xml", "errors", Errors(status, Said(http, refusal)), status);
    }

    /// <summary>The refusal in the caller's language, where there is a text for it.</summary>
    public static string Said(HttpContext http, Refusal refusal)
    {
        var reader = http.RequestServices.GetRequiredService<Reader>();
        return reader.Lang == Texts.English ? refusal.Message : reader.Or("cases.error." + refusal.Code, refusal.Message);
    }

    static Items Errors(int status, string description) => new("error", [new Fields(("code", Node.Of(status)), ("description", Node.Of(description)))]);

    /// <summary>What the guard refuses below /open311, told in the standard's shape.</summary>
    public static Task Guarded(HttpContext http, Refusal refusal)
    {
        var json = http.Request.Path.Value?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true;
        var errors = Errors(http.Response.StatusCode, Said(http, refusal));
        var bytes = json ? Formats.Json(errors) : Formats.Xml("errors", errors);
        http.Response.ContentType = json ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    sealed class Body(byte[] bytes, string type, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = type;
            httpContext.Response.ContentLength = bytes.Length;
            // What is public may be read from any page; nothing here goes by a cookie.
            httpContext.Response.Headers.AccessControlAllowOrigin = "*";
            return httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
        }
    }
}
