using System.Text.Json;

namespace Cardo.Ui;

/// <summary>What a pack or a city calls its things in one language: names of attributes, values and types, and nothing else of a page.</summary>
public sealed record PackTexts(string Language, IReadOnlyDictionary<string, string> Texts)
{
    const long MostBytes = 1 << 20;

    static readonly string[] prefixes = ["home.attr.", "home.value.", "home.type."];

    /// <summary>The files <c>en.json</c>, <c>zh-Hans.json</c> and <c>zh-Hant.json</c> of a folder; one that is missing or can't be read says nothing.</summary>
    public static IEnumerable<PackTexts> Of(string folder)
    {
        foreach (var language in Ui.Texts.Languages)
            if (Read(new FileInfo(Path.Combine(folder, language + ".json"))) is { } texts) yield return new PackTexts(language, texts);
    }

    static Dictionary<string, string>? Read(FileInfo file)
    {
        if (!file.Exists || file.Length > MostBytes) return null;
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllBytes(file.FullName))?.Where(t => t.Value is not null).ToDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static bool May(string key) => prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal));
}
