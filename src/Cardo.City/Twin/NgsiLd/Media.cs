using System.Globalization;

namespace Cardo.Twin.NgsiLd;

/// <summary>The media types the binding speaks.</summary>
internal enum Medium : byte { None, Json, LdJson, GeoJson, MergePatch }

/// <summary>What was sent and what is wanted (clause 6.3.4).</summary>
internal static class Media
{
    public static Medium Of(ReadOnlySpan<char> contentType)
    {
        var cut = contentType.IndexOf(';');
        return Named((cut < 0 ? contentType : contentType[..cut]).Trim());
    }

    static Medium Named(ReadOnlySpan<char> type) =>
        type.Equals("application/json", StringComparison.OrdinalIgnoreCase) ? Medium.Json
        : type.Equals("application/ld+json", StringComparison.OrdinalIgnoreCase) ? Medium.LdJson
        : type.Equals("application/geo+json", StringComparison.OrdinalIgnoreCase) ? Medium.GeoJson
        : type.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase) ? Medium.MergePatch : Medium.None;

    /// <summary>The best of json, ld+json and (when allowed) geo+json for an Accept header; None means 406.</summary>
    public static Medium Best(string? accept, bool geo)
    {
        if (string.IsNullOrEmpty(accept) || accept is "*/*" or "application/json") return Medium.Json;
        var (best, weight) = (Medium.None, 0d);
        foreach (var part in accept.Split(',', 32))
        {
            var words = part.Split(';');
            var medium = words[0].Trim() is "*/*" or "application/*" ? Medium.Json : Named(words[0].Trim());
            if (medium is Medium.None or Medium.MergePatch || (medium == Medium.GeoJson && !geo)) continue;
            var q = 1d;
            foreach (var word in words.AsSpan(1))
                if (word.Trim() is var p && p.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && double.TryParse(p.AsSpan(2), CultureInfo.InvariantCulture, out var given)) q = given;
            if (q > weight || (q == weight && q > 0 && medium == Medium.Json)) (best, weight) = (medium, q);
        }
        return best;
    }

    public static string Name(Medium medium) => medium switch
    {
        Medium.LdJson => "application/ld+json",
        Medium.GeoJson => "application/geo+json",
        _ => "application/json",
    };
}
