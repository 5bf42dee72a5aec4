using System.Text;

namespace Cardo.Traffic.Sumo;

/// <summary>Numbers for names as they stand in messages: looking one up allocates nothing.</summary>
internal sealed class Utf8Names
{
    byte[][] names = new byte[64][];
    int[] slots = new int[256];

    public int Count { get; private set; }

    public string Text(int index) => Encoding.UTF8.GetString(names[index]);

    /// <summary>The name's number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var at = Slot(name); slots[at] != 0; at = (at + 1) & (slots.Length - 1))
            if (name.SequenceEqual(names[slots[at] - 1])) return slots[at] - 1;
        return -1;
    }

    /// <summary>The name's number; a new name gets the next one.</summary>
    public int Take(ReadOnlySpan<byte> name)
    {
        var at = Slot(name);
        for (; slots[at] != 0; at = (at + 1) & (slots.Length - 1))
            if (name.SequenceEqual(names[slots[at] - 1])) return slots[at] - 1;
        if (Count == names.Length) Array.Resize(ref names, Count * 2);
        names[Count] = name.ToArray();
        slots[at] = ++Count;
        if (Count * 2 > slots.Length) Grow();
        return Count - 1;
    }

    public int Take(string name) => Take(Encoding.UTF8.GetBytes(name));

    void Grow()
    {
        slots = new int[slots.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            var at = Slot(names[i]);
            while (slots[at] != 0) at = (at + 1) & (slots.Length - 1);
            slots[at] = i + 1;
        }
    }

    int Slot(ReadOnlySpan<byte> name)
    {
        // FNV-1a: the names are short and the table is never given by strangers.
        var hash = 2166136261u;
        foreach (var b in name) hash = (hash ^ b) * 16777619u;
        return (int)((hash ^ hash >> 15) & (uint)(slots.Length - 1));
    }
}
