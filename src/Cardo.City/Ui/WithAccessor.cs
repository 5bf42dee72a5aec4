using Microsoft.AspNetCore.Http;

namespace Cardo.Ui;

/// <summary>Gives the accessor its request, for as long as that lasts.</summary>
sealed class WithAccessor(IHttpContextAccessor accessor)
{
    public async Task Run(HttpContext http, RequestDelegate next)
    {
        accessor.HttpContext = http;
        try
        {
            await next(http);
        }
        finally
        {
            accessor.HttpContext = null;
        }
    }
}
