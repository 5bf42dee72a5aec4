using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardo.Packs;

/// <summary>Puts the shelf into the house and hands each pack's rules to the rules.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var shelf = Shelf.Of(settings);
        builder.Services.AddSingleton(shelf);
        foreach (var texts in shelf.Packs.SelectMany(p => PackTexts.Of(Path.Combine(p.Folder, "text")))) builder.Services.AddSingleton(texts);
    }

    public static void Map(WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILogger<Shelf>>();
        var shelf = app.Services.GetRequiredService<Shelf>();
        var desk = app.Services.GetRequiredService<RulesDesk>();
        foreach (var refusal in shelf.Refused) Say(log, refusal);
        foreach (var pack in shelf.Packs)
            foreach (var file in pack.Files("rules", "*.json"))
                if (!desk.Adopt($"pack:{pack.Name}/{Path.GetFileName(file)}", pack.Id, File.ReadAllBytes(file)).Try(out _, out var refusal)) Say(log, refusal);
    }

    static void Say(ILogger log, Refusal refusal) => log.LogError("{Refusal}", string.Join(Environment.NewLine + "  ", [refusal.Message, .. refusal.Details ?? []]));
}
