using System.Buffers.Binary;
using System.Data.Common;
using System.Runtime.InteropServices;
using Cardo.Storage;

namespace Cardo.Twin.Store;

/// <summary>Rows of twin_entities.</summary>
internal static class EntityRows
{
    /// <summary>An entity on its way into the database.</summary>
    /// <param name="Crc">CRC-32C of the rest</param>
    public sealed record Row(string Tenant, string Id, long Seq, byte[] Doc, long Crc)
    {
        public static Row Of(string tenant, string id, long seq, byte[] doc) => new(tenant, id, seq, doc, Sum(tenant, id, seq, doc));
    }

    /// <summary>A row as it was found.</summary>
    /// <param name="Doc">stands where the reader said it should</param>
    /// <param name="Crc">null in rows of before there was one</param>
    public readonly record struct Found(string Tenant, string Id, long Seq, ReadOnlyMemory<byte> Doc, long? Crc)
    {
        public bool IsWhole() => Crc is null || Crc == Sum(Tenant, Id, Seq, Doc.Span);
    }

    static long Sum(string tenant, string id, long seq, ReadOnlySpan<byte> doc)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, seq);
        var name = Crc32C.Of(MemoryMarshal.AsBytes(id.AsSpan()), Crc32C.Of(MemoryMarshal.AsBytes(tenant.AsSpan())));
        return Crc32C.Of(doc, Crc32C.Of(number, name));
    }

    /// <summary>Every row, one after the other, in the order the database has them: a million don't fit twice.</summary>
    /// <param name="room">where a row's document goes, of at least so many bytes; of its own when null</param>
    public static IEnumerable<Found> All(Tx tx, Func<int, Memory<byte>>? room = null)
    {
        using var command = tx.Connection.CreateCommand();
        command.Transaction = tx.Transaction;
        command.CommandText = "SELECT tenant, id, seq, crc, doc FROM twin_entities";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var doc = Blobs.Read(reader, 4, room ?? (static size => new byte[size]));
            yield return new Found(TenantOf(reader), reader.GetString(1), reader.GetInt64(2), doc, reader.IsDBNull(3) ? null : reader.GetInt64(3));
        }
    }

    public static long Count(Tx tx) => tx.Scalar<long>("SELECT count(*) FROM twin_entities");

    static string TenantOf(DbDataReader reader) => reader.GetString(0) is { Length: > 0 } name ? Names.One(name) : "";

    public static void Put(Tx tx, IEnumerable<Row> rows) => tx.Upsert("twin_entities", "tenant,id", rows);

    public static void Remove(Tx tx, string tenant, string id) =>
        tx.Execute("DELETE FROM twin_entities WHERE tenant = @tenant AND id = @id", new { tenant, id });
}
