using Cardo.Standards.NgsiLd;
using Cardo.Twin.Store;

namespace Cardo.Twin.Persist;

/// <summary>
/// Entities out of the database at a start: one thread reads rows, the others make entities of them. A million take a few
/// seconds, and what was read is let go at once.
/// </summary>
internal static class EntityLoad
{
    public readonly record struct Loaded(string Tenant, long Seq, Entity Entity);

    const int Piece = 2_048;

    /// <summary>All of them, in the order they were created.</summary>
    public static Loaded[] Read(IEnumerable<EntityRows.Row> rows)
    {
        // So many pieces may wait that no thread does, and so few that the rows of a whole city never stand in memory.
        using var room = new SemaphoreSlim(2 * Environment.ProcessorCount + 2);
        var pieces = new List<Task<Loaded[]>>();
        foreach (var piece in rows.Chunk(Piece))
        {
            room.Wait();
            pieces.Add(Task.Run(() =>
            {
                try
                {
                    return Array.ConvertAll(piece, Decode);
                }
                finally
                {
                    Array.Clear(piece);
                    room.Release();
                }
            }));
        }
        var all = Task.WhenAll(pieces).GetAwaiter().GetResult().SelectMany(p => p).ToArray();
        Array.Sort(all, static (a, b) => a.Seq.CompareTo(b.Seq));
        return all;
    }

    static Loaded Decode(EntityRows.Row row)
    {
        var reader = new ByteReader(row.Doc);
        return new Loaded(row.Tenant, row.Seq, EntityCodec.ReadEntity(ref reader));
    }
}
