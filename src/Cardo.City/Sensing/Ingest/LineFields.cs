using Cardo.Twin;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// The fields that a line came with, and where a thing remembers them. A city's ten thousand stations have a handful of
/// such lists between them: one object for all stays near, where one for each would be fetched from far with each line.
/// </summary>
/// <param name="Keys">each field's name with its equals sign, as written</param>
/// <param name="Streams">where the thing remembers each of them</param>
/// <param name="Names">what the twin calls them, and in which unit</param>
internal sealed record LineFields(byte[][] Keys, int[] Streams, RowNames Names)
{
    public int Count => Keys.Length;

    public bool Same(LineFields other)
    {
        if (Count != other.Count || !Streams.AsSpan().SequenceEqual(other.Streams) || !Names.Same(other.Names)) return false;
        for (var i = 0; i < Count; i++)
            if (!Keys[i].AsSpan().SequenceEqual(other.Keys[i])) return false;
        return true;
    }
}
