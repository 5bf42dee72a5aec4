using System.Text.Json;
using System.Text.Unicode;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd;

/// <summary>One item of a batch: an entity, or why it is none.</summary>
/// <param name="Id">the id as far as it was read; empty when there was none</param>
public sealed record BatchItem(string Id, Entity? Entity, LdError? Error);

/// <summary>Reads the bodies of <c>/entityOperations</c>: one bad item does not spoil the others.</summary>
public static class BatchReader
{
    /// <summary>A list of entities. An error is given only for what is no JSON list at all, or too long.</summary>
    /// <param name="contexts">the context of each item in order, where items bring their own; null: <paramref name="context"/> for all</param>
    public static LdResult<List<BatchItem>> Read(ReadOnlySpan<byte> json, LdContext context, ReadOptions options, int maxItems, IReadOnlyList<LdResult<LdContext>>? contexts = null)
    {
        if (!Utf8.IsValid(json)) return LdError.Syntax("The body is no UTF-8.");
        var items = new List<BatchItem>(Math.Min(maxItems, json.Length / 200 + 1));
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = options.MaxJsonDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return LdError.Bad("A batch is a list of entities.");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (items.Count == maxItems) return new LdError(LdErrorKind.TooManyResults, $"A batch holds at most {maxItems} entities.");
                var own = contexts is null ? context : contexts[items.Count];
                items.Add(own.Try(out var with, out var error) ? Item(json, ref reader, with, options) : Skipped(ref reader, error));
            }
            return reader.Read() ? LdError.Syntax("There is more after the list.") : items;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return EntityReader.Syntax(broken);
        }
    }

    static BatchItem Item(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, LdContext context, ReadOptions options)
    {
        var parser = new EntityParser(json, reader, context, options);
        if (parser.Entity() is { } entity)
        {
            reader = parser.At;
            return new BatchItem(entity.Id, entity, null);
        }
        reader.Skip();
        return new BatchItem(parser.Id ?? "", null, parser.Error ?? LdError.Bad("This is no entity."));
    }

    static BatchItem Skipped(ref Utf8JsonReader reader, LdError error)
    {
        reader.Skip();
        return new BatchItem("", null, error);
    }

    /// <summary>The raw @context of each item, in order (empty where there is none).</summary>
    public static LdResult<List<byte[]>> ContextsOf(ReadOnlySpan<byte> json, int maxItems)
    {
        var found = new List<byte[]>();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return LdError.Bad("A batch is a list of entities.");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (found.Count == maxItems) return new LdError(LdErrorKind.TooManyResults, $"A batch holds at most {maxItems} entities.");
                var item = reader;
                var context = item.TokenType == JsonTokenType.StartObject ? EntityReader.ContextOf(json, ref item) : default;
                // Items of one batch mostly share their context: keep one copy.
                found.Add(found.Count > 0 && context.SequenceEqual(found[^1]) ? found[^1] : context.ToArray());
                reader.Skip();
            }
            return found;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return EntityReader.Syntax(broken);
        }
    }

    /// <summary>A list of ids (batch delete).</summary>
    public static LdResult<List<string>> Ids(ReadOnlySpan<byte> json, int maxItems)
    {
        if (!Utf8.IsValid(json)) return LdError.Syntax("The body is no UTF-8.");
        var ids = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return LdError.Bad("A batch delete is a list of ids.");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (ids.Count == maxItems) return new LdError(LdErrorKind.TooManyResults, $"A batch holds at most {maxItems} ids.");
                if (!JsonText.TryText(ref reader, out var id) || !LdUri.IsUri(id)) return LdError.Bad("An id is a URI.", $"[{ids.Count}]");
                ids.Add(id);
            }
            return ids;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return EntityReader.Syntax(broken);
        }
    }
}
