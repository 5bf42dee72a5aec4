using System.Text.Json;

namespace Cardo.Standards.JsonLd;

/// <summary>Adds the definitions of one context object to the terms there are (JSON-LD 1.1, create term definition).</summary>
internal sealed class TermDefinitions(Dictionary<string, Term> terms, JsonElement context, int maxTerms)
{
    const int MaxName = 1_024;

    readonly Dictionary<string, JsonElement> given = new(StringComparer.Ordinal);
    readonly HashSet<string> defining = new(StringComparer.Ordinal);
    readonly HashSet<string> defined = new(StringComparer.Ordinal);
    string vocabulary = CoreContext.DefaultVocab;
    LdError? error;

    public LdError? Define(ref string? vocab)
    {
        foreach (var member in context.EnumerateObject()) given[member.Name] = member.Value;
        if (given.Count + terms.Count > maxTerms) return LdError.Context($"The @context has more than {maxTerms} terms.");
        if (given.TryGetValue("@vocab", out var said))
        {
            if (said.ValueKind == JsonValueKind.Null) vocab = null;
            else if (said.ValueKind == JsonValueKind.String && said.GetString() is { Length: > 0 and <= MaxName } text) vocab = Iri(text);
            else return LdError.Bad("@vocab is an IRI or null.", "@context.@vocab");
        }
        vocabulary = vocab ?? vocabulary;
        foreach (var name in given.Keys)
            if (!name.StartsWith('@')) DefineOne(name);
        return error;
    }

    void DefineOne(string name)
    {
        if (error is not null || defined.Contains(name)) return;
        if (name.Length is 0 or > MaxName)
        {
            error = LdError.Bad($"A term has 1 to {MaxName} characters.", "@context");
            return;
        }
        // Each step names another term of this object, so the depth is bounded by the set; a hundred is no vocabulary.
        if (!defining.Add(name) || defining.Count > 100)
        {
            error = LdError.Bad($"The term {name} is defined by itself.", $"@context.{name}");
            return;
        }
        if (Read(name, given[name]) is { } term) terms[name] = term;
        else terms.Remove(name);
        defining.Remove(name);
        defined.Add(name);
    }

    Term? Read(string name, JsonElement said)
    {
        string? id = name, type = null, container = null;
        bool? prefix = null;
        switch (said.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                id = said.GetString()!;
                break;
            case JsonValueKind.Object:
                if (said.TryGetProperty("@id", out var idSaid))
                {
                    if (idSaid.ValueKind == JsonValueKind.Null) return null;
                    if (idSaid.ValueKind != JsonValueKind.String) return Wrong(name, "@id is an IRI");
                    id = idSaid.GetString()!;
                }
                type = Member(said, "@type");
                container = Member(said, "@container");
                prefix = said.TryGetProperty("@prefix", out var p) ? p.ValueKind == JsonValueKind.True : false;
                if (said.TryGetProperty("@reverse", out _)) return null;
                break;
            default:
                return Wrong(name, "a definition is an IRI, an object or null");
        }
        if (id.Length > MaxName) return Wrong(name, "its IRI is too long");
        var iri = id == name ? Own(name) : Iri(id);
        if (type is not null && !type.StartsWith('@')) type = Iri(type);
        return new Term(NamePool.One(iri), type, container, prefix ?? Term.EndsAsPrefix(iri));
    }

    // A container may be a list of words: the first that NGSI-LD knows counts.
    static string? Member(JsonElement said, string member) => !said.TryGetProperty(member, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.String => value[0].GetString(),
        _ => null,
    };

    string Own(string name)
    {
        var colon = name.IndexOf(':');
        return colon < 0 ? vocabulary + name : Prefixed(name, colon);
    }

    string Iri(string id)
    {
        if (id.StartsWith('@')) return id;
        var colon = id.IndexOf(':');
        if (colon >= 0) return Prefixed(id, colon);
        return Lookup(id)?.Iri ?? vocabulary + id;
    }

    string Prefixed(string id, int colon) =>
        colon > 0 && !id.AsSpan(colon + 1).StartsWith("//") && Lookup(id[..colon]) is { } term && !term.Iri.StartsWith('@')
            ? term.Iri + id[(colon + 1)..] : id;

    Term? Lookup(string name)
    {
        if (CoreContext.Terms.TryGetValue(name, out var core)) return core;
        if (given.ContainsKey(name) && !name.StartsWith('@') && !defined.Contains(name)) DefineOne(name);
        return error is null ? terms.GetValueOrDefault(name) : null;
    }

    Term? Wrong(string name, string what)
    {
        error ??= LdError.Bad($"The term {name} can't be read: {what}.", $"@context.{name}");
        return null;
    }
}
