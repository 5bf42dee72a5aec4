using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Microsoft.AspNetCore.Http;

namespace Cardo.Twin.NgsiLd;

/// <summary>Answers with entities: media type, Link, paging and count as clauses 6.3.4 to 6.3.15 want them.</summary>
internal static class Answer
{
    /// <summary>How the caller wants entities written; null when nothing it accepts can be made.</summary>
    public static Representation? How(LdCall call, Wanted wanted, bool geo = true)
    {
        var medium = Media.Best(call.Http.Request.Headers.Accept, geo);
        if (medium == Medium.None) return null;
        call.Http.Response.ContentType = Media.Name(medium);
        var preferred = call.Http.Request.Headers["Prefer"].ToString();
        var inside = medium == Medium.LdJson || (medium == Medium.GeoJson && preferred.Contains("body=ld+json", StringComparison.OrdinalIgnoreCase));
        if (!inside) call.Http.Response.Headers.Append("Link", LdCall.LinkTo(call.Room.Contexts.LinkFor(call.Context, BaseUrl(call.Http))));
        call.Http.Response.Headers.Vary = "Accept, Link, NGSILD-Tenant";
        return wanted.How with { GeoJson = medium == Medium.GeoJson, WithContext = inside };
    }

    public static string BaseUrl(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    public static async ValueTask<LdError?> NotAcceptable(LdCall call)
    {
        await Problems.Answer(call.Http, LdError.Syntax("The answer can be application/json, application/ld+json or, for entities, application/geo+json."), 406);
        return LdBody.Answered;
    }

    public static async ValueTask<LdError?> Entity(LdCall call, Entity entity, Wanted wanted)
    {
        if (How(call, wanted) is not { } how) return await NotAcceptable(call);
        await Reply.Json(call.Http, w =>
        {
            if (wanted.Flat) EntityWriter.Write(w, Joined.Flat([entity], wanted, call.Desk, call.Tenant), call.Context, how);
            else EntityWriter.Write(w, entity, call.Context, how);
        });
        return null;
    }

    public static async ValueTask<LdError?> Page(LdCall call, Page<Entity> page, Wanted wanted)
    {
        if (How(call, wanted) is not { } how) return await NotAcceptable(call);
        Paging(call, page.Count, page.More, wanted);
        var entities = wanted.Flat ? Joined.Flat(page.Items, wanted, call.Desk, call.Tenant) : page.Items;
        await Reply.Json(call.Http, w => EntityWriter.Write(w, entities, call.Context, how));
        return null;
    }

    public static void Paging(LdCall call, long? count, bool more, Wanted wanted)
    {
        var headers = call.Http.Response.Headers;
        if (count is { } n) headers["NGSILD-Results-Count"] = n.ToString(CultureInfo.InvariantCulture);
        if (call.Http.Request.Method == "POST" || wanted.Limit == 0) return;
        if (more) headers.Append("Link", Turn(call, wanted.Offset + wanted.Limit, "next"));
        if (wanted.Offset > 0) headers.Append("Link", Turn(call, Math.Max(0, wanted.Offset - wanted.Limit), "prev"));
    }

    static string Turn(LdCall call, int offset, string rel)
    {
        var query = QueryString.Create(call.Http.Request.Query.Where(p => p.Key != "offset"));
        return $"<{call.Http.Request.Path}{query.Add("offset", offset.ToString(CultureInfo.InvariantCulture))}>; rel=\"{rel}\"; type=\"application/ld+json\"";
    }

    /// <summary>Any other JSON object, with the context inside when ld+json is wanted.</summary>
    public static async ValueTask<LdError?> Json(LdCall call, Action<Utf8JsonWriter> members)
    {
        if (How(call, Wanted.Plain, geo: false) is not { } how) return await NotAcceptable(call);
        await Reply.Json(call.Http, w =>
        {
            w.WriteStartObject();
            members(w);
            if (how.WithContext) EntityWriter.Context(w, call.Context);
            w.WriteEndObject();
        });
        return null;
    }

    /// <summary>204 when all was done, or 207 with what was left alone (UpdateResult, clause 5.2.18).</summary>
    public static async ValueTask<LdError?> Updated(LdCall call, Entity fragment, Written written, string reason)
    {
        if (written.NotUpdated.Count == 0) return await call.Done(204);
        await Reply.Json(call.Http, 207, w =>
        {
            w.WriteStartObject();
            w.WriteStartArray("updated"u8);
            foreach (var name in fragment.Attributes.Select(a => a.Name).Distinct().Except(written.NotUpdated)) w.WriteStringValue(call.Context.Compact(name));
            w.WriteEndArray();
            w.WriteStartArray("notUpdated"u8);
            foreach (var name in written.NotUpdated.Distinct())
            {
                w.WriteStartObject();
                w.WriteString("attributeName"u8, call.Context.Compact(name));
                w.WriteString("reason"u8, reason);
                w.WriteEndObject();
            }
            w.WriteEndArray();
            w.WriteEndObject();
        });
        return null;
    }

    public static void Location(LdCall call, string path, string id) =>
        call.Http.Response.Headers.Location = path + Escaped(id);

    // What may stand in a path stands as it is (RFC 3986 pchar), so that urn:ngsi-ld:X:1 stays readable.
    static string Escaped(string id) => id.AsSpan().ContainsAnyExcept(plain) ? Uri.EscapeDataString(id) : id;

    static readonly SearchValues<char> plain = SearchValues.Create([.. Enumerable.Range(0x21, 0x7e - 0x20).Select(c => (char)c).Except("%/?#[]@")]);
}
