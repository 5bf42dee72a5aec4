using System.Globalization;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Cardo.Indicators.Files;

/// <summary>A place in a specification. Asking for a key makes it known; <see cref="Close"/> refuses the keys nobody asked for.</summary>
internal sealed class SpecNode(Spec spec, YamlNode? node, string path)
{
    readonly HashSet<string> known = [];

    public bool Given => node is not null and not YamlScalarNode { Value: "" or "~" or "null", Style: YamlDotNet.Core.ScalarStyle.Plain };

    public bool IsMap => node is YamlMappingNode;

    public bool IsList => node is YamlSequenceNode;

    public bool IsScalar => Given && node is YamlScalarNode;

    public string Path => path.Length == 0 ? "the specification" : path;

    public string Place => $"{spec.File} line {node?.Start.Line ?? 1}, {Path}";

    public Spec Spec => spec;

    public void Say(string fault) => spec.Faults.Say($"{Place}: {fault}");

    public SpecNode this[string key]
    {
        get
        {
            known.Add(key);
            YamlNode? found = null;
            (node as YamlMappingNode)?.Children.TryGetValue(new YamlScalarNode(key), out found);
            return new SpecNode(spec, found, path.Length == 0 ? key : $"{path}.{key}");
        }
    }

    public IEnumerable<(string Key, SpecNode Value)> Members
    {
        get
        {
            if (node is not YamlMappingNode map) yield break;
            foreach (var (name, value) in map.Children)
            {
                var key = (name as YamlScalarNode)?.Value ?? "";
                yield return (key, new SpecNode(spec, value, path.Length == 0 ? key : $"{path}.{key}"));
            }
        }
    }

    public IReadOnlyList<SpecNode> Items =>
        node is YamlSequenceNode list ? [.. list.Children.Select((c, i) => new SpecNode(spec, c, $"{path}[{i + 1}]"))] : Given ? [this] : [];

    public string Text(string otherwise = "")
    {
        if (!Given) return otherwise;
        if (node is YamlScalarNode scalar) return scalar.Value ?? "";
        Say("a single value is expected here.");
        return otherwise;
    }

    public string Needed(string what)
    {
        if (Given) return Text();
        spec.Faults.Say($"{spec.File}: {Path} is missing: {what}.");
        return "";
    }

    public IReadOnlyList<string> Texts() => [.. Items.Select(i => i.Text())];

    public double Number(double otherwise = double.NaN, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        if (!Given) return otherwise;
        var text = Text();
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) Say($"\"{text}\" is not a number.");
        else if (value < least || value > most) Say(string.Create(CultureInfo.InvariantCulture, $"{value} is not between {least} and {most}."));
        else return value;
        return otherwise;
    }

    public int Whole(int otherwise, int least, int most)
    {
        var value = Number(otherwise, least, most);
        if (value == Math.Floor(value)) return (int)value;
        Say("a whole number is expected here.");
        return otherwise;
    }

    public bool Flag(bool otherwise = false)
    {
        if (!Given) return otherwise;
        if (Text() is "true" or "yes") return true;
        if (Text() is "false" or "no") return false;
        Say($"\"{Text()}\" is neither true nor false.");
        return otherwise;
    }

    /// <summary>One of an enum's names, written kebab-case.</summary>
    public T Choice<T>(T otherwise) where T : struct, Enum
    {
        if (!Given) return otherwise;
        if (TryChoice<T>(Text(), out var value)) return value;
        Say($"\"{Text()}\" is not known here. Known: {string.Join(", ", Names<T>())}.");
        return otherwise;
    }

    public static bool TryChoice<T>(string text, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
            if (Kebab(candidate.ToString()) == text) { value = candidate; return true; }
        value = default;
        return false;
    }

    public static IEnumerable<string> Names<T>() where T : struct, Enum => Enum.GetNames<T>().Select(Kebab);

    /// <summary>PercentRank becomes percent-rank.</summary>
    public static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && kebab.Length > 0) kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(c));
        }
        return kebab.ToString();
    }

    /// <summary>Refuses every key that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (key, value) in Members)
            if (!known.Contains(key)) value.Say($"\"{key}\" is not known here. Known: {string.Join(", ", known.Order())}.");
    }
}
