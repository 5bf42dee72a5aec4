using System.Globalization;
using System.Text;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;

namespace Cardo.Sensing.Import;

/// <summary>Makes the text of a cell into a value, or says what is wrong with it.</summary>
internal static class Cell
{
    /// <returns>None for a cell that says nothing; otherwise the value. <paramref name="trouble"/> tells why a cell that says something has none.</returns>
    public static Value Read(AttributeMap map, Row row, out Quality doubts, out string? trouble)
    {
        doubts = Quality.Good;
        trouble = null;
        if (map.From == AttributeSource.Constant) return Constant(map);
        if (map.Template is not null) return map.Template.Make(row) is { } made ? Value.Of(made) : default;
        var text = row[map.Column].Trim();
        for (var i = 0; i < map.OtherColumns.Count && IsNull(text, map.Nulls); i++) text = row[map.OtherColumns[i]].Trim();
        if (IsNull(text, map.Nulls)) return default;
        if (map.Match is not null)
        {
            var match = map.Match.Match(text.ToString());
            if (!match.Success) return Nothing("not in the expected form", map, out trouble);
            text = match.Groups[1].Value.Trim();
        }
        if (map.Split is not null) return List(map, text, out trouble);
        if (map.Values is not null)
        {
            if (!map.Values.TryGetValue(text.ToString(), out var word)) return Nothing("unknown word", map, out trouble);
            text = word;
        }
        return map.Type switch
        {
            CellType.Text => Value.Of(text.ToString()),
            CellType.Boolean => Bool(map, text, out trouble),
            CellType.DateTime => Moment(map, text, out trouble),
            CellType.Json => Json(map, text, out trouble),
            _ => Number(map, row, text, out doubts, out trouble),
        };
    }

    /// <summary>Empty, or one of the words that stand for nothing.</summary>
    public static bool IsNull(ReadOnlySpan<char> text, HashSet<string> nulls) =>
        text.IsEmpty || (nulls.Count > 0 && nulls.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text));

    static Value Nothing(string why, AttributeMap map, out string? trouble)
    {
        trouble = $"{why}: {map.Label}";
        return default;
    }

    static Value Constant(AttributeMap map)
    {
        using var document = JsonDocument.Parse(map.ConstantJson);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.String => Value.Of(document.RootElement.GetString()!),
            JsonValueKind.Number => Value.Of(document.RootElement.GetDouble()),
            JsonValueKind.True => Value.Of(true),
            JsonValueKind.False => Value.Of(false),
            _ => Value.OfJson(map.ConstantJson!),
        };
    }

    static Value List(AttributeMap map, ReadOnlySpan<char> text, out string? trouble)
    {
        trouble = null;
        var words = new List<string>();
        foreach (var part in text.ToString().Split(map.Split!, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var word = part;
            if (map.Values is not null && !map.Values.TryGetValue(part, out word)) return Nothing("unknown word", map, out trouble);
            words.Add(word!);
        }
        return Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(words, Plain));
    }

    static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static Value Bool(AttributeMap map, ReadOnlySpan<char> text, out string? trouble)
    {
        trouble = null;
        if (text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase)) return Value.Of(true);
        if (text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase)) return Value.Of(false);
        return Nothing("neither true nor false", map, out trouble);
    }

    static Value Moment(AttributeMap map, ReadOnlySpan<char> text, out string? trouble)
    {
        trouble = null;
        var fault = map.Time!.Read(text, out var us);
        if (fault is not (TimeFault.None or TimeFault.Ambiguous)) return Nothing(Fault(fault), map, out trouble);
        return Value.OfJson(Encoding.UTF8.GetBytes($"{{\"@type\":\"DateTime\",\"@value\":\"{Instants.Format(us)}\"}}"));
    }

    public static string Fault(TimeFault fault) => fault switch
    {
        TimeFault.DoesNotExist => "a local time that does not exist",
        TimeFault.Ambiguous => "a local time that is there twice",
        TimeFault.OutOfBounds => "a year outside 1900 to 2200",
        _ => "no time in the expected form",
    };

    static Value Json(AttributeMap map, ReadOnlySpan<char> text, out string? trouble)
    {
        trouble = null;
        try
        {
            using var document = JsonDocument.Parse(text.ToString(), new JsonDocumentOptions { MaxDepth = 32 });
            return Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(document.RootElement, Plain));
        }
        catch (JsonException)
        {
            return Nothing("no JSON", map, out trouble);
        }
    }

    static Value Number(AttributeMap map, Row row, ReadOnlySpan<char> text, out Quality doubts, out string? trouble)
    {
        doubts = Quality.Good;
        trouble = null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return Nothing("no number", map, out trouble);
        for (var i = 0; i < map.NullNumbers.Count; i++)
            if (number.Equals(map.NullNumbers[i])) return default;
        if (map.Type == CellType.Integer && number != Math.Truncate(number)) return Nothing("no whole number", map, out trouble);
        number *= map.Scale;
        if (map.ScaleBy is not null)
        {
            if (!map.ScaleBy.TryGetValue(row[map.ScaleColumn].Trim().ToString(), out var factor)) return Nothing("no known unit", map, out trouble);
            number *= factor;
        }
        if (map.Decimals is { } decimals) number = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        if (number < map.Min || number > map.Max)
        {
            doubts = Quality.Range;
            trouble = $"out of range: {map.Label}";
        }
        return Value.Of(number);
    }
}
