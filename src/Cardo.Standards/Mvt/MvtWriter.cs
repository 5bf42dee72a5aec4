using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Cardo.Standards.Mvt;

/// <summary>Writes the protocol buffer of a tile (specification 2.1, section 4.1: vector_tile.proto), field by field.</summary>
sealed class MvtWriter
{
    readonly ArrayBufferWriter<byte> tile = new(4096);
    readonly ArrayBufferWriter<byte> layer = new(4096);
    readonly ArrayBufferWriter<byte> part = new(1024);
    readonly ArrayBufferWriter<byte> packed = new(1024);
    readonly Dictionary<string, int> keys = new(StringComparer.Ordinal);
    readonly Dictionary<MvtValue, int> values = [];
    readonly List<MvtValue> valueOrder = [];
    readonly List<string> keyOrder = [];

    public void BeginLayer(string name)
    {
        layer.ResetWrittenCount();
        keys.Clear();
        values.Clear();
        keyOrder.Clear();
        valueOrder.Clear();
        Number(layer, 15, 2);
        Text(layer, 1, name);
    }

    public void Feature(ulong id, MvtKind kind, IReadOnlyList<KeyValuePair<string, MvtValue>> tags, ReadOnlySpan<uint> geometry)
    {
        part.ResetWrittenCount();
        if (id != 0) Number(part, 1, id);
        if (tags.Count > 0)
        {
            packed.ResetWrittenCount();
            for (var i = 0; i < tags.Count; i++)
            {
                Varint(packed, (ulong)Place(keys, keyOrder, tags[i].Key));
                Varint(packed, (ulong)Place(values, valueOrder, tags[i].Value));
            }
            Bytes(part, 2, packed.WrittenSpan);
        }
        Number(part, 3, (ulong)kind);
        packed.ResetWrittenCount();
        foreach (var command in geometry) Varint(packed, command);
        Bytes(part, 4, packed.WrittenSpan);
        Bytes(layer, 2, part.WrittenSpan);
    }

    public void EndLayer(int extent)
    {
        foreach (var key in keyOrder) Text(layer, 3, key);
        foreach (var value in valueOrder)
        {
            part.ResetWrittenCount();
            if (value.Text is { } text) Text(part, 1, text);
            else if (value.IsFlag) Number(part, 7, value.Number != 0 ? 1ul : 0);
            else if (value.Number == Math.Floor(value.Number) && Math.Abs(value.Number) < 1L << 53)
            {
                var n = (long)value.Number;
                Number(part, 6, (ulong)(n << 1 ^ n >> 63));
            }
            else
            {
                Varint(part, 3 << 3 | 1);
                BinaryPrimitives.WriteDoubleLittleEndian(part.GetSpan(8), value.Number);
                part.Advance(8);
            }
            Bytes(layer, 4, part.WrittenSpan);
        }
        Number(layer, 5, (ulong)extent);
        Bytes(tile, 3, layer.WrittenSpan);
    }

    public byte[] ToArray() => tile.WrittenSpan.ToArray();

    static int Place<T>(Dictionary<T, int> places, List<T> order, T item) where T : notnull
    {
        if (places.TryGetValue(item, out var at)) return at;
        places[item] = order.Count;
        order.Add(item);
        return order.Count - 1;
    }

    static void Number(ArrayBufferWriter<byte> to, int field, ulong number)
    {
        Varint(to, (ulong)field << 3);
        Varint(to, number);
    }

    static void Text(ArrayBufferWriter<byte> to, int field, string text)
    {
        Varint(to, (ulong)field << 3 | 2);
        Varint(to, (ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, to);
    }

    static void Bytes(ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> bytes)
    {
        Varint(to, (ulong)field << 3 | 2);
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    static void Varint(ArrayBufferWriter<byte> to, ulong number)
    {
        var span = to.GetSpan(10);
        var n = 0;
        for (; number >= 0x80; number >>= 7) span[n++] = (byte)(number | 0x80);
        span[n++] = (byte)number;
        to.Advance(n);
    }
}
