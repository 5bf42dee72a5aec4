using System.Text.Json;
using Cardo.Standards.NgsiLd;
using Cardo.Ui;

namespace Cardo.Twin;

/// <summary>What a thing is called where it has one or several names of its own.</summary>
public static class Called
{
    /// <summary>Its name in a language, or in the next one it has; null where it has none.</summary>
    public static string? In(Entity entity, string lang)
    {
        var name = entity.Find(Names.Default("name"));
        if (name?.Value.Text is { Length: > 0 } text) return text;
        if (name is not { Kind: AttributeKind.LanguageProperty }) return null;
        using var json = JsonDocument.Parse(name.Value.Json);
        if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
        foreach (var key in Texts.Order(lang))
            if (json.RootElement.TryGetProperty(key, out var said) && said.ValueKind == JsonValueKind.String) return said.GetString();
        return null;
    }
}
