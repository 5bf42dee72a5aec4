using System.Buffers;
using System.Runtime.InteropServices;
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
    readonly List<Attribute> changed = [];

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

    /// <summary>Writes what the samples don't say: replay puts back from these alone what they suffice for.</summary>
    public void Patch(string tenant, string id, Entity before, Entity after, IReadOnlyList<Attribute> gone)
    {
        changed.Clear();
        foreach (var attribute in after.Attributes)
            if (before.Find(attribute.Name, attribute.DatasetId) is not { } there || (!ReferenceEquals(there, attribute) && !Samples.Suffice(there, attribute))) changed.Add(attribute);
        if (changed.Count == 0 && gone.Count == 0) return;
        Begin(OpPatch);
        EntityCodec.Text(buffer, tenant);
        EntityCodec.Text(buffer, id);
        EntityCodec.Attributes(buffer, CollectionsMarshal.AsSpan(changed));
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
