using Cardo.Kernel;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity;

/// <summary>
/// How a shore with an error body of its own wants the guard's refusals told (401, 403, 413, 429) below its path:
/// <c>services.AddSingleton(new RefusalShape("/ngsi-ld", (http, refusal) => …))</c>. Status and challenge headers are
/// set before it is called; it writes the body. Elsewhere it is a problem document (RFC 9457), or a page for a browser.
/// </summary>
public sealed record RefusalShape(PathString Prefix, Func<HttpContext, Refusal, Task> Write);
