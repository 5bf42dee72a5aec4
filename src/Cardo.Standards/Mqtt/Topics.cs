namespace Cardo.Standards.Mqtt;

/// <summary>What topic names and filters may be, and which name a filter matches (section 4.7).</summary>
public static class Topics
{
    const string Share = "$share/";

    /// <summary>A name to publish to: not empty and without wildcards [MQTT-3.3.2-2].</summary>
    public static bool NameIsValid(ReadOnlySpan<char> name, int maximumLevels = int.MaxValue) =>
        name.Length > 0 && name.IndexOfAny('+', '#', '\0') < 0 && Levels(name) <= maximumLevels;

    /// <summary>
    /// A filter to subscribe to: + alone in its level, # alone and last [MQTT-4.7.1-1, -2]; after $share/ a name
    /// without wildcards and a filter that is not empty [MQTT-4.8.2-1, -2].
    /// </summary>
    public static bool FilterIsValid(ReadOnlySpan<char> filter, int maximumLevels = int.MaxValue)
    {
        if (IsShared(filter))
        {
            if (!TrySplitShare(filter, out var share, out var rest)) return false;
            if (share.IndexOfAny('+', '#') >= 0) return false;
            filter = rest;
        }
        if (filter.Length == 0 || filter.Contains('\0') || Levels(filter) > maximumLevels) return false;
        for (var i = 0; i < filter.Length; i++)
        {
            if (filter[i] is not ('+' or '#')) continue;
            if (i > 0 && filter[i - 1] != '/') return false;
            if (filter[i] == '#' ? i != filter.Length - 1 : i + 1 < filter.Length && filter[i + 1] != '/') return false;
        }
        return true;
    }

    public static bool IsShared(ReadOnlySpan<char> filter) => filter.StartsWith(Share);

    /// <summary>Cuts $share/NAME/FILTER; false when it is not of that form.</summary>
    public static bool TrySplitShare(ReadOnlySpan<char> filter, out ReadOnlySpan<char> share, out ReadOnlySpan<char> rest)
    {
        share = rest = default;
        if (!IsShared(filter)) return false;
        var tail = filter[Share.Length..];
        var slash = tail.IndexOf('/');
        if (slash < 1 || slash == tail.Length - 1) return false;
        share = tail[..slash];
        rest = tail[(slash + 1)..];
        return true;
    }

    /// <summary>Whether a valid filter (without $share) matches a valid name; a wildcard in the first level never matches a $ [MQTT-4.7.2-1].</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> name)
    {
        if (name.Length > 0 && name[0] == '$' && filter.Length > 0 && filter[0] is '+' or '#') return false;
        while (true)
        {
            var f = Level(filter, out var moreFilter);
            if (f is "#") return true;
            var n = Level(name, out var moreName);
            if (f is not "+" && !f.SequenceEqual(n)) return false;
            if (!moreName) return !moreFilter || filter[(f.Length + 1)..] is "#";
            if (!moreFilter) return false;
            filter = filter[(f.Length + 1)..];
            name = name[(n.Length + 1)..];
        }
    }

    static ReadOnlySpan<char> Level(ReadOnlySpan<char> text, out bool more)
    {
        var slash = text.IndexOf('/');
        more = slash >= 0;
        return more ? text[..slash] : text;
    }

    static int Levels(ReadOnlySpan<char> text) => text.Count('/') + 1;
}
