using System.Text;
using System.Text.Json;

namespace Cardo.Standards.JsonLd;

/// <summary>
/// Makes a <see cref="LdContext"/> of the value of an <c>@context</c> member: a URL, an object of definitions, or a list
/// of both (JSON-LD 1.1, context processing; scoped contexts and <c>@base</c> have no meaning in NGSI-LD and are left
/// alone). Loops, depth, count and size are limited; each breach is an error value.
/// </summary>
public sealed class ContextBuilder
{
    readonly IContextSource source;
    readonly ContextLimits limits;
    readonly CancellationToken cancel;
    readonly List<string> chain = [];
    readonly Dictionary<string, Term> terms = new(StringComparer.Ordinal);
    string? vocab;
    int count;
    long bytes;

    ContextBuilder(IContextSource source, ContextLimits limits, CancellationToken cancel) =>
        (this.source, this.limits, this.cancel) = (source, limits, cancel);

    /// <param name="json">the value of the member, valid JSON</param>
    public static async ValueTask<LdResult<LdContext>> Build(ReadOnlyMemory<byte> json, IContextSource source, ContextLimits? limits = null, CancellationToken cancel = default)
    {
        limits ??= ContextLimits.Default;
        if (json.Length > limits.Bytes) return LdError.Bad($"The @context is larger than {limits.Bytes} bytes.", "@context");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            var builder = new ContextBuilder(source, limits, cancel);
            if (await builder.Process(document.RootElement, null, 0) is { } error) return error;
            var kept = Without(document.RootElement, out var link);
            return kept.Length == 0 && builder.terms.Count == 0 ? LdContext.Core : new LdContext(builder.terms, builder.vocab, kept, link);
        }
        catch (JsonException)
        {
            return LdError.Syntax("The @context is no JSON.", "@context");
        }
        catch (InvalidOperationException)
        {
            return LdError.Syntax("The @context has text that is no Unicode.", "@context");
        }
    }

    /// <summary>The context at one URL.</summary>
    public static ValueTask<LdResult<LdContext>> Build(string url, IContextSource source, ContextLimits? limits = null, CancellationToken cancel = default) =>
        Build(JsonSerializer.SerializeToUtf8Bytes(url), source, limits, cancel);

    async ValueTask<LdError?> Process(JsonElement context, string? baseUrl, int depth)
    {
        if (depth > limits.Depth) return LdError.Context($"Contexts nest deeper than {limits.Depth}.");
        if (++count > limits.Count) return LdError.Context($"The @context is made of more than {limits.Count} contexts.");
        switch (context.ValueKind)
        {
            case JsonValueKind.Null:
                terms.Clear();
                vocab = null;
                return null;
            case JsonValueKind.String:
                return await Remote(context.GetString()!, baseUrl, depth);
            case JsonValueKind.Object:
                if (context.TryGetProperty("@import", out var import) && import.ValueKind == JsonValueKind.String
                    && await Remote(import.GetString()!, baseUrl, depth) is { } failed) return failed;
                return new TermDefinitions(terms, context, limits.Terms).Define(ref vocab);
            case JsonValueKind.Array:
                foreach (var part in context.EnumerateArray())
                    if (await Process(part, baseUrl, depth + 1) is { } error) return error;
                return null;
            default:
                return LdError.Bad("An @context is a URL, an object, a list of them, or null.", "@context");
        }
    }

    async ValueTask<LdError?> Remote(string reference, string? baseUrl, int depth)
    {
        if (CoreContext.IsCore(reference)) return null;
        if (!Uri.TryCreate(reference, UriKind.Absolute, out var uri)
            && !(baseUrl is not null && Uri.TryCreate(new Uri(baseUrl), reference, out uri)))
            return LdError.Bad($"The @context \"{Cut(reference)}\" is no absolute URL.", "@context");
        if (uri.Scheme is not ("http" or "https")) return LdError.Bad($"The @context \"{Cut(reference)}\" is not reachable by HTTP.", "@context");
        var url = uri.AbsoluteUri;
        if (CoreContext.IsCore(url)) return null;
        if (chain.Contains(url)) return LdError.Context($"The context {url} names itself, by way of {chain.Count} contexts.");
        var loaded = await source.Load(url, cancel);
        if (!loaded.Try(out var document, out var error)) return error;
        if ((bytes += document.Length) > limits.Bytes) return LdError.Context($"The contexts are larger than {limits.Bytes} bytes together.");
        chain.Add(url);
        try
        {
            using var parsed = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 32 });
            if (parsed.RootElement.ValueKind != JsonValueKind.Object || !parsed.RootElement.TryGetProperty("@context", out var inner))
                return LdError.Context($"What is at {url} has no @context.");
            return await Process(inner, url, depth + 1);
        }
        catch (JsonException)
        {
            return LdError.Context($"What is at {url} is no JSON.");
        }
        finally
        {
            chain.RemoveAt(chain.Count - 1);
        }
    }

    // What is written back is what the user gave, without the core (which is always added at the end).
    static byte[] Without(JsonElement context, out string? link)
    {
        var parts = (context.ValueKind == JsonValueKind.Array ? context.EnumerateArray().ToArray() : [context])
            .Where(p => !(p.ValueKind == JsonValueKind.String && CoreContext.IsCore(p.GetString()!))
                && !(p.ValueKind is JsonValueKind.Object && !p.EnumerateObject().Any()) && p.ValueKind != JsonValueKind.Null).ToArray();
        link = parts.Length == 1 && parts[0].ValueKind == JsonValueKind.String ? parts[0].GetString() : parts.Length == 0 ? CoreContext.Url : null;
        if (parts.Length == 0) return [];
        return JsonText.Compact(Encoding.UTF8.GetBytes(parts.Length == 1 ? parts[0].GetRawText() : $"[{string.Join(',', parts.Select(p => p.GetRawText()))}]"));
    }

    static string Cut(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
