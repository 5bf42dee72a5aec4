using System.Text;
using System.Text.Json;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>
/// Reads one entity or fragment in a single pass. The first error ends it and carries the path of member names.
/// </summary>
internal ref partial struct EntityParser
{
    [ThreadStatic] static List<Attribute>? spare;

    readonly ReadOnlySpan<byte> body;
    readonly LdContext context;
    readonly ReadOptions options;
    Utf8JsonReader reader;

    public EntityParser(ReadOnlySpan<byte> body, LdContext context, ReadOptions options)
    {
        this.body = body;
        this.context = context;
        this.options = options;
        reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = options.MaxJsonDepth });
    }

    /// <summary>Continues where another reader stands: at the token before the entity.</summary>
    public EntityParser(ReadOnlySpan<byte> body, Utf8JsonReader at, LdContext context, ReadOptions options)
    {
        this.body = body;
        this.context = context;
        this.options = options;
        reader = at;
    }

    public LdError? Error { get; private set; }

    public readonly Utf8JsonReader At => reader;

    /// <summary>The id as far as it was read, for telling which item of a batch failed.</summary>
    public string? Id { get; private set; }

    public bool Move() => reader.Read();

    public readonly JsonTokenType Token => reader.TokenType;

    /// <summary>The entity whose opening brace the reader stands on.</summary>
    public Entity? Entity()
    {
        if (reader.TokenType != JsonTokenType.StartObject) return Fail("An entity is a JSON object.");
        string[] types = [], scopes = [];
        long expires = 0;
        var list = spare ?? [];
        spare = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Name(out var name)) return null;
            var ok = name.Length switch
            {
                2 when name.SequenceEqual("id"u8) => ReadId(),
                3 when name.SequenceEqual("@id"u8) => ReadId(),
                4 when name.SequenceEqual("type"u8) => Types(ref types),
                5 when name.SequenceEqual("@type"u8) => Types(ref types),
                5 when name.SequenceEqual("scope"u8) => Scopes(ref scopes),
                8 when name.SequenceEqual("@context"u8) => Pass(),
                9 when name.SequenceEqual("createdAt"u8) || name.SequenceEqual("deletedAt"u8) => Pass(),
                10 when name.SequenceEqual("modifiedAt"u8) => Pass(),
                9 when name.SequenceEqual("expiresAt"u8) => Expires(ref expires),
                _ => Attributes(name, list, 0),
            };
            if (!ok) return null;
            if (list.Count > options.MaxAttributes) return Fail($"The entity has more than {options.MaxAttributes} attributes.");
        }
        if (options.NeedsId && Id is null) return Fail("An entity has an id.", "id");
        if (options.NeedsType && types.Length == 0) return Fail("An entity has a type.", "type");
        var attributes = list.ToArray();
        list.Clear();
        if (list.Capacity <= 256) spare = list;
        return new Entity { Id = Id ?? "", Types = types, Scopes = scopes, Attributes = attributes, ExpiresAtUs = expires };
    }

    // A name with escapes is rare; it is unescaped into an array of its own.
    bool Name(out ReadOnlySpan<byte> name)
    {
        name = reader.ValueSpan;
        if (!reader.ValueIsEscaped) return true;
        if (!JsonText.TryText(ref reader, out var text)) return Fail("A name is no Unicode text.") is not null;
        name = Encoding.UTF8.GetBytes(text);
        return true;
    }

    bool ReadId()
    {
        reader.Read();
        if (!Text(out var text) || !LdUri.IsUri(text)) return Fail("The id is a URI, like urn:ngsi-ld:Device:1.", "id") is not null;
        Id = text;
        return true;
    }

    bool Types(ref string[] types)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            if (Type() is not { } one) return false;
            types = NamePool.Alone(one);
            return true;
        }
        if (reader.TokenType != JsonTokenType.StartArray) return Fail("A type is a name or a list of names.", "type") is not null;
        var many = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Type() is not { } one) return false;
            if (!many.Contains(one)) many.Add(one);
            if (many.Count > 64) return Fail("An entity has at most 64 types.", "type") is not null;
        }
        types = many.Count == 1 ? NamePool.Alone(many[0]) : [.. many];
        return true;
    }

    string? Type()
    {
        if (reader.TokenType == JsonTokenType.String && Name(out var name) && LdUri.IsName(name)) return context.Expand(name);
        Fail("A type is a name or a URI.", "type");
        return null;
    }

    bool Scopes(ref string[] scopes)
    {
        reader.Read();
        var many = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!Scope(many)) return false;
            }
        else if (options.AllowsNull && (reader.TokenType == JsonTokenType.Null || reader.ValueTextEquals(LdUri.Null))) return true;
        else if (!Scope(many)) return false;
        scopes = [.. many];
        return true;
    }

    bool Scope(List<string> scopes)
    {
        if (!Text(out var text) || !ScopeText.TryNormalize(text, out var scope)) return Fail("A scope is a path like /Tainan/Parks.", "scope") is not null;
        if (!scopes.Contains(scope)) scopes.Add(scope);
        return scopes.Count <= 64 || Fail("An entity has at most 64 scopes.", "scope") is not null;
    }

    bool Expires(ref long expires)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && LdTime.TryParse(reader.ValueSpan, out expires)
            || Fail("expiresAt is a date and time like 2026-08-23T10:00:00Z.", "expiresAt") is not null;
    }

    bool Pass()
    {
        reader.Read();
        reader.Skip();
        return true;
    }

    bool Text(out string text)
    {
        if (reader.TokenType == JsonTokenType.String) return JsonText.TryText(ref reader, out text);
        text = "";
        return false;
    }

    readonly bool IsNull => reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(LdUri.Null));

    Entity? Fail(string message, string path = "")
    {
        Error ??= LdError.Bad(message, path);
        return null;
    }

    /// <summary>An error inside the attribute goes up with the attribute's name before its path.</summary>
    bool Within(scoped ReadOnlySpan<byte> name)
    {
        var outer = Encoding.UTF8.GetString(name);
        Error = Error! with { Path = Error.Path.Length == 0 ? outer : $"{outer}.{Error.Path}" };
        return false;
    }
}
