using System.Globalization;
using Cardo.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cardo.Traffic;

/// <summary>What readers of this room's YAML have in common: whatever is wrong is named with its line, and nothing is guessed.</summary>
/// <param name="most">entries of a list; more is refused</param>
/// <param name="letters">of a text; a longer one is refused</param>
internal abstract class YamlReading(int most, int letters)
{
    const int MostFaults = 50;

    protected List<string> Faults { get; } = [];

    /// <param name="code">of the refusal where it is no YAML</param>
    /// <param name="what">how the text is called there, as a sentence begins</param>
    protected static Outcome<YamlStream> Load(string text, string code, string what)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
            return yaml;
        }
        catch (YamlException e)
        {
            return Refusal.Bad(code, $"{what} is not readable YAML (line {e.Start.Line}): {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            // The scanner loses its footing on some texts and says so in its own way.
            return Refusal.Bad(code, $"{what} is not readable YAML.");
        }
    }

    protected IEnumerable<(string, YamlNode)> Fields(YamlNode node, string what)
    {
        if (node is YamlMappingNode map) return map.Children.Select(c => ((c.Key as YamlScalarNode)?.Value ?? "", c.Value));
        Wrong(node, $"{what} is no list of fields");
        return [];
    }

    protected IEnumerable<YamlNode> List(YamlNode node, string what)
    {
        if (node is YamlSequenceNode list && list.Children.Count <= most) return list.Children;
        Wrong(node, node is YamlSequenceNode ? $"{what} has more than {most} entries" : $"{what} is no list");
        return [];
    }

    protected string Text(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } text } && text.Length <= letters) return text;
        Wrong(node, $"a text is missing here, or longer than {letters} letters");
        return "";
    }

    protected double? Number(YamlNode node, string what, double least, double greatest)
    {
        if (node is YamlScalarNode scalar && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n >= least && n <= greatest) return n;
        Wrong(node, string.Create(CultureInfo.InvariantCulture, $"{what} is a number from {least} to {greatest}"));
        return null;
    }

    protected string OneOf(YamlNode node, string what, params string[] words)
    {
        if (node is YamlScalarNode scalar && words.Contains(scalar.Value)) return scalar.Value!;
        Wrong(node, $"{what} is {string.Join(" or ", words)}");
        return words[0];
    }

    protected void Wrong(YamlNode node, string why)
    {
        if (Faults.Count < MostFaults) Faults.Add($"line {node.Start.Line}: {why}.");
    }
}
