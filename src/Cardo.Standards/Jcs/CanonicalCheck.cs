using System.Text.Json;
using System.Text.Unicode;

namespace Cardo.Standards.Jcs;

/// <summary>
/// Says of most canonical texts that they are, in one pass and without writing them anew: no white space between tokens,
/// no escapes, members in rising order, whole numbers without ornament. What it can't decide so, it leaves to
/// <see cref="Canonical.Of"/>; it never calls a text canonical that isn't.
/// </summary>
public static class CanonicalCheck
{
    /// <summary>Whole numbers of so many digits are all exact in IEEE 754, so each has one spelling.</summary>
    const int ExactDigits = 15;

    static readonly JsonReaderOptions Strict = new() { MaxDepth = Canonical.MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>True: canonical. False: not decided.</summary>
    public static bool Surely(ReadOnlySpan<byte> json)
    {
        // Names compare as bytes the way they compare as UTF-16 only where no character lies beyond the surrogates.
        if (json.ContainsAnyInRange((byte)0xF0, (byte)0xFF) || !Utf8.IsValid(json)) return false;
        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            Span<int> names = stackalloc int[2 * (Canonical.MaxDepth + 2)]; // where the last name of each open object stands
            long end = 0;
            var comma = false;
            while (reader.Read())
            {
                var token = reader.TokenType;
                var isEnd = token is JsonTokenType.EndObject or JsonTokenType.EndArray;
                // The token begins right after the last one, or after the one comma or colon between.
                if (reader.TokenStartIndex != end + (comma && !isEnd ? 1 : 0)) return false;
                switch (token)
                {
                    case JsonTokenType.PropertyName when !Name(reader, json, names.Slice(2 * reader.CurrentDepth, 2)):
                    case JsonTokenType.String when reader.ValueIsEscaped:
                    case JsonTokenType.Number when !Whole(reader.ValueSpan):
                        return false;
                    case JsonTokenType.StartObject:
                        names.Slice(2 * (reader.CurrentDepth + 1), 2).Fill(-1);
                        break;
                }
                // Of a name the reader takes the colon along.
                end = reader.BytesConsumed;
                if (token == JsonTokenType.PropertyName && reader.ValueSpan.Length + 3 != end - reader.TokenStartIndex) return false;
                comma = token is not (JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray);
            }
            return end == json.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static bool Name(in Utf8JsonReader reader, ReadOnlySpan<byte> json, Span<int> last)
    {
        if (reader.ValueIsEscaped) return false;
        var name = reader.ValueSpan;
        if (last[0] >= 0 && json.Slice(last[0], last[1]).SequenceCompareTo(name) >= 0) return false;
        last[0] = (int)reader.TokenStartIndex + 1;
        last[1] = name.Length;
        return true;
    }

    static bool Whole(ReadOnlySpan<byte> number) =>
        number.Length <= ExactDigits && !number.ContainsAny((byte)'.', (byte)'e', (byte)'E') && number is not [(byte)'-', (byte)'0', ..];
}
