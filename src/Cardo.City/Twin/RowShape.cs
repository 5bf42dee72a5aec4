namespace Cardo.Twin;

/// <summary>
/// What a thing's reports have in common: whose they are, and which numbers they carry. Made once and used for each of
/// its reports, so that nothing of it is looked up again (<see cref="ObserveRows"/>).
/// </summary>
/// <param name="id">the entity's</param>
/// <param name="type">the type of an entity that is not there yet, expanded</param>
/// <param name="names">the attributes</param>
public sealed class RowShape(string id, string type, RowNames names)
{
    public string Id { get; } = id;

    public string Type { get; } = type;

    public RowNames Names => names;

    public int Width { get; } = names.Width;

    /// <summary>Where its rows go in the twin; null while they can't go there as rows. Under the gate.</summary>
    internal RowTail? Tail { get; set; }
}
