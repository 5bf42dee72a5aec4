using System.Buffers.Binary;
using System.Text;

namespace Cardo.Standards.TraCi;

/// <summary>
/// Reads what SUMO answers. Never throws: past the end, or at a tag it does not know, <see cref="Failed"/> is set and
/// everything read after it is empty.
/// </summary>
public ref struct TraCiReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Compounds in compounds deeper than this are refused.</summary>
    public const int MaxDepth = 8;

    readonly ReadOnlySpan<byte> bytes = bytes;

    public int At { get; private set; }

    public bool Failed { get; private set; }

    public readonly bool AtEnd => At >= bytes.Length;

    /// <summary>The head of a command: its number and where it ends.</summary>
    public byte Command(out int end)
    {
        var start = At;
        int length = Byte();
        if (length == 0) length = Int();
        var command = Byte();
        end = start + length;
        if (length < At - start || end > bytes.Length) Failed = true;
        return Failed ? (byte)0 : command;
    }

    /// <summary>A status answer: the command it is about, whether it was done, and what SUMO says.</summary>
    public (byte Command, bool Ok, string Message) Status()
    {
        var command = Command(out var end);
        var result = Byte();
        var text = result == 0 ? Skip(Int()) : Text();
        if (!Failed && At != end) Failed = true;
        return (command, result == 0 && !Failed, text);
    }

    /// <summary>Goes on to where a command ends; going back is damage.</summary>
    public void MoveTo(int end)
    {
        if (end < At || end > bytes.Length) Failed = true;
        else At = end;
    }

    public byte Byte()
    {
        if (!Has(1)) return 0;
        return bytes[At++];
    }

    public int Int()
    {
        if (!Has(4)) return 0;
        var value = BinaryPrimitives.ReadInt32BigEndian(bytes[At..]);
        At += 4;
        return value;
    }

    public double Double()
    {
        if (!Has(8)) return 0;
        var value = BinaryPrimitives.ReadDoubleBigEndian(bytes[At..]);
        At += 8;
        return value;
    }

    /// <summary>A text as it stands in the message; nothing is allocated.</summary>
    public ReadOnlySpan<byte> Utf8()
    {
        var length = Int();
        if (length < 0 || !Has(length)) { Failed = true; return default; }
        var value = bytes.Slice(At, length);
        At += length;
        return value;
    }

    public string Text() => Encoding.UTF8.GetString(Utf8());

    /// <summary>The head of one variable in a subscription's answer: which, whether SUMO could read it, and the tag of what follows.</summary>
    public (byte Variable, bool Ok, byte Tag) Variable() => (Byte(), Byte() == 0, Byte());

    /// <summary>A number, whichever of the number tags it carries.</summary>
    public double Number(byte tag) => tag switch
    {
        TraCiTag.Double => Double(),
        TraCiTag.Int => Int(),
        TraCiTag.UByte => Byte(),
        TraCiTag.Byte => (sbyte)Byte(),
        _ => Fail<double>(),
    };

    public string[] TextList()
    {
        var count = Int();
        if (count < 0 || count > (bytes.Length - At) / 4) return Fail<string[]>() ?? [];
        var list = new string[count];
        for (var i = 0; i < count; i++) list[i] = Text();
        return list;
    }

    /// <summary>A typed value as an object: double, int, string, string[], double[] or object[] (compound, position).</summary>
    public object? Value(byte tag, int depth = 0)
    {
        if (depth > MaxDepth) return Fail<object>();
        return tag switch
        {
            TraCiTag.UByte or TraCiTag.Byte or TraCiTag.Int => (int)Number(tag),
            TraCiTag.Double => Double(),
            TraCiTag.Text => Text(),
            TraCiTag.TextList => TextList(),
            TraCiTag.DoubleList => Doubles(Int()),
            TraCiTag.Position2D or TraCiTag.LonLat => Doubles(2),
            TraCiTag.Position3D or TraCiTag.LonLatAlt => Doubles(3),
            TraCiTag.Color => new object[] { (int)Byte(), (int)Byte(), (int)Byte(), (int)Byte() },
            TraCiTag.RoadMap => new object[] { Text(), Double(), (int)Byte() },
            TraCiTag.Polygon => Doubles(2 * (Byte() is var n and > 0 ? n : Int())),
            TraCiTag.Compound => Compound(depth),
            _ => Fail<object>(),
        };
    }

    /// <summary>Passes over a value without making anything of it.</summary>
    public void SkipValue(byte tag)
    {
        switch (tag)
        {
            case TraCiTag.UByte or TraCiTag.Byte: Advance(1); break;
            case TraCiTag.Int or TraCiTag.Color: Advance(4); break;
            case TraCiTag.Double: Advance(8); break;
            case TraCiTag.Position2D or TraCiTag.LonLat: Advance(16); break;
            case TraCiTag.Text: Advance(Int()); break;
            default: Value(tag); break;
        }
    }

    object?[] Compound(int depth)
    {
        var count = Int();
        if (count < 0 || count > bytes.Length - At) return Fail<object?[]>() ?? [];
        var items = new object?[count];
        for (var i = 0; i < count && !Failed; i++) items[i] = Value(Byte(), depth + 1);
        return items;
    }

    double[] Doubles(int count)
    {
        if (count < 0 || count > (bytes.Length - At) / 8) return Fail<double[]>() ?? [];
        var list = new double[count];
        for (var i = 0; i < count; i++) list[i] = Double();
        return list;
    }

    string Skip(int count)
    {
        Advance(count);
        return "";
    }

    void Advance(int count)
    {
        if (count < 0 || !Has(count)) Failed = true;
        else At += count;
    }

    bool Has(int count)
    {
        if (!Failed && At + (long)count <= bytes.Length) return true;
        Failed = true;
        At = bytes.Length;
        return false;
    }

    T? Fail<T>()
    {
        Failed = true;
        At = bytes.Length;
        return default;
    }
}
