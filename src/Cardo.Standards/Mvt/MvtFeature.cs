namespace Cardo.Standards.Mvt;

/// <summary>A shape with what is said about it.</summary>
/// <param name="Id">unique within the layer; 0 for none</param>
/// <param name="Shape">where it is</param>
/// <param name="Tags">names and values; a name stands once</param>
public sealed record MvtFeature(ulong Id, MvtShape Shape, IReadOnlyList<KeyValuePair<string, MvtValue>> Tags);

/// <summary>Features of one kind of thing. Names are unique within a tile.</summary>
public sealed record MvtLayer(string Name, IReadOnlyList<MvtFeature> Features);

/// <summary>A tag's value: a text, a number or a boolean.</summary>
public readonly record struct MvtValue(string? Text, double Number, bool IsFlag)
{
    public static implicit operator MvtValue(string text) => new(text, 0, false);

    public static implicit operator MvtValue(double number) => new(null, number, false);

    public static implicit operator MvtValue(bool flag) => new(null, flag ? 1 : 0, true);
}

/// <summary>What a tile may cost. What is smallest on the ground goes first, and is counted.</summary>
/// <param name="Bytes">of the tile before compression</param>
/// <param name="Features">in all layers together</param>
/// <param name="Extent">cells along a side</param>
/// <param name="Buffer">cells beyond each side, so that strokes and labels don't break at the seam</param>
public sealed record MvtLimits(int Bytes = 500_000, int Features = 20_000, int Extent = 4096, int Buffer = 64);

/// <summary>A tile and what it left out.</summary>
/// <param name="Bytes">the tile; empty when nothing lies in it</param>
/// <param name="Kept">features written</param>
/// <param name="Dropped">features left out because of the limits</param>
public sealed record MvtTileResult(byte[] Bytes, int Kept, int Dropped);
