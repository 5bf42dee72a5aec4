using System.Globalization;
using System.Text.Json;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>Chooses one language of a languageMap (clause 4.15).</summary>
public static class Languages
{
    /// <param name="ranges">like Accept-Language: <c>zh-Hant,zh;q=0.8,en;q=0.5,*</c></param>
    /// <returns>false when the map is empty or no map</returns>
    public static bool Pick(Value map, string ranges, out string text, out string lang)
    {
        (text, lang) = ("", "");
        if (map.Kind != ValueKind.Json) return false;
        var texts = Read(map.Json.Span);
        if (texts.Count == 0) return false;
        foreach (var range in Ranges(ranges))
        {
            var found = texts.Find(t => t.Lang.Equals(range, StringComparison.OrdinalIgnoreCase));
            if (found.Lang is null) found = texts.Find(t => t.Lang.StartsWith(range + "-", StringComparison.OrdinalIgnoreCase) || range.StartsWith(t.Lang + "-", StringComparison.OrdinalIgnoreCase));
            if (found.Lang is null && range == "*") break;
            if (found.Lang is null) continue;
            (lang, text) = found;
            return true;
        }
        var other = texts.Find(t => t.Lang == "@none");
        if (other.Lang is null) other = texts.Find(t => t.Lang.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        (lang, text) = other.Lang is null ? texts[0] : other;
        return true;
    }

    static IEnumerable<string> Ranges(string ranges) => ranges.Split(',', 32, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(r => r.Split(';'))
        .OrderByDescending(r => r.Length > 1 && r[1].Trim().StartsWith("q=", StringComparison.Ordinal) && double.TryParse(r[1].Trim().AsSpan(2), CultureInfo.InvariantCulture, out var q) ? q : 1)
        .Select(r => r[0].Trim());

    static List<(string Lang, string Text)> Read(ReadOnlySpan<byte> json)
    {
        var texts = new List<(string, string)>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!JsonText.TryText(ref reader, out var lang)) return texts;
            reader.Read();
            var list = reader.TokenType == JsonTokenType.StartArray;
            if (list) reader.Read();
            if (JsonText.TryText(ref reader, out var text)) texts.Add((lang, text));
            while (list && reader.TokenType != JsonTokenType.EndArray && reader.Read()) { }
        }
        return texts;
    }
}
