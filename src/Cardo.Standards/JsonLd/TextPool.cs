using System.Text;

namespace Cardo.Standards.JsonLd;

/// <summary>
/// Texts that come again and again ("on", the id of a cabinet that a hundred lamps hang on), found by their UTF-8 without
/// making them anew. It holds as many as it has places: what falls on another's place takes it, so no sender can fill it.
/// </summary>
public static class TextPool
{
    const int Places = 1 << 14;

    /// <summary>Longer texts hardly ever come twice.</summary>
    const int Longest = 96;

    static readonly string?[] places = new string?[Places];

    /// <param name="utf8">valid UTF-8</param>
    public static string One(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > Longest) return Encoding.UTF8.GetString(utf8);
        // Two threads may both put theirs there: either is right.
        ref var place = ref places[(uint)Utf8Hash.Of(utf8) % Places];
        if (place is { } there && there.Length == utf8.Length && Ascii.Equals(utf8, there)) return there;
        return place = Encoding.UTF8.GetString(utf8);
    }
}
