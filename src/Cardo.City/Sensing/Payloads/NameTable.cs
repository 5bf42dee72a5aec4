using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Cardo.Kernel;
using Cardo.Sensing.Judging;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// The names things may say, one copy each. Names come from outside, so their number is bounded: the thing that makes
/// up the name after the last is refused with a reason, and memory stays flat. A new name is kept only when the message
/// that says it is accepted.
/// </summary>
/// <param name="max">how many distinct names the whole city may use</param>
internal sealed class NameTable(int max)
{
    public const int MaxNameBytes = 128;

    static readonly AttributeName nothing = new("", "", null);

    readonly ConcurrentDictionary<byte[], AttributeName> names = new(ByteComparer.It);
    readonly Lock growing = new();

    public int Count => names.Count;

    /// <summary>The name written in UTF-8: the kept copy, or a new one that <see cref="Keep"/> may take; refused when it can't be a name.</summary>
    public Refusal? Find(ReadOnlySpan<byte> utf8, [NotNull] out AttributeName? name)
    {
        if (names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(utf8, out name)) return null;
        name = nothing;
        if (utf8.Length > MaxNameBytes) return Refusal.Bad("name-too-long", $"An attribute's name may have {MaxNameBytes} bytes, this one has {utf8.Length}.");
        var text = Encoding.UTF8.GetString(utf8);
        if (!IsName(text)) return Refusal.Bad("name-invalid", $"'{Clip(text)}' can't be an attribute's name: letters, digits, _ - and . are, the first a letter or _.");
        if (Reserved(text)) return Refusal.Bad("name-reserved", $"'{text}' means something else in NGSI-LD and can't be an attribute's name. Map it with a payload profile.");
        var iri = Expansion.Of(text);
        name = new AttributeName(text, iri, ObservedProperties.Find(text) is { } property ? property with { Definition = iri } : null);
        return null;
    }

    public Refusal? Find(string text, [NotNull] out AttributeName? name)
    {
        Span<byte> utf8 = stackalloc byte[MaxNameBytes];
        if (Encoding.UTF8.TryGetBytes(text, utf8, out var n)) return Find(utf8[..n], out name);
        name = nothing;
        return Refusal.Bad("name-too-long", $"An attribute's name may have {MaxNameBytes} bytes.");
    }

    /// <summary>The copy of a name that stays; refused when the city uses too many already.</summary>
    public Outcome<AttributeName> Keep(AttributeName name)
    {
        var key = Encoding.UTF8.GetBytes(name.Short);
        if (names.TryGetValue(key, out var kept)) return kept;
        lock (growing)
        {
            if (names.Count >= max)
                return Refusal.TooMany("too-many-names", $"The city already uses {max} distinct attribute names, so '{Clip(name.Short)}' is refused. Map it to one of them with a payload profile.");
            return names.GetOrAdd(key, name);
        }
    }

    static bool IsName(string text)
    {
        if (text.Length == 0 || !(char.IsLetter(text[0]) || text[0] == '_')) return false;
        foreach (var c in text)
            if (!(char.IsLetterOrDigit(c) || c is '_' or '-' or '.')) return false;
        return true;
    }

    static bool Reserved(string text) => text is "id" or "type" or "scope" or "createdAt" or "modifiedAt" or "deletedAt" or "observedAt" or "expiresAt" or "unitCode" or "datasetId";

    static string Clip(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
