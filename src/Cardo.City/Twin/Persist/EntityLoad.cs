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

    /// <summary>All that are whole, in the order they were created.</summary>
    /// <param name="told">hears of each row that is not, from any thread</param>
    public static Loaded[] Read(IEnumerable<EntityRows.Row> rows, Action<EntityRows.Row, string> told)
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
                    return Decode(piece, told);
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

    static Loaded[] Decode(EntityRows.Row[] piece, Action<EntityRows.Row, string> told)
    {
        var loaded = new List<Loaded>(piece.Length);
        foreach (var row in piece)
            if (Decode(row, out var fault) is { } entity) loaded.Add(new Loaded(row.Tenant, row.Seq, entity));
            else told(row, fault!);
        return [.. loaded];
    }

    /// <summary>The entity of a row; null, and why, when it isn't what was written.</summary>
    public static Entity? Decode(EntityRows.Row row, out string? fault)
    {
        fault = "its checksum is another";
        if (!row.IsWhole()) return null;
        try
        {
            var reader = new ByteReader(row.Doc);
            var entity = EntityCodec.ReadEntity(ref reader);
            fault = entity.Id == row.Id ? null : $"it holds the entity {entity.Id}";
            return fault is null ? entity : null;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            fault = $"it can't be read: {e.Message}";
            return null;
        }
    }
}
