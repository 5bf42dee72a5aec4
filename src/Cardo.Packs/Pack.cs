namespace Cardo.Packs;

/// <summary>How far a scenario has come. Each rung is checked, not claimed (<see cref="Ladder"/>).</summary>
public enum Rung : byte
{
    /// <summary>Not even a sketch: the manifest or a text is missing.</summary>
    None,

    /// <summary>It says whom it serves, how people have a voice, what proves it, what it costs and keeps, in both languages.</summary>
    Sketch,

    /// <summary>It has a model, something to show (rules or layers), and shows itself without hardware.</summary>
    Pilot,

    /// <summary>Its rules and layers speak of its own model only, and a story plays it from sensor to page.</summary>
    Service,

    /// <summary>Alarms become cases and its proof is counted by an indicator: others can copy it and see whether it works.</summary>
    Model,
}

/// <summary>
/// A scenario pack: a folder of data. No scenario is admitted that can't name whom it serves, how they have a voice,
/// what proves it, what it costs and what it keeps.
/// </summary>
/// <param name="Name">the folder's name</param>
/// <param name="Folder">its path</param>
/// <param name="Manifest">what pack.json says</param>
/// <param name="Models">the entity types it brings, by short name</param>
/// <param name="Rung">the highest rung whose robot is content</param>
/// <param name="Missing">what the next rung asks for</param>
public sealed record Pack(string Name, string Folder, Manifest Manifest, IReadOnlyDictionary<string, Model> Models, Rung Rung, IReadOnlyList<string> Missing)
{
    /// <summary>Prefix of ids: the name in lower case.</summary>
    public string Id => Name.ToLowerInvariant();

    /// <summary>The files of one of its folders in order of name; none when the folder is absent.</summary>
    public IReadOnlyList<string> Files(string folder, string pattern) => PackFolder.Files(Folder, folder, pattern);
}

/// <summary>The manifest. Sentences are by language, en and zh-Hans.</summary>
/// <param name="Title">what the scenario is called</param>
/// <param name="Serves">whom it serves</param>
/// <param name="Voice">how those people are heard</param>
/// <param name="Proof">by which figure it is judged</param>
/// <param name="Cost">what it costs, and whom</param>
/// <param name="Keeps">what it keeps, how long, and what of it is personal</param>
/// <param name="Uses">the capabilities it needs</param>
/// <param name="Speaks">the standards it speaks</param>
public sealed record Manifest(
    IReadOnlyDictionary<string, string> Title, IReadOnlyDictionary<string, string> Serves, IReadOnlyDictionary<string, string> Voice,
    IReadOnlyDictionary<string, string> Proof, IReadOnlyDictionary<string, string> Cost, IReadOnlyDictionary<string, string> Keeps,
    IReadOnlyList<string> Uses, IReadOnlyList<string> Speaks);

/// <summary>An entity type of a pack, under the name Smart Data Models gives it.</summary>
/// <param name="Type">short name</param>
/// <param name="Source">where the name comes from</param>
/// <param name="Attributes">by short name</param>
public sealed record Model(string Type, string Source, IReadOnlyDictionary<string, ModelAttribute> Attributes);

/// <summary>One attribute of a model.</summary>
/// <param name="Kind">Property, Relationship, GeoProperty or LanguageProperty</param>
/// <param name="Unit">UN/CEFACT common code, or null</param>
/// <param name="Min">the least it can be; null for open</param>
/// <param name="Max">the most it can be; null for open</param>
/// <param name="Values">the words it can be; empty for any</param>
public sealed record ModelAttribute(string Kind, string? Unit, double? Min, double? Max, IReadOnlyList<string> Values);
