using System.Buffers.Binary;
using System.Text;

namespace Cardo.Tests.Standards.Mvt;

/// <summary>A small decoder of vector tiles, written from the specification alone, so that the encoder is not its own judge.</summary>
public static class TileReader
{
    public sealed record Feature(ulong Id, int Kind, Dictionary<string, object> Tags, List<List<(int X, int Y)>> Parts, int Closed);

    public sealed record Layer(string Name, int Version, int Extent, List<Feature> Features);

    public static List<Layer> Read(ReadOnlyMemory<byte> tile) =>
        [.. Fields(tile).Select(f =>
        {
            f.Number.ShouldBe(3);
            return ReadLayer(f.Bytes);
        })];

    static Layer ReadLayer(ReadOnlyMemory<byte> bytes)
    {
        string name = "";
        int version = 1, extent = 4096;
        var keys = new List<string>();
        var values = new List<object>();
        var features = new List<ReadOnlyMemory<byte>>();
        foreach (var f in Fields(bytes))
            switch (f.Number)
            {
                case 15: version = (int)f.Varint; break;
                case 1: name = Encoding.UTF8.GetString(f.Bytes.Span); break;
                case 2: features.Add(f.Bytes); break;
                case 3: keys.Add(Encoding.UTF8.GetString(f.Bytes.Span)); break;
                case 4: values.Add(ReadValue(f.Bytes)); break;
                case 5: extent = (int)f.Varint; break;
                default: throw new InvalidDataException($"field {f.Number}");
            }
        return new Layer(name, version, extent, [.. features.Select(f => ReadFeature(f, keys, values))]);
    }

    static object ReadValue(ReadOnlyMemory<byte> bytes)
    {
        var f = Fields(bytes).Single();
        return f.Number switch
        {
            1 => Encoding.UTF8.GetString(f.Bytes.Span),
            3 => BitConverter.Int64BitsToDouble((long)f.Varint),
            6 => (double)((long)(f.Varint >> 1) ^ -(long)(f.Varint & 1)),
            7 => f.Varint != 0,
            _ => throw new InvalidDataException($"value {f.Number}"),
        };
    }

    static Feature ReadFeature(ReadOnlyMemory<byte> bytes, List<string> keys, List<object> values)
    {
        ulong id = 0;
        var kind = 0;
        var tags = new Dictionary<string, object>();
        var parts = new List<List<(int, int)>>();
        var closed = 0;
        foreach (var f in Fields(bytes))
            switch (f.Number)
            {
                case 1: id = f.Varint; break;
                case 2:
                    var at = Packed(f.Bytes);
                    for (var i = 0; i < at.Count; i += 2) tags.Add(keys[(int)at[i]], values[(int)at[i + 1]]);
                    break;
                case 3: kind = (int)f.Varint; break;
                case 4: closed = Walk(Packed(f.Bytes), kind, parts); break;
            }
        return new Feature(id, kind, tags, parts, closed);
    }

    static int Walk(List<ulong> commands, int kind, List<List<(int, int)>> parts)
    {
        int x = 0, y = 0, closed = 0;
        for (var i = 0; i < commands.Count;)
        {
            var (id, count) = ((int)(commands[i] & 7), (int)(commands[i] >> 3));
            i++;
            if (id == 7)
            {
                count.ShouldBe(1);
                closed++;
                continue;
            }
            count.ShouldBeGreaterThan(0);
            if (id == 1 && kind != 1) count.ShouldBe(1);
            for (var n = 0; n < count; n++, i += 2)
            {
                var (dx, dy) = (Unzig(commands[i]), Unzig(commands[i + 1]));
                if (id == 2) (dx != 0 || dy != 0).ShouldBeTrue("a LineTo must move");
                (x, y) = (x + dx, y + dy);
                if (id == 1) parts.Add([]);
                parts[^1].Add((x, y));
            }
        }
        return closed;
    }

    static int Unzig(ulong n) => (int)(n >> 1) ^ -(int)(n & 1);

    static List<ulong> Packed(ReadOnlyMemory<byte> bytes)
    {
        var all = new List<ulong>();
        var at = 0;
        while (at < bytes.Length) all.Add(Varint(bytes.Span, ref at));
        return all;
    }

    static IEnumerable<(int Number, ulong Varint, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> bytes)
    {
        var all = new List<(int, ulong, ReadOnlyMemory<byte>)>();
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Varint(bytes.Span, ref at);
            switch (tag & 7)
            {
                case 0: all.Add(((int)(tag >> 3), Varint(bytes.Span, ref at), default)); break;
                case 1:
                    all.Add(((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    all.Add(((int)(tag >> 3), 0, bytes.Slice(at, length)));
                    at += length;
                    break;
                default: throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
        return all;
    }

    static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong n = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            n |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return n;
        }
    }
}
