using System.Text.Json;
using System.Text.Unicode;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>
/// Reads entities and fragments of the normalized and the concise representation (ETSI GS CIM 009 clauses 4.5.1 and
/// 4.5.5), names expanded. Never throws: what is wrong comes back as an error with its path.
/// </summary>
public static class EntityReader
{
    /// <summary>One entity, or the attributes of one (see <see cref="ReadOptions"/>).</summary>
    public static LdResult<Entity> Read(ReadOnlySpan<byte> json, LdContext context, ReadOptions options)
    {
        if (!Utf8.IsValid(json)) return LdError.Syntax("The body is no UTF-8.");
        try
        {
            var parser = new EntityParser(json, context, options);
            parser.Move();
            if (parser.Entity() is not { } entity) return parser.Error ?? LdError.Bad("This is no entity.");
            return parser.Move() ? LdError.Syntax("There is more after the entity.") : entity;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Syntax(broken);
        }
    }

    /// <summary>The instances of one attribute whose name is known (the body of <c>…/attrs/{name}</c>).</summary>
    /// <param name="name">the expanded name</param>
    public static LdResult<Attribute[]> ReadAttribute(ReadOnlySpan<byte> json, string name, LdContext context, ReadOptions options)
    {
        if (!Utf8.IsValid(json)) return LdError.Syntax("The body is no UTF-8.");
        try
        {
            var parser = new EntityParser(json, context, options);
            parser.Move();
            var instances = new List<Attribute>();
            if (!parser.Instances(name, instances, 0)) return parser.Error ?? LdError.Bad("This is no attribute.");
            return parser.Move() ? LdError.Syntax("There is more after the attribute.") : instances.ToArray();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Syntax(broken);
        }
    }

    /// <summary>The raw value of the outermost <c>@context</c>; empty when there is none or the body is no object.</summary>
    public static ReadOnlySpan<byte> ContextOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ContextOf(json, ref reader) : default;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    // Leaves the reader on the object's end, or behind the context.
    internal static ReadOnlySpan<byte> ContextOf(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("@context"u8);
            reader.Read();
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found) return json[from..(int)reader.BytesConsumed];
        }
        return default;
    }

    // The reader throws InvalidOperationException for escapes that are no Unicode, JsonException for the rest.
    internal static LdError Syntax(Exception broken) => LdError.Syntax(broken is JsonException json
        ? $"The body is no JSON: line {(json.LineNumber ?? 0) + 1}, byte {json.BytePositionInLine ?? 0}."
        : "The body has text that is no Unicode.");
}
