using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Cardo.Standards.Jcs;

/// <summary>
/// RFC 8785, the JSON Canonicalization Scheme: one spelling for each JSON text, so that it can be hashed and signed.
/// Names sorted by UTF-16 code units, numbers as ECMAScript prints them, the shortest escapes, no white space.
/// I-JSON (RFC 7493) is asked for: a name twice in one object and a lone surrogate are refused.
/// </summary>
public static class Canonical
{
    public const int MaxDepth = 64;

    static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>The canonical spelling of a JSON text in UTF-8; null with the reason when it has none.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> json, out string? fault)
    {
        fault = null;
        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            if (!reader.Read()) { fault = "the text is empty"; return null; }
            var to = new ArrayBufferWriter<byte>(json.Length);
            fault = Value(ref reader, to);
            if (fault is null && reader.Read()) fault = "something stands after the value";
            return fault is null ? to.WrittenSpan.ToArray() : null;
        }
        catch (JsonException broken)
        {
            fault = broken.Message;
            return null;
        }
    }

    /// <summary>Whether the text is already spelled so.</summary>
    public static bool Is(ReadOnlySpan<byte> json) => CanonicalCheck.Surely(json) || Of(json, out _) is { } canonical && canonical.AsSpan().SequenceEqual(json);

    static string? Value(ref Utf8JsonReader reader, ArrayBufferWriter<byte> to)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return Object(ref reader, to);
            case JsonTokenType.StartArray: return Array(ref reader, to);
            case JsonTokenType.String: return Text(ref reader, out var text) is { } bad ? bad : Write(to, text);
            case JsonTokenType.Number: return Number(ref reader, to);
            case JsonTokenType.True: to.Write("true"u8); return null;
            case JsonTokenType.False: to.Write("false"u8); return null;
            default: to.Write("null"u8); return null;
        }
    }

    static string? Object(ref Utf8JsonReader reader, ArrayBufferWriter<byte> to)
    {
        // Members are spelled in the order they come and put in order afterwards: values need no tree of their own.
        var members = new List<(string Name, ArrayBufferWriter<byte> Value)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (Text(ref reader, out var name) is { } bad) return bad;
            var value = new ArrayBufferWriter<byte>();
            reader.Read();
            if (Value(ref reader, value) is { } worse) return worse;
            members.Add((name, value));
        }
        members.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        to.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name) return $"the name '{members[i].Name}' stands twice in one object";
            if (i > 0) to.Write(","u8);
            Write(to, members[i].Name);
            to.Write(":"u8);
            to.Write(members[i].Value.WrittenSpan);
        }
        to.Write("}"u8);
        return null;
    }

    static string? Array(ref Utf8JsonReader reader, ArrayBufferWriter<byte> to)
    {
        to.Write("["u8);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i > 0) to.Write(","u8);
            if (Value(ref reader, to) is { } bad) return bad;
        }
        to.Write("]"u8);
        return null;
    }

    static string? Number(ref Utf8JsonReader reader, ArrayBufferWriter<byte> to)
    {
        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number)) return "a number is too large for IEEE 754";
        to.Write(Encoding.ASCII.GetBytes(Numbers.Format(number)));
        return null;
    }

    static string? Text(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString()!;
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate has no UTF-8, so the reader can't give it.
            text = "";
            return "a string holds half of a surrogate pair";
        }
    }

    /// <summary>A string as section 3.2.2.2 spells it; always null, for the convenience of callers.</summary>
    static string? Write(ArrayBufferWriter<byte> to, string text)
    {
        to.Write("\""u8);
        var from = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] >= ' ' && text[i] is not ('"' or '\\')) continue;
            if (i > from) Encoding.UTF8.GetBytes(text.AsSpan(from, i - from), to);
            if (i < text.Length) Escape(to, text[i]);
            from = i + 1;
        }
        to.Write("\""u8);
        return null;
    }

    static void Escape(ArrayBufferWriter<byte> to, char c)
    {
        var letter = c switch { '"' => '"', '\\' => '\\', '\b' => 'b', '\t' => 't', '\n' => 'n', '\f' => 'f', '\r' => 'r', _ => 'u' };
        to.Write([(byte)'\\', (byte)letter]);
        if (letter == 'u') to.Write(Encoding.ASCII.GetBytes(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
