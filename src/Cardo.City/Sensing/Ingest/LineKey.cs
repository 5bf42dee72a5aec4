using Cardo.Twin;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// What measurement and tags of a line of numbers meant the last time, and which fields came with them: the next line
/// that begins with the same bytes needs no looking up.
/// </summary>
/// <param name="bytes">measurement and tags as they are written</param>
/// <param name="fields">shared with the keys that came with the same ones</param>
internal sealed class LineKey(byte[] bytes, ThingState thing, LineFields fields, RowShape shape)
{
    public byte[] Bytes { get; } = bytes;

    public ThingState Thing { get; } = thing;

    public LineFields Fields { get; } = fields;

    public RowShape Shape { get; } = shape;

    /// <summary>What the thing was when this was made.</summary>
    public int Stamp { get; } = thing.Stamp;

    public int TagsHash { get; } = thing.TagsHash;

    /// <summary>The key that came after this one last time: senders keep their order.</summary>
    public LineKey? Next { get; set; }
}
