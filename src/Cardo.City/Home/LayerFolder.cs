namespace Cardo.Home;

/// <summary>
/// A folder with map layers (<c>*.json</c>, see README.md): a pack's or a city's own. Whoever knows of one says
/// <c>services.AddSingleton(new LayerFolder(path, "lighting"))</c>.
/// </summary>
/// <param name="Path">may be absent: then there are none</param>
/// <param name="Owner">the pack's id, or "city"</param>
public sealed record LayerFolder(string Path, string Owner);
