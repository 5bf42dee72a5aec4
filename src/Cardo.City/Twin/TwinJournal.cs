using System.Buffers;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin.Persist;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>The twin's records in the log (docs/formats/entities.md). Called under the gate alone.</summary>
internal sealed class TwinJournal(CityLog log)
{
    public const byte Stream = 2;

    /// <summary>The moment of the records that follow, so that replay stamps what the write stamped.</summary>
    public const byte OpNow = 1;
    public const byte OpPut = 2;
    public const byte OpPatch = 3;
    public const byte OpDelete = 4;

    /// <summary>The samples that follow, up to the next record of the twin, are history alone.</summary>
    public const byte OpPast = 5;

    readonly ArrayBufferWriter<byte> buffer = new(4096);

    public void Now(long nowUs)
    {
        Begin(OpNow);
        EntityCodec.Long(buffer, nowUs);
        log.Append(Stream, buffer.WrittenSpan);
    }

    public void Past()
    {
        Begin(OpPast);
        log.Append(Stream, buffer.WrittenSpan);
    }

    public void Put(string tenant, long seq, Entity entity)
    {
        Begin(OpPut);
        EntityCodec.Text(buffer, tenant);
        EntityCodec.Long(buffer, seq);
        EntityCodec.Write(buffer, entity);
        log.Append(Stream, buffer.WrittenSpan);
    }

    public void Patch(string tenant, string id, IReadOnlyList<Attribute> put, IReadOnlyList<Attribute> gone)
    {
        Begin(OpPatch);
        EntityCodec.Text(buffer, tenant);
        EntityCodec.Text(buffer, id);
        EntityCodec.Attributes(buffer, put);
        EntityCodec.Number(buffer, gone.Count);
        foreach (var attribute in gone)
        {
            EntityCodec.Text(buffer, attribute.Name);
            EntityCodec.Text(buffer, attribute.DatasetId);
        }
        log.Append(Stream, buffer.WrittenSpan);
    }

    public void Delete(string tenant, string id)
    {
        Begin(OpDelete);
        EntityCodec.Text(buffer, tenant);
        EntityCodec.Text(buffer, id);
        log.Append(Stream, buffer.WrittenSpan);
    }

    void Begin(byte op)
    {
        buffer.ResetWrittenCount();
        EntityCodec.Byte(buffer, op);
    }
}
