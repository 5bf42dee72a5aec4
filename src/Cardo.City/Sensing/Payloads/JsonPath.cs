using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Cardo.Sensing.Payloads;

/// <summary>
/// A path to one place in a JSON value: the singular part of RFC 9535 (<c>$.a.b[0]['c d'][-1]</c>). No wildcards and no
/// filters, so a path costs what it is long and finds one thing or nothing. The leading <c>$.</c> may be left out.
/// </summary>
internal sealed class JsonPath
{
    const int MaxSteps = 16;

    readonly (string? Name, int Index)[] steps;

    JsonPath(string text, (string?, int)[] steps) => (Text, this.steps) = (text, steps);

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path)
    {
        path = null;
        var steps = new List<(string?, int)>();
        var at = text.StartsWith('$') ? 1 : 0;
        if (text.Length is 0 or > 256) return false;
        if (at == 0 && text[0] is not ('[' or '.')) (at, text) = (1, "$." + text);
        while (at < text.Length)
        {
            if (steps.Count == MaxSteps) return false;
            var read = text[at] switch { '.' => Dotted(text, ref at), '[' => Bracketed(text, ref at), _ => null };
            if (read is not { } step) return false;
            steps.Add(step);
        }
        path = new JsonPath(text, [.. steps]);
        return true;
    }

    static (string?, int)? Dotted(string text, ref int at)
    {
        var end = text.AsSpan(at + 1).IndexOfAny('.', '[');
        end = end < 0 ? text.Length : at + 1 + end;
        var name = text[(at + 1)..end];
        at = end;
        return name.Length == 0 || name.Contains(']') ? null : (name, 0);
    }

    static (string?, int)? Bracketed(string text, ref int at)
    {
        var quote = at + 1 < text.Length ? text[at + 1] : '\0';
        if (quote is '\'' or '"')
        {
            var close = text.IndexOf($"{quote}]", at + 2, StringComparison.Ordinal);
            if (close < 0) return null;
            var name = text[(at + 2)..close];
            at = close + 2;
            return (name, 0);
        }
        var end = text.IndexOf(']', at);
        if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return null;
        at = end + 1;
        return (null, index);
    }

    /// <summary>What stands there; false when nothing does, or <c>null</c>.</summary>
    public bool Find(JsonElement root, out JsonElement found)
    {
        found = root;
        foreach (var (name, index) in steps)
        {
            if (name is not null)
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) return false;
                continue;
            }
            if (found.ValueKind != JsonValueKind.Array) return false;
            var length = found.GetArrayLength();
            var place = index < 0 ? length + index : index;
            if (place < 0 || place >= length) return false;
            found = found[place];
        }
        return found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    public override string ToString() => Text;
}
