using System.Text;
using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>
/// The records of stream 1. First byte: bits 0-2 what it is; for a sample bits 3-5 its kind, bit 6 observed, bit 7 a
/// quality byte follows. Then the series id; for a sample its moment (8 bytes), quality, and a double (8 bytes), a
/// boolean (1 byte) or the rest as UTF-8.
/// </summary>
internal sealed class SampleRecords
{
    public const byte Define = 1;
    public const byte OneSample = 2;
    public const byte Forget = 3;

    readonly ByteSink sink = new();

    public ReadOnlySpan<byte> Definition(int id, in SeriesName name)
    {
        sink.Clear();
        sink.Byte(Define);
        sink.Number(id);
        sink.Text(name.Tenant);
        sink.Text(name.Entity);
        sink.Text(name.Attribute);
        sink.Text(name.DatasetId);
        return sink.Written;
    }

    public ReadOnlySpan<byte> Forgetting(string tenant, string entity)
    {
        sink.Clear();
        sink.Byte(Forget);
        sink.Text(tenant);
        sink.Text(entity);
        return sink.Written;
    }

    public ReadOnlySpan<byte> Of(int id, in Sample sample)
    {
        sink.Clear();
        var doubts = sample.Quality != Quality.Good;
        sink.Byte((byte)(OneSample | (int)sample.Kind << 3 | (sample.Observed ? 0x40 : 0) | (doubts ? 0x80 : 0)));
        sink.Number(id);
        sink.Long(sample.AtUs);
        if (doubts) sink.Byte((byte)sample.Quality);
        switch (sample.Kind)
        {
            case SampleKind.Number: sink.Double(sample.Number); break;
            case SampleKind.Bool: sink.Byte((byte)sample.Number); break;
            case SampleKind.Text or SampleKind.Json: Encoding.UTF8.GetBytes(sample.Text, sink.Take(Encoding.UTF8.GetByteCount(sample.Text!))); break;
        }
        return sink.Written;
    }

    public static byte What(ReadOnlySpan<byte> record) => (byte)(record[0] & 7);

    public static (int Id, SeriesName Name) ReadDefinition(ReadOnlySpan<byte> record)
    {
        var source = new ByteSource(record[1..]);
        return ((int)source.Number(), new SeriesName(source.Text(), source.Text(), source.Text(), source.Text()));
    }

    public static (string Tenant, string Entity) ReadForgetting(ReadOnlySpan<byte> record)
    {
        var source = new ByteSource(record[1..]);
        return (source.Text(), source.Text());
    }

    public static int ReadSample(ReadOnlySpan<byte> record, out Sample sample)
    {
        var head = record[0];
        var source = new ByteSource(record[1..]);
        var id = (int)source.Number();
        var at = source.Long();
        var quality = (head & 0x80) != 0 ? (Quality)source.Byte() : Quality.Good;
        var kind = (SampleKind)(head >> 3 & 7);
        var number = kind switch { SampleKind.Number => source.Double(), SampleKind.Bool => source.Byte(), _ => 0 };
        var text = kind is SampleKind.Text or SampleKind.Json ? Encoding.UTF8.GetString(source.Take(source.Left)) : null;
        sample = new Sample(at, kind, number, text, quality, (head & 0x40) != 0);
        return id;
    }
}
