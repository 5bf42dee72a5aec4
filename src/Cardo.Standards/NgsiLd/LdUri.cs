using System.Buffers;

namespace Cardo.Standards.NgsiLd;

/// <summary>What may be an id and what may be a name.</summary>
public static class LdUri
{
    public const int MaxLength = 2_048;

    /// <summary>The value that stands for "delete" in fragments (clause 4.5.0).</summary>
    public const string Null = "urn:ngsi-ld:null";

    static readonly SearchValues<char> notInUri = SearchValues.Create("\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f \"<>\\^`{|}\u007f");
    static readonly SearchValues<byte> notInName = SearchValues.Create("\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f \"'<>\\^`{|}()[];,=\u007f"u8);

    /// <summary>An absolute URI (RFC 3986 scheme, then anything without spaces and brackets).</summary>
    public static bool IsUri(ReadOnlySpan<char> text)
    {
        if (text.Length is < 3 or > MaxLength || !char.IsAsciiLetter(text[0])) return false;
        var colon = text.IndexOf(':');
        if (colon < 1 || colon == text.Length - 1) return false;
        foreach (var c in text[1..colon])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return false;
        return text.IndexOfAny(notInUri) < 0;
    }

    /// <summary>A name of an attribute or a type: none of the characters the query language is made of.</summary>
    public static bool IsName(ReadOnlySpan<byte> utf8) => utf8.Length is > 0 and <= MaxLength && utf8.IndexOfAny(notInName) < 0;
}
