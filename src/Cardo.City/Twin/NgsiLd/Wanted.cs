using System.Globalization;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.NgsiLd;

/// <summary>How answers are to look, from query parameters (or the body of a query by POST).</summary>
internal sealed record Wanted(Representation How, int Offset, int Limit, bool Count, int JoinLevel = 0, bool Flat = false)
{
    public static readonly Wanted Plain = new(Representation.Normalized, 0, LdLimits.DefaultPage, false);

    const int FewNames = 4;

    static readonly string[] ignored = ["entityMap", "splitEntities", "containedBy", "jsonKeys", "expandValues", "orderBy", "collation"];

    /// <param name="get">reads a parameter by name, null when absent</param>
    public static LdResult<Wanted> Read(LdCall call, Func<string, string?> get)
    {
        foreach (var name in ignored)
            if (get(name) is not null) call.Warn($"{name} is not supported and was ignored");
        var how = new Representation { Lang = get("lang") };
        if (Format(how, get("options"), get("format")) is var formatted && !formatted.Try(out how!, out var error)) return error;
        if (Names(call, get("attrs")) is { } attrs) how = how with { Attributes = attrs };
        if (Names(call, get("pick")) is { } pick) how = how with { Pick = pick };
        if (Names(call, get("omit")) is { } omit) how = how with { Omit = omit };
        if (how.Omit is { } o && (o.Contains("id") || o.Contains("type"))) return LdError.Bad("id and type can't be left out by omit.", "omit");
        if (get("datasetId") is { } datasets) how = how with { Datasets = [.. datasets.Split(',').Select(d => d == "@none" ? "" : d)] };
        if (get("geometryProperty") is { } geometry) how = how with { GeometryProperty = call.Context.Expand(geometry) };
        if (!Number(get("offset"), 0, int.MaxValue / 2, 0, out var offset)) return LdError.Bad("offset is a whole number of at least 0.", "offset");
        if (!Number(get("limit"), 0, int.MaxValue, LdLimits.DefaultPage, out var limit)) return LdError.Bad("limit is a whole number of at least 0.", "limit");
        var most = IsShort(how) && get("join") is null or "@none" ? Math.Max(call.Room.Limits.Page, call.Room.Limits.BulkPage) : call.Room.Limits.Page;
        if (limit > most) return new LdError(LdErrorKind.TooManyResults, $"A page has at most {most} entities{(most < call.Room.Limits.BulkPage ? $", and {call.Room.Limits.BulkPage} with options=keyValues and up to {FewNames} attrs" : "")}.", "limit");
        var count = get("count");
        if (count is not (null or "true" or "false")) return LdError.Bad("count is true or false.", "count");
        if (limit == 0 && count != "true") return LdError.Bad("limit=0 needs count=true.", "limit");
        return Join(call, new Wanted(how, offset, limit, count == "true"), get("join"), get("joinLevel"));
    }

    // The city at a glance: the last value of every sensor is one answer.
    static bool IsShort(Representation how) => how.Format == LdFormat.Simplified && !how.SysAttrs && (how.Attributes ?? how.Pick) is { Count: > 0 and <= FewNames };

    static LdResult<Wanted> Join(LdCall call, Wanted wanted, string? join, string? level)
    {
        if (join is null or "@none") return wanted;
        if (join is not ("inline" or "flat")) return LdError.Bad("join is inline, flat or @none.", "join");
        if (!Number(level, 1, 5, 1, out var levels)) return LdError.Bad("joinLevel is a whole number from 1 to 5.", "joinLevel");
        return join == "flat" ? wanted with { Flat = true, JoinLevel = levels }
            : wanted with { How = wanted.How with { JoinLevel = levels, Linked = id => call.Desk.Find(call.Tenant, id) } };
    }

    static LdResult<Representation> Format(Representation how, string? options, string? format)
    {
        foreach (var word in $"{options},{format}".Split(',', StringSplitOptions.RemoveEmptyEntries))
            switch (word)
            {
                case "normalized": how = how with { Format = LdFormat.Normalized }; break;
                case "concise": how = how with { Format = LdFormat.Concise }; break;
                case "keyValues" or "simplified": how = how with { Format = LdFormat.Simplified }; break;
                case "sysAttrs": how = how with { SysAttrs = true }; break;
                case "count" or "temporalValues" or "aggregatedValues" or "noOverwrite" or "update" or "replace": break;
                default: return LdError.Bad($"{word} is no option here.", options is not null && options.Contains(word) ? "options" : "format");
            }
        return how;
    }

    /// <summary>A list of attributes, expanded; the entity's own members stay as they are.</summary>
    public static HashSet<string>? Names(LdCall call, string? list) => list is null ? null
        : [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(n => n is "id" or "type" or "scope" or "createdAt" or "modifiedAt" or "expiresAt" ? n : call.Context.Expand(n))];

    static bool Number(string? text, int min, int max, int otherwise, out int number)
    {
        number = otherwise;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max);
    }
}
