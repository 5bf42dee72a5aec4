using System.Text;
using System.Text.Json;
using Cardo.Home.Layers;
using Cardo.Standards.NgsiLd;
using Cardo.Ui;

namespace Cardo.Home;

/// <summary>What things, attributes and values are called for people.</summary>
internal static class Labels
{
    /// <summary><c>waterLevel</c> and <c>water_level</c> become "Water level", <c>PM2.5</c> stays.</summary>
    public static string Humanize(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is '_' or '-') words.Append(' ');
            else if (char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1])) words.Append(' ').Append(char.ToLowerInvariant(c));
            else words.Append(i == 0 ? char.ToUpperInvariant(c) : c);
        }
        return words.ToString().Trim();
    }

    /// <summary>An attribute's name: the city's or a pack's text, else made readable.</summary>
    public static string Attribute(Reader reader, string shortName) => reader.Or("home.attr." + shortName, Humanize(shortName));

    /// <summary>A thing's name, in the reader's language where it has several; else what its id ends with.</summary>
    public static string Name(Entity entity, string label, string lang)
    {
        var attribute = Layer.Find(entity, label) ?? Layer.Find(entity, "name");
        var text = attribute?.Value.Text ?? (attribute is { Kind: AttributeKind.LanguageProperty } ? InLanguage(attribute.Value.Json, lang) : null);
        if (string.IsNullOrWhiteSpace(text)) text = Tail(entity.Id);
        return text.Length > 200 ? text[..200] : text;
    }

    /// <summary>The part of a URN that people gave: <c>urn:ngsi-ld:Device:lamp-7</c> is "lamp-7".</summary>
    public static string Tail(string id)
    {
        if (!id.StartsWith("urn:", StringComparison.Ordinal)) return id;
        var space = id.IndexOf(':', 4);
        var cut = space < 0 ? -1 : id.IndexOf(':', space + 1);
        return cut < 0 ? id : id[(cut + 1)..];
    }

    /// <summary>From names by language as JSON; null where there is none, or several a language.</summary>
    public static string? InLanguage(ReadOnlyMemory<byte> json, string lang)
    {
        try
        {
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(json.Span);
            return texts is null ? null : Texts.Pick(texts, lang);
        }
        catch (JsonException)
        {
            return null; // several texts a language: none of them is a name
        }
    }
}
