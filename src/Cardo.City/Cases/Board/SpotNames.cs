using System.Text;

namespace Cardo.Cases.Board;

/// <summary>Names of services and units as small numbers: a million cases have a few dozen of them. Written by one, read by many.</summary>
internal sealed class SpotNames
{
    const int MostOnStack = 256;

    readonly Lock sync = new();
    readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal) { [""] = 0 };
    readonly List<string> names = [""];

    public string Name(ushort number)
    {
        lock (sync) return names[number];
    }

    /// <summary>A name's number; null when no case has it.</summary>
    public ushort? Find(string name)
    {
        lock (sync) return numbers.TryGetValue(name, out var number) ? number : null;
    }

    /// <summary>A name's number, given to it when it has none.</summary>
    public ushort Give(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return 0;
        Span<char> text = name.Length <= MostOnStack ? stackalloc char[name.Length] : new char[name.Length];
        text = text[..Encoding.UTF8.GetChars(name, text)];
        lock (sync)
        {
            if (numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var number)) return number;
            names.Add(new string(text));
            return numbers[names[^1]] = checked((ushort)(names.Count - 1));
        }
    }
}
