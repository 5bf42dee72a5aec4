using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.NgsiLd;

/// <summary>One request on its way through the binding: its tenant, its context, its body.</summary>
internal sealed class LdCall(HttpContext http, LdRoom room, string tenant)
{
    const string ContextRel = "http://www.w3.org/ns/json-ld#context";

    public HttpContext Http { get; } = http;

    public LdRoom Room { get; } = room;

    public TwinDesk Desk => Room.Desk;

    public string Tenant { get; } = tenant;

    /// <summary>The context of the request; the core until <see cref="Read"/> or <see cref="UseLink"/>.</summary>
    public LdContext Context { get; private set; } = LdContext.Core;

    /// <summary>Where an item of a batch brings its own context.</summary>
    public IReadOnlyList<LdResult<LdContext>>? Contexts { get; private set; }

    public LdBody Body { get; } = new(http);

    public string? Query(string name) => Http.Request.QueryString.HasValue && Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    public bool Option(string word) => Query("options") is { } options && options.Split(',').Contains(word);

    /// <summary>A part of the path. A slash inside an id comes as %2F, which routing leaves alone.</summary>
    public string Part(string name) => ((string?)Http.GetRouteValue(name) ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name of an attribute or type in the path, expanded.</summary>
    public string Name(string name) => Context.Expand(Part(name));

    /// <summary>Takes up the context of a Link header, for requests without a body.</summary>
    public async ValueTask<LdError?> UseLink()
    {
        if (!LinkOf(Http.Request.Headers.Link, out var url)) return LdError.Bad("There is more than one JSON-LD Link.", "Link");
        if (url is null) return null;
        if (!(await Room.Contexts.Get(url, Http.RequestAborted)).Try(out var context, out var error)) return error;
        Context = context;
        return null;
    }

    /// <summary>
    /// Reads the body and finds its context: by Link for application/json, inside for application/ld+json
    /// (clause 6.3.5). Answers 413 and 415 itself and then gives <see cref="LdBody.Answered"/>.
    /// </summary>
    public async ValueTask<LdError?> Read(bool batch = false)
    {
        var medium = Media.Of(Http.Request.ContentType);
        if (medium is Medium.None or Medium.GeoJson || (medium == Medium.MergePatch && Http.Request.Method != "PATCH" && !batch)) return await Body.Unsupported();
        if (await Body.Fill(batch ? Room.Limits.BatchBytes : Room.Limits.BodyBytes, Room.Bodies) is { } failed) return failed;
        if (!LinkOf(Http.Request.Headers.Link, out var url)) return LdError.Bad("There is more than one JSON-LD Link.", "Link");
        var inside = Body.Bytes.Span.IndexOf("\"@context\""u8) >= 0;
        if (batch && inside) return await ReadBatch(medium, url);
        var own = inside ? EntityReader.ContextOf(Body.Bytes.Span).ToArray() : [];
        if (own.Length == 0 && medium == Medium.LdJson) return LdError.Bad("With application/ld+json the body has an @context.", "@context");
        if (own.Length > 0 && medium == Medium.Json) return LdError.Bad("With application/json the context comes as a Link header, not in the body.", "@context");
        if (own.Length > 0 && url is not null) return LdError.Bad("The context comes as a Link header or in the body, not as both.", "@context");
        if (own.Length == 0 && url is null) return null;
        var found = url is not null ? await Room.Contexts.Get(url, Http.RequestAborted) : await Room.Contexts.Get(own, Http.RequestAborted);
        if (!found.Try(out var context, out var error)) return error;
        Context = context;
        return null;
    }

    async ValueTask<LdError?> ReadBatch(Medium medium, string? url)
    {
        if (!BatchReader.ContextsOf(Body.Bytes.Span, Room.Limits.BatchItems).Try(out var raw, out var error)) return error;
        if (medium == Medium.Json && raw.Exists(r => r.Length > 0)) return LdError.Bad("With application/json the context comes as a Link header, not in the body.", "@context");
        if (url is not null && raw.Exists(r => r.Length > 0)) return LdError.Bad("The context comes as a Link header or in the body, not as both.", "@context");
        var contexts = new LdResult<LdContext>[raw.Count];
        for (var i = 0; i < contexts.Length; i++)
            contexts[i] = raw[i].Length == 0 ? (medium == Medium.LdJson ? LdError.Bad("With application/ld+json each entity has an @context.", "@context") : Context)
                : i > 0 && ReferenceEquals(raw[i], raw[i - 1]) ? contexts[i - 1] : await Room.Contexts.Get(raw[i], Http.RequestAborted);
        Contexts = contexts;
        return null;
    }

    public LdError? Admit(IReadOnlyList<Attribute> attributes) => Room.Names.Admit(Tenant, attributes);

    // False when there are two; the URL is null when there is none.
    static bool LinkOf(Microsoft.Extensions.Primitives.StringValues headers, out string? url)
    {
        url = null;
        foreach (var header in headers)
            foreach (var link in (header ?? "").Split(','))
            {
                if (!link.Contains(ContextRel, StringComparison.Ordinal)) continue;
                var from = link.IndexOf('<');
                var to = link.IndexOf('>', from + 1);
                if (from < 0 || to < 0) continue;
                if (url is not null) return false;
                url = link[(from + 1)..to];
            }
        return true;
    }

    /// <summary>Says to the client what was left out or done otherwise (clause 6.3.17).</summary>
    public void Warn(string what) => Http.Response.Headers.Append("NGSILD-Warning", $"199 - \"{what}\"");

    public ValueTask<LdError?> Done(int status)
    {
        Http.Response.StatusCode = status;
        return ValueTask.FromResult<LdError?>(null);
    }

    /// <summary>The Link header that names a context for application/json.</summary>
    public static string LinkTo(string url) => $"<{url}>; rel=\"{ContextRel}\"; type=\"application/ld+json\"";
}
