using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>Sealed points on their way into the database: series of one entity with the same moments.</summary>
/// <param name="late">it may overlap others, because its points came after later ones were sealed</param>
/// <param name="seq">the order of sealing: of two points of one moment the one in the later chunk was written later</param>
internal sealed class PendingChunk(bool late, long seq, SeriesHandle[] members, Points[] columns)
{
    byte[]? salt;

    public bool Late { get; } = late;

    public long Seq { get; } = seq;

    public SeriesHandle[] Members { get; } = members;

    public Points[] Columns { get; } = columns;

    /// <summary>The first member's id: members are in the order of ids.</summary>
    public int Leader => Members[0].Id;

    public long FirstUs => Columns[0].FirstUs;

    public long LastUs => Columns[0].LastUs;

    /// <summary>As it was written; null before.</summary>
    public byte[]? Bytes { get; set; }

    /// <summary>The salt of its hash: chance, but the same when a checkpoint is tried again.</summary>
    public byte[] Salt
    {
        get
        {
            if (salt is null) Ids.System.Fill(salt = new byte[Seals.SaltBytes]);
            return salt;
        }
    }

    public Points ColumnOf(SeriesHandle series) => Columns[Array.IndexOf(Members, series)];
}
