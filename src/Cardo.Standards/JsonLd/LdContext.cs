using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Cardo.Standards.JsonLd;

/// <summary>
/// A context ready to use: expands names to IRIs and shortens IRIs to names. Immutable to its users; safe for all
/// threads. The core's terms win over the user's; a user's <c>@vocab</c> takes the place of the default one.
/// </summary>
public sealed class LdContext
{
    const int Remembered = 4_096;

    readonly FrozenDictionary<string, Term> terms;
    readonly Dictionary<string, string> byIri = new(StringComparer.Ordinal);
    readonly (string Iri, string Prefix)[] prefixes;
    readonly Utf8Names<string> expanded = new(Remembered);
    readonly ConcurrentDictionary<string, JsonEncodedText> compacted = new(StringComparer.Ordinal);
    int compactedCount;

    /// <param name="terms">the user's terms, absolute</param>
    /// <param name="vocab">the user's @vocab, or null</param>
    /// <param name="json">what the user wrote as @context: compact JSON; empty for nothing but the core</param>
    /// <param name="link">the URL by which a Link header can name it, or null</param>
    internal LdContext(IReadOnlyDictionary<string, Term> terms, string? vocab, ReadOnlyMemory<byte> json, string? link)
    {
        this.terms = terms.ToFrozenDictionary(StringComparer.Ordinal);
        Vocab = vocab ?? CoreContext.DefaultVocab;
        Link = link;
        Json = Echo(json.Span);
        var found = new List<(string, string)>();
        foreach (var (name, term) in CoreContext.Terms.Concat(this.terms.OrderBy(t => t.Key, StringComparer.Ordinal)))
        {
            if (CoreContext.Terms.ContainsKey(name) && this.terms.TryGetValue(name, out var shadowed) && ReferenceEquals(term, shadowed)) continue;
            if (term.Iri.StartsWith('@')) continue;
            // The user's word for an IRI comes before the core's; of several the shortest.
            if (!byIri.TryGetValue(term.Iri, out var there) || CoreContext.Terms.ContainsKey(there) || name.Length < there.Length) byIri[term.Iri] = name;
            if (term.Prefix) found.Add((term.Iri, name));
        }
        prefixes = [.. found.OrderByDescending(p => p.Item1.Length)];
    }

    /// <summary>Nothing but the core.</summary>
    public static LdContext Core { get; } = new(new Dictionary<string, Term>(), null, default, CoreContext.Url);

    /// <summary>What a name without colon and term stands before.</summary>
    public string Vocab { get; }

    /// <summary>The value of <c>@context</c> to write into a body: what the user said, then the core.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The URL a Link header can give; null when the context was written out in a body.</summary>
    public string? Link { get; }

    /// <summary>How many terms the user brought: what keeping it costs.</summary>
    public int Terms => terms.Count;

    /// <summary>What this context says of a name; the core first.</summary>
    public Term? TermOf(string name) => CoreContext.Terms.GetValueOrDefault(name) ?? terms.GetValueOrDefault(name);

    /// <summary>The IRI of an attribute, a type or a vocabulary word. Absolute IRIs stay as they are.</summary>
    public string Expand(string name)
    {
        if (TermOf(name) is { } term) return term.Iri;
        var colon = name.IndexOf(':');
        if (colon < 0) return name.StartsWith('@') ? name : NamePool.One(Vocab + name);
        if (colon > 0 && !name.AsSpan(colon + 1).StartsWith("//") && TermOf(name[..colon]) is { } prefix && !prefix.Iri.StartsWith('@'))
            return NamePool.One(prefix.Iri + name[(colon + 1)..]);
        return NamePool.One(name);
    }

    /// <summary>The same from UTF-8, without a string for names seen before.</summary>
    public string Expand(ReadOnlySpan<byte> utf8)
    {
        if (expanded.TryGet(utf8, out var iri)) return iri;
        iri = Expand(Encoding.UTF8.GetString(utf8));
        expanded.Add(utf8, iri);
        return iri;
    }

    /// <summary>The shortest name that expands to the IRI again.</summary>
    public string Compact(string iri)
    {
        if (byIri.TryGetValue(iri, out var term)) return term;
        if (iri.StartsWith(Vocab, StringComparison.Ordinal) && Stands(iri[Vocab.Length..], iri)) return iri[Vocab.Length..];
        foreach (var (start, prefix) in prefixes)
            if (iri.Length > start.Length && iri.StartsWith(start, StringComparison.Ordinal) && Stands($"{prefix}:{iri[start.Length..]}", iri))
                return $"{prefix}:{iri[start.Length..]}";
        return iri;
    }

    bool Stands(string name, string iri) => name.Length > 0 && (name.Contains(':') || !name.Contains('/')) && Expand(name) == iri;

    /// <summary>The name as a JSON property name, ready to write.</summary>
    public JsonEncodedText CompactText(string iri)
    {
        if (compacted.TryGetValue(iri, out var text)) return text;
        text = JsonEncodedText.Encode(Compact(iri), JsonText.Encoder);
        if (Volatile.Read(ref compactedCount) < Remembered && compacted.TryAdd(iri, text)) Interlocked.Increment(ref compactedCount);
        return text;
    }

    static byte[] Echo(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return Encoding.UTF8.GetBytes($"\"{CoreContext.Url}\"");
        var inner = json[0] == (byte)'[' ? json[1..^1] : json;
        return Encoding.UTF8.GetBytes($"[{Encoding.UTF8.GetString(inner)},\"{CoreContext.Url}\"]");
    }
}
