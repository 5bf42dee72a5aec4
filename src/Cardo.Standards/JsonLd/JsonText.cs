using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cardo.Standards.JsonLd;

/// <summary>Small helps with JSON as text.</summary>
public static class JsonText
{
    /// <summary>Escapes what JSON must have escaped and nothing else: Chinese stays Chinese. Bodies are never put into HTML.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static readonly JsonWriterOptions Writing = new() { Encoder = Encoder, SkipValidation = true };

    /// <summary>A valid JSON text without the white space between its tokens.</summary>
    public static byte[] Compact(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny(" \t\r\n"u8) < 0) return json.ToArray();
        var result = new byte[json.Length];
        var n = 0;
        var inside = false;
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (inside)
            {
                result[n++] = b;
                if (b == '\\' && i + 1 < json.Length) result[n++] = json[++i];
                else if (b == '"') inside = false;
            }
            else if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                result[n++] = b;
                inside = b == '"';
            }
        }
        return result.AsSpan(0, n).ToArray();
    }

    /// <summary>The text of a string or name token; false when its escapes are no Unicode (a lone surrogate).</summary>
    public static bool TryText(ref Utf8JsonReader reader, out string text)
    {
        text = "";
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return false;
        try
        {
            text = reader.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
