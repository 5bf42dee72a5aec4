using Microsoft.AspNetCore.Http;

namespace Cardo.Identity;

public static class CallerOfRequest
{
    /// <summary>Who sent this request.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? Identity.Caller.Nobody;
}
