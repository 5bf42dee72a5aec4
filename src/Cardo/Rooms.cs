using Cardo.Kernel;

namespace Cardo.Server;

/// <summary>The rooms, in the order of imports.txt: calls go upstream, news comes downstream.</summary>
internal static class Rooms
{
    /// <summary>Rooms with migrations of their own, in order.</summary>
    public static readonly string[] WithTables = ["Journal", "Identity", "Twin", "Sensing", "Rules", "Traffic", "Cases"];

    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        Edges.Module.Add(builder);
        Ui.Module.Add(builder, settings);
        Journal.Module.Add(builder, settings);
        Identity.Module.Add(builder, settings);
        Twin.Module.Add(builder, settings);
        Sensing.Module.Add(builder, settings);
        Rules.Module.Add(builder, settings);
        Traffic.Module.Add(builder, settings);
        Cases.Module.Add(builder, settings);
        Indicators.Module.Add(builder, settings);
        Packs.Module.Add(builder, settings);
        // Packs stand above Home and cannot name it, so the server hands their layers over.
        foreach (var pack in Packs.Shelf.Of(settings).Packs) builder.Services.AddSingleton(new Home.LayerFolder(Path.Combine(pack.Folder, "layers"), pack.Id));
        Home.Module.Add(builder, settings);
    }

    public static void Map(WebApplication app)
    {
        // First, so that it packs what any other answers.
        Edges.Module.Map(app);
        Ui.Module.Map(app);
        Journal.Module.Map(app);
        Identity.Module.Map(app);
        Twin.Module.Map(app);
        Sensing.Module.Map(app);
        Rules.Module.Map(app);
        Traffic.Module.Map(app);
        Cases.Module.Map(app);
        Indicators.Module.Map(app);
        Packs.Module.Map(app);
        Home.Module.Map(app);
    }
}
