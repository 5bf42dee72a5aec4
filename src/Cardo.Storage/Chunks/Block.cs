namespace Cardo.Storage.Chunks;

/// <summary>Points of one series in one piece: open, pending, or a row of the database that is unpacked when it is asked for.</summary>
internal sealed class Block
{
    readonly byte[]? bytes;
    readonly int series;
    Points? points;

    public Block(long seq, Points points)
    {
        (Seq, this.points) = (seq, points);
        (FirstUs, LastUs) = (points.FirstUs, points.LastUs);
    }

    public Block(long seq, long firstUs, long lastUs, byte[] bytes, int series) =>
        (Seq, FirstUs, LastUs, this.bytes, this.series) = (seq, firstUs, lastUs, bytes, series);

    /// <summary>The open points' place in the order of writing: after everything sealed.</summary>
    public const long OpenSeq = long.MaxValue;

    public long Seq { get; }

    public long FirstUs { get; }

    public long LastUs { get; }

    public Points Points => points ??= Reader().Points();

    public int Count => points?.Count ?? Reader().Count();

    /// <summary>The statistics of the whole, where they are known without unpacking.</summary>
    public Bucket? Stats(long startUs) => points is null ? Reader().Stats(startUs) : null;

    BlockReader Reader()
    {
        var reader = new BlockReader(bytes);
        return reader.Seek(series) ? reader : throw new InvalidDataException($"series {series} is not in its chunk");
    }

    /// <summary>Whether the row has a column of the series at all: a chunk's leader may stand for others.</summary>
    public static bool Holds(byte[] bytes, int series)
    {
        var reader = new BlockReader(bytes);
        return reader.Seek(series);
    }

    /// <summary>One piece out of pieces that overlap: each moment once, as <see cref="Chunks.Points.Fold"/> says.</summary>
    public static Points Merge(List<Block> blocks)
    {
        if (blocks.Count == 1) return blocks[0].Points;
        var merged = new Points();
        foreach (var sample in blocks.OrderBy(b => b.Seq).SelectMany(Samples).OrderBy(s => s.AtUs)) merged.Put(sample);
        return merged;
    }

    static IEnumerable<Sample> Samples(Block block)
    {
        for (var i = 0; i < block.Points.Count; i++) yield return block.Points.At(i);
    }
}
