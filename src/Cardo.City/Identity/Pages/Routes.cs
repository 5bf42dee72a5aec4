using Microsoft.AspNetCore.Builder;

namespace Cardo.Identity.Pages;

internal static class Routes
{
    public static void Map(WebApplication app)
    {
    }
}
