using System.Diagnostics.Metrics;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.JsonLd;
using Microsoft.AspNetCore.Http;

namespace Cardo.Twin.NgsiLd;

/// <summary>Errors in the standard's shape: problem details (RFC 9457) with the type URIs of clause 5.5.2 and the status codes of 6.3.2.</summary>
internal static class Problems
{
    static readonly Meter meter = new("Cardo.Twin.NgsiLd");
    static readonly Counter<long> refused = meter.CreateCounter<long>("cardo.ngsild.errors", description: "requests answered with an error, by type");

    public static int StatusOf(LdErrorKind kind) => kind switch
    {
        LdErrorKind.AlreadyExists or LdErrorKind.Conflict => 409,
        LdErrorKind.OperationNotSupported => 422,
        LdErrorKind.ResourceNotFound or LdErrorKind.NonexistentTenant => 404,
        LdErrorKind.InternalError => 500,
        LdErrorKind.TooComplexQuery or LdErrorKind.TooManyResults => 403,
        LdErrorKind.LdContextNotAvailable => 503,
        LdErrorKind.NoMultiTenantSupport => 501,
        _ => 400,
    };

    static string TitleOf(LdErrorKind kind) => kind switch
    {
        LdErrorKind.InvalidRequest => "The request can't be read",
        LdErrorKind.BadRequestData => "The request says something that can't be",
        LdErrorKind.AlreadyExists => "It exists already",
        LdErrorKind.Conflict => "It is in conflict with what there is",
        LdErrorKind.OperationNotSupported => "This operation is not supported",
        LdErrorKind.ResourceNotFound => "There is no such thing",
        LdErrorKind.NonexistentTenant => "There is no such tenant",
        LdErrorKind.TooComplexQuery => "The query is too complex",
        LdErrorKind.TooManyResults => "The answer would be too large",
        LdErrorKind.LdContextNotAvailable => "The @context could not be had",
        _ => "Something went wrong",
    };

    public static LdError Of(Refusal refusal) => new(refusal.Kind switch
    {
        RefusalKind.NotFound => LdErrorKind.ResourceNotFound,
        RefusalKind.Conflict => LdErrorKind.AlreadyExists,
        RefusalKind.NotSupported => LdErrorKind.OperationNotSupported,
        RefusalKind.Unavailable => LdErrorKind.InternalError,
        _ => LdErrorKind.BadRequestData,
    }, refusal.Message);

    public static void Write(Utf8JsonWriter to, LdError error, int status)
    {
        to.WriteStartObject();
        to.WriteString("type"u8, error.TypeUri);
        to.WriteString("title"u8, TitleOf(error.Kind));
        to.WriteString("detail"u8, error.ToString());
        to.WriteNumber("status"u8, status);
        to.WriteEndObject();
    }

    public static Task Answer(HttpContext http, LdError error, int? status = null)
    {
        refused.Add(1, new KeyValuePair<string, object?>("type", error.Kind.ToString()));
        var code = status ?? StatusOf(error.Kind);
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/problem+json";
        if (code == 503) http.Response.Headers.RetryAfter = "60";
        return Reply.Json(http, w => Write(w, error, code));
    }
}
