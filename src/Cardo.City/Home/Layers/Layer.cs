using Cardo.Standards.NgsiLd;

namespace Cardo.Home.Layers;

/// <summary>How things of some kinds stand on the map. It comes from a file, never from code (see README.md, "Layers").</summary>
public sealed record Layer
{
    public required string Id { get; init; }

    /// <summary>Who brings it: a pack's id, "city" or "cardo".</summary>
    public required string Owner { get; init; }

    /// <summary>By language.</summary>
    public required IReadOnlyDictionary<string, string> Title { get; init; }

    /// <summary>Short type names.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Only things with all of these attributes (short names).</summary>
    public IReadOnlyList<string> Has { get; init; } = [];

    /// <summary>Only things whose text attribute has this value.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();

    /// <summary>Part of the base map (drawn from tiles) rather than of what lives on it.</summary>
    public bool Base { get; init; }

    /// <summary>Lower ones are drawn, and asked, first.</summary>
    public int Order { get; init; } = 50;

    public int MinZoom { get; init; }

    /// <summary>From which zoom a base layer's names are written; null for the usual one of its kind.</summary>
    public double? LabelZoom { get; init; }

    /// <summary>Switched on when the page opens.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>The attribute people want to see; null for whichever was observed last.</summary>
    public string? Show { get; init; }

    /// <summary>The attribute that names a thing.</summary>
    public string Label { get; init; } = "name";

    /// <summary>Seconds without news after which a thing counts as silent.</summary>
    public double SilentAfter_s { get; init; } = 3600;

    public Paint Paint { get; init; } = new();

    public IReadOnlyList<StateRule> States { get; init; } = [];

    public string TitleIn(string lang) => Ui.Texts.Pick(Title, lang) ?? Id;

    /// <summary>Whether a thing of one of its types belongs here.</summary>
    public bool Fits(Entity entity)
    {
        // Asked for each change of each thing: plain loops, which make no garbage.
        foreach (var name in Has)
            if (Find(entity, name) is null) return false;
        foreach (var (name, text) in Where)
            if (Find(entity, name)?.Value.Text != text) return false;
        return true;
    }

    /// <summary>An attribute by its short name, whichever context expanded it.</summary>
    public static Standards.NgsiLd.Attribute? Find(Entity entity, string name)
    {
        foreach (var attribute in entity.Attributes)
            if (attribute.DatasetId.Length == 0 && Is(attribute.Name, name)) return attribute;
        return null;
    }

    public static bool Is(string iri, string name) =>
        iri.EndsWith(name, StringComparison.Ordinal) && (iri.Length == name.Length || iri[iri.Length - name.Length - 1] is '/' or '#');
}

/// <summary>What it is drawn with. Colours are names of the style sheet's tokens, so that a layer is right by day and by night.</summary>
/// <param name="Geometry"><c>point</c>, <c>line</c> or <c>polygon</c></param>
/// <param name="Color">token of a point, line or outline</param>
/// <param name="Fill">token of an area; null for none</param>
/// <param name="Width">of a line at zoom 15, pixels</param>
/// <param name="Casing">token of a line's edge; null for none</param>
/// <param name="Dash">a broken line</param>
/// <param name="Icon">a point's sign (see README.md)</param>
/// <param name="WidthBy">the attribute whose value picks a width in <paramref name="Widths"/></param>
/// <param name="Widths">widths at zoom 15, pixels, by that value</param>
public sealed record Paint(
    string Geometry = "point", string Color = "accent", string? Fill = null, double Width = 2, string? Casing = null, bool Dash = false, string Icon = "dot",
    string? WidthBy = null, IReadOnlyDictionary<string, double>? Widths = null);

/// <summary>When a thing is worth a look: its attribute compared with a number, or with another of its attributes.</summary>
/// <param name="Tone"><c>warn</c> or <c>alert</c></param>
/// <param name="Attribute">short name</param>
/// <param name="Op"><c>&gt;= &gt; &lt;= &lt; == !=</c></param>
/// <param name="Than">a number</param>
/// <param name="ThanAttribute">short name, instead of a number</param>
/// <param name="ThanText">a text or true/false, instead of a number; with == and !=</param>
public sealed record StateRule(string Tone, string Attribute, string Op, double? Than, string? ThanAttribute, string? ThanText)
{
    public bool Holds(Entity entity) => Layer.Find(entity, Attribute) is { } attribute && Holds(entity, attribute.Value);

    /// <summary>The rule on another value of its attribute than the current one (a moment of the past).</summary>
    public bool Holds(Entity entity, Value value)
    {
        if (ThanText is { } text)
        {
            var said = value.Kind == ValueKind.Bool ? value.IsTrue ? "true" : "false" : value.Text;
            return said is not null && Op == "!=" != (said == text);
        }
        var than = Than ?? (ThanAttribute is null ? null : Layer.Find(entity, ThanAttribute)?.Value.Number) ?? double.NaN;
        return Op switch
        {
            ">=" => value.Number >= than,
            ">" => value.Number > than,
            "<=" => value.Number <= than,
            "<" => value.Number < than,
            "==" => value.Number == than,
            _ => value.Number != than && !double.IsNaN(than) && !double.IsNaN(value.Number),
        };
    }
}
