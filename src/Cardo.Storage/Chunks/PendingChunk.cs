namespace Cardo.Storage.Chunks;

/// <summary>Sealed points on their way into the database: series of one entity with the same moments.</summary>
/// <param name="Late">it may overlap others, because its points came after later ones were sealed</param>
/// <param name="Seq">the order of sealing: of two points of one moment the one in the later chunk was written later</param>
internal sealed record PendingChunk(bool Late, long Seq, SeriesHandle[] Members, Points[] Columns)
{
    /// <summary>The first member's id: members are in the order of ids.</summary>
    public int Leader => Members[0].Id;

    public long FirstUs => Columns[0].FirstUs;

    public long LastUs => Columns[0].LastUs;

    public Points ColumnOf(SeriesHandle series) => Columns[Array.IndexOf(Members, series)];
}
