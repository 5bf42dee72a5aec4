using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.Persist;

/// <summary>
/// Entities as bytes, in the log and in the database (docs/formats/entities.md). Little-endian; lengths as LEB128;
/// a text is its length and UTF-8, with one byte before it for a well-known beginning.
/// </summary>
internal static class EntityCodec
{
    public const byte Version = 1;

    static readonly string[] beginnings = ["", Names.DefaultContext, Names.Core, "urn:ngsi-ld:", "https://smartdatamodels.org/", "https://uri.fiware.org/ns/data-models#", "http://", "https://"];
    static readonly Utf8Names<string> names = new(NamePool.Capacity);
    static readonly int[] webByLength = [4, 5, 1, 2, 7, 6];
    const int Urn = 3;

    /// <summary>A text of so many characters has no more than 127 bytes, and its length one.</summary>
    const int Short = 42;

    public static void Write(ArrayBufferWriter<byte> to, Entity entity)
    {
        Byte(to, Version);
        Text(to, entity.Id);
        Number(to, entity.Types.Length);
        foreach (var type in entity.Types) Text(to, type);
        Number(to, entity.Scopes.Length);
        foreach (var scope in entity.Scopes) Text(to, scope);
        Long(to, entity.CreatedAtUs);
        Long(to, entity.ModifiedAtUs);
        Long(to, entity.ExpiresAtUs);
        Attributes(to, entity.Attributes);
    }

    public static Entity ReadEntity(ref ByteReader from)
    {
        var version = from.Byte();
        if (version != Version) throw new InvalidDataException($"entity format {version} is not known to this program");
        return new Entity
        {
            Id = Text(ref from),
            Types = Texts(ref from),
            Scopes = Texts(ref from),
            CreatedAtUs = from.Long(),
            ModifiedAtUs = from.Long(),
            ExpiresAtUs = from.Long(),
            Attributes = ReadAttributes(ref from),
        };
    }

    public static void Attributes(ArrayBufferWriter<byte> to, ReadOnlySpan<Attribute> attributes)
    {
        Number(to, attributes.Length);
        foreach (var a in attributes)
        {
            var flags = (a.DatasetId.Length > 0 ? 1 : 0) | (a.UnitCode is not null ? 2 : 0) | (a.ObservedAtUs != Attribute.NoTime ? 4 : 0) | (a.Doubts != 0 ? 8 : 0) | (a.Sub.Length > 0 ? 16 : 0);
            Byte(to, (byte)((int)a.Kind | (int)a.Value.Kind << 4));
            Byte(to, (byte)flags);
            Text(to, a.Name);
            if ((flags & 1) != 0) Text(to, a.DatasetId);
            if ((flags & 2) != 0) Text(to, a.UnitCode!);
            if ((flags & 4) != 0) Long(to, a.ObservedAtUs);
            if ((flags & 8) != 0) Byte(to, a.Doubts);
            Long(to, a.CreatedAtUs);
            Long(to, a.ModifiedAtUs);
            ValueOf(to, a.Value);
            if ((flags & 16) != 0) Attributes(to, a.Sub);
        }
    }

    public static Attribute[] ReadAttributes(ref ByteReader from)
    {
        var attributes = new Attribute[from.Number()];
        for (var i = 0; i < attributes.Length; i++)
        {
            var kinds = from.Byte();
            var flags = from.Byte();
            attributes[i] = new Attribute
            {
                Kind = (AttributeKind)(kinds & 15),
                Name = Name(ref from),
                DatasetId = (flags & 1) != 0 ? Text(ref from) : "",
                UnitCode = (flags & 2) != 0 ? Name(ref from) : null,
                ObservedAtUs = (flags & 4) != 0 ? from.Long() : Attribute.NoTime,
                Doubts = (flags & 8) != 0 ? from.Byte() : (byte)0,
                CreatedAtUs = from.Long(),
                ModifiedAtUs = from.Long(),
                Value = ReadValue((ValueKind)(kinds >> 4), ref from),
                Sub = (flags & 16) != 0 ? ReadAttributes(ref from) : [],
            };
        }
        return attributes;
    }

