using System.Collections.Concurrent;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
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
    const int PieceBytes = 1 << 20;

    /// <summary>All that are whole, in the order they were created.</summary>
    /// <param name="told">hears of each row that is not, from any thread</param>
    public static Loaded[] Read(Tx tx, Action<EntityRows.Found, string> told)
    {
        // So many pieces may wait that no thread does, and so few that the rows of a whole city never stand in memory.
        var most = 2 * Environment.ProcessorCount + 2;
        using var room = new SemaphoreSlim(most);
        var idle = new ConcurrentBag<Rows>();
        var done = new List<Task<Loaded[]>>();
        var rows = new Rows();
        foreach (var row in EntityRows.All(tx, size => rows.Take(size)))
        {
            rows.Found.Add(row);
            if (!rows.Full) continue;
            done.Add(Decode(rows));
            rows = idle.TryTake(out var again) ? again : new Rows();
        }
        done.Add(Decode(rows));
        var all = Task.WhenAll(done).GetAwaiter().GetResult().SelectMany(p => p).ToArray();
        Array.Sort(all, static (a, b) => a.Seq.CompareTo(b.Seq));
        return all;

        Task<Loaded[]> Decode(Rows piece)
        {
            room.Wait();
            return Task.Run(() =>
            {
                try
                {
                    return EntityLoad.Decode(piece.Found, told);
                }
                finally
                {
                    piece.Clear();
                    idle.Add(piece);
                    room.Release();
                }
            });
        }
    }

    static Loaded[] Decode(List<EntityRows.Found> rows, Action<EntityRows.Found, string> told)
    {
        var loaded = new List<Loaded>(rows.Count);
        foreach (var row in rows)
            if (Decode(row, out var fault) is { } entity) loaded.Add(new Loaded(row.Tenant, row.Seq, entity));
            else told(row, fault!);
        return [.. loaded];
    }

    /// <summary>The entity of a row; null, and why, when it isn't what was written.</summary>
    public static Entity? Decode(EntityRows.Found row, out string? fault)
    {
        fault = "its checksum is another";
        if (!row.IsWhole()) return null;
        try
        {
            var reader = new ByteReader(row.Doc.Span);
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

    /// <summary>A piece of the table and the bytes of its documents; both are used again.</summary>
    sealed class Rows
    {
        byte[] bytes = new byte[PieceBytes];
        int used;

        public List<EntityRows.Found> Found { get; } = new(Piece);

        public bool Full => Found.Count >= Piece || used > bytes.Length - bytes.Length / 8;

        public Memory<byte> Take(int size)
        {
            // What rows before hold stays theirs.
            if (used + size > bytes.Length) (bytes, used) = (new byte[Math.Max(PieceBytes, size)], 0);
            used += size;
            return bytes.AsMemory(used - size, size);
        }

        public void Clear()
        {
            Found.Clear();
            used = 0;
        }
    }
}
