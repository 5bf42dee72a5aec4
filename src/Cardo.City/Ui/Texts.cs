using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Cardo.Ui;

/// <summary>
/// Every sentence people read, by language and key. A room keeps its own in <c>Text/en.json</c>, <c>zh-Hans.json</c> and
/// <c>zh-Hant.json</c>: flat objects whose keys begin with the room's name (<c>home.search.hint</c>).
/// All hold the same keys; a test sees to it.
/// </summary>
public sealed class Texts
{
    public const string English = "en";
    public const string Chinese = "zh-Hans";
    public const string Traditional = "zh-Hant";

    /// <summary>The languages people can choose, the first being the fallback.</summary>
    public static readonly IReadOnlyList<string> Languages = [English, Chinese, Traditional];

    /// <summary>The languages in which a city's own files and packs must speak; more are welcome.</summary>
    public static readonly IReadOnlyList<string> Needed = [English, Chinese];

    /// <summary>What a reader of a language is told in, the best first: whoever reads one Chinese script makes out the other.</summary>
    public static IReadOnlyList<string> Order(string language) => language switch
    {
        Traditional => [Traditional, Chinese, English],
        Chinese => [Chinese, Traditional, English],
        _ => [language, English],
    };

    /// <summary>The one of several texts by language tag that a reader is best served with; null when there is none.</summary>
    public static string? Pick(IReadOnlyDictionary<string, string> byLanguage, string language)
    {
        foreach (var wanted in Order(language))
            if (byLanguage.GetValueOrDefault(wanted) is { } text) return text;
            else if (byLanguage.FirstOrDefault(t => Match(t.Key) == wanted) is { Value: { } close }) return close;
        return byLanguage.Values.FirstOrDefault();
    }

    readonly FrozenDictionary<string, FrozenDictionary<string, string>> byLanguage;

    /// <param name="more">names that the city and packs bring, the first to name a thing being heard (<see cref="PackTexts"/>); they add, and take no key away</param>
    public Texts(IEnumerable<Assembly> assemblies, IEnumerable<PackTexts>? more = null)
    {
        var all = Languages.ToDictionary(l => l, _ => new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var assembly in assemblies.Distinct())
            foreach (var (language, _, texts) in Read(assembly))
                foreach (var (key, text) in texts) all[language][key] = text;
        foreach (var (language, texts) in more ?? [])
            foreach (var (key, text) in texts)
                if (PackTexts.May(key)) all.GetValueOrDefault(language)?.TryAdd(key, text);
        byLanguage = all.ToFrozenDictionary(l => l.Key, l => l.Value.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The files of one assembly: language, room (as the resource names it), texts.</summary>
    public static IEnumerable<(string Language, string Room, Dictionary<string, string> Texts)> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
            foreach (var language in Languages)
            {
                var end = $".Text.{language}.json";
                if (!name.EndsWith(end, StringComparison.Ordinal)) continue;
                using var stream = assembly.GetManifestResourceStream(name)!;
                var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [];
                yield return (language, name[..^end.Length].Split('.')[^1], texts);
            }
    }

    public IEnumerable<string> Keys(string language) => byLanguage[language].Keys;

    public bool Has(string key) => byLanguage[English].ContainsKey(key);

    /// <summary>The text in this language, else in English, else the key itself in brackets, so that nobody overlooks it.</summary>
    public string Get(string language, string key) => Find(language, key) ?? $"[{key}]";

    /// <summary>The text in this language, else in the next best; null when no file has the key.</summary>
    public string? Find(string language, string key)
    {
        foreach (var each in Order(language))
            if (byLanguage.TryGetValue(each, out var own) && own.TryGetValue(key, out var text)) return text;
        return null;
    }

    /// <summary>All texts under a prefix, for an island to carry along.</summary>
    public IReadOnlyDictionary<string, string> Under(string language, params string[] prefixes) =>
        byLanguage[English].Keys.Where(k => prefixes.Any(p => k.StartsWith(p, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).ToDictionary(k => k, k => Get(language, k));

    /// <summary>The first language of an Accept-Language header that is spoken here; null for none.</summary>
    public static string? Accepted(string? header)
    {
        if (string.IsNullOrEmpty(header) || header.Length > 500) return null;
        return header.Split(',', 20).Select(part => part.Split(';')).Select(part => (Match(part[0].Trim()), Weight(part)))
            .Where(l => l.Item1 is not null && l.Item2 > 0).OrderByDescending(l => l.Item2).Select(l => l.Item1).FirstOrDefault();
    }

    /// <summary>The language meant by a tag (<c>zh-TW</c>, <c>EN-gb</c>); null when it isn't spoken here. A script that is named goes before a region.</summary>
    public static string? Match(string? tag)
    {
        if (string.IsNullOrEmpty(tag) || tag.Length > 100) return null;
        var parts = tag.ToLowerInvariant().Split('-', '_');
        if (parts[0] == "en") return English;
        if (parts[0] != "zh") return null;
        return !parts.Contains("hans") && parts.Any(p => p is "hant" or "tw" or "hk" or "mo") ? Traditional : Chinese;
    }

    static double Weight(string[] part) =>
        part.Skip(1).Select(p => p.Trim()).Where(p => p.StartsWith("q=", StringComparison.Ordinal))
            .Select(p => double.TryParse(p[2..], System.Globalization.CultureInfo.InvariantCulture, out var q) ? q : 0).DefaultIfEmpty(1).First();
}