    static void ValueOf(ArrayBufferWriter<byte> to, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Number: Long(to, BitConverter.DoubleToInt64Bits(value.Number)); break;
            case ValueKind.Bool: Byte(to, value.IsTrue ? (byte)1 : (byte)0); break;
            case ValueKind.Text: Text(to, value.Text!); break;
            case ValueKind.Json: Bytes(to, value.Json.Span); break;
            case ValueKind.Geo:
                var geo = value.Geo!;
                Byte(to, geo.IsPoint ? (byte)1 : (byte)0);
                Long(to, BitConverter.DoubleToInt64Bits(geo.MinX));
                Long(to, BitConverter.DoubleToInt64Bits(geo.MinY));
                if (geo.IsPoint) break;
                Long(to, BitConverter.DoubleToInt64Bits(geo.MaxX));
                Long(to, BitConverter.DoubleToInt64Bits(geo.MaxY));
                Bytes(to, geo.Json.Span);
                break;
        }
    }

    static Value ReadValue(ValueKind kind, ref ByteReader from) => kind switch
    {
        ValueKind.Number => Value.Of(from.Double()),
        ValueKind.Bool => Value.Of(from.Byte() == 1),
        ValueKind.Text => Value.Of(ReadText(ref from)),
        ValueKind.Json => Value.OfJson(from.Bytes(from.Number()).ToArray()),
        ValueKind.Geo => Value.Of(ReadGeo(ref from)),
        _ => default,
    };

    static GeoValue ReadGeo(ref ByteReader from)
    {
        var point = from.Byte() == 1;
        var (minX, minY) = (from.Double(), from.Double());
        if (point) return GeoValue.Point(minX, minY);
        var (maxX, maxY) = (from.Double(), from.Double());
        return Geometries.Kept(from.Bytes(from.Number()).ToArray(), minX, minY, maxX, maxY);
    }

    public static void Text(ArrayBufferWriter<byte> to, string text)
    {
        var start = Beginning(text);
        var rest = text.AsSpan(beginnings[start].Length);
        if (rest.Length <= Short)
        {
            var span = to.GetSpan(2 + 3 * Short);
            var written = Encoding.UTF8.GetBytes(rest, span[2..]);
            (span[0], span[1]) = ((byte)start, (byte)written);
            to.Advance(2 + written);
            return;
        }
        Byte(to, (byte)start);
        var length = Encoding.UTF8.GetByteCount(rest);
        Number(to, length);
        Encoding.UTF8.GetBytes(rest, to.GetSpan(length));
        to.Advance(length);
    }

    static int Beginning(string text)
    {
        if (text.StartsWith('u')) return text.StartsWith(beginnings[Urn], StringComparison.Ordinal) ? Urn : 0;
        if (!text.StartsWith('h')) return 0;
        foreach (var candidate in webByLength)
            if (text.StartsWith(beginnings[candidate], StringComparison.Ordinal)) return candidate;
        return 0;
    }

    public static string Text(ref ByteReader from)
    {
        var start = beginnings[from.Byte()];
        var rest = Encoding.UTF8.GetString(from.Bytes(from.Number()));
        return start.Length == 0 ? rest : start + rest;
    }

    // As Text, but those that come often are kept once.
    static string ReadText(ref ByteReader from)
    {
        var start = beginnings[from.Byte()];
        var rest = from.Bytes(from.Number());
        Span<byte> whole = stackalloc byte[128];
        if (start.Length + rest.Length > whole.Length) return start + Encoding.UTF8.GetString(rest);
        var length = Encoding.UTF8.GetBytes(start, whole);
        rest.CopyTo(whole[length..]);
        return TextPool.One(whole[..(length + rest.Length)]);
    }

    // A name that was read before is found by its bytes, without making it anew.
    static string Name(ref ByteReader from)
    {
        var start = from;
        from.Byte();
        from.Bytes(from.Number());
        var bytes = from.Since(start);
        if (names.TryGet(bytes, out var name)) return name;
        name = Names.One(Text(ref start));
        names.Add(bytes, name);
        return name;
    }

    static string[] Texts(ref ByteReader from)
    {
        var texts = new string[from.Number()];
        if (texts.Length == 1) return NamePool.Alone(Name(ref from));
        for (var i = 0; i < texts.Length; i++) texts[i] = Name(ref from);
        return texts;
    }

    public static void Byte(ArrayBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    public static void Long(ArrayBufferWriter<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(8), value);
        to.Advance(8);
    }

    public static void Number(ArrayBufferWriter<byte> to, int value)
    {
        var span = to.GetSpan(5);
        var n = 0;
        for (var rest = (uint)value; ; rest >>= 7)
        {
            span[n++] = (byte)(rest > 127 ? rest & 127 | 128 : rest);
            if (rest <= 127) break;
        }
        to.Advance(n);
    }

    static void Bytes(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        Number(to, bytes.Length);
        to.Write(bytes);
    }
}
