using Cardo.Kernel;
using Microsoft.AspNetCore.Builder;

namespace Cardo.Traffic;

/// <summary>The wiring of traffic. The room serves commands (<c>cardo traffic</c>); nothing of it runs inside of a serving city yet, so there is nothing to register.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
    }

    public static void Map(WebApplication app)
    {
    }
}
