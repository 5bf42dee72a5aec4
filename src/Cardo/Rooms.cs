using Cardo.Kernel;

namespace Cardo.Server;

/// <summary>The rooms, in the order of imports.txt: calls go upstream, news comes downstream.</summary>
internal static class Rooms
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        Twin.Module.Add(builder, settings);
    }

    public static void Map(WebApplication app)
    {
        Twin.Module.Map(app);
    }
}
