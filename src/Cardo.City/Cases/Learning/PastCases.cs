using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// The latest cases, to be shown as precedents: those that share the rarest words with a new one; where there are no
/// words, those of the same first clue within a few steps.
/// </summary>
internal sealed class PastCases
{
    const int Kept = 50_000, Marks = 8, InList = 64, MaxLists = 400_000;

    readonly List<Past> past = [];
    readonly Dictionary<ulong, List<int>> lists = [];
    int next;

    readonly record struct Past(string Id, int Label, int Number, ulong[] Marks);

    /// <param name="marks">what tells the case from others, rarest first</param>
    public void Learn(string id, int label, ReadOnlySpan<ulong> marks)
    {
        var number = next++;
        var entry = new Past(id, label, number, marks[..Math.Min(marks.Length, Marks)].ToArray());
        if (past.Count < Kept) past.Add(entry);
        else past[number % Kept] = entry;
        foreach (var mark in entry.Marks)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, mark, out var there);
            if (!there && lists.Count > MaxLists)
            {
                lists.Remove(mark);
                continue;
            }
            list ??= new(2);
            if (list.Count == InList) list.RemoveAt(0);
            list.Add(number);
        }
        if (next % Kept == 0) Sweep();
    }

    /// <summary>Those most like a case among the ones decided so, at most three.</summary>
    public IEnumerable<(string Id, double Likeness)> Like(ReadOnlySpan<ulong> marks, int label)
    {
        var found = new Dictionary<int, int>();
        foreach (var mark in marks[..Math.Min(marks.Length, Marks)])
        {
            if (!lists.TryGetValue(mark, out var list)) continue;
            foreach (var number in list)
                if (past[number % Kept] is var one && one.Number == number && one.Label == label)
                    CollectionsMarshal.GetValueRefOrAddDefault(found, number, out _)++;
        }
        var length = Math.Min(marks.Length, Marks);
        return found.Select(f => (past[f.Key % Kept].Id, Likeness: f.Value / Math.Sqrt((double)length * past[f.Key % Kept].Marks.Length), f.Key))
            .OrderByDescending(f => f.Likeness).ThenByDescending(f => f.Key).Take(3).Select(f => (f.Id, f.Likeness));
    }

    void Sweep()
    {
        foreach (var (mark, list) in lists.ToArray())
            if (list.RemoveAll(n => n <= next - Kept) > 0 && list.Count == 0) lists.Remove(mark);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(past.Count);
        foreach (var one in past.OrderBy(p => p.Number))
        {
            to.Write(one.Id);
            to.Write(one.Label);
            to.Write(one.Marks.Length);
            foreach (var mark in one.Marks) to.Write(mark);
        }
    }

    /// <exception cref="InvalidDataException">the bytes can't be that</exception>
    public void Read(BinaryReader from)
    {
        if (from.ReadInt32() is var count && count is < 0 or > Kept) throw new InvalidDataException("past cases");
        for (var i = 0; i < count; i++)
        {
            var (id, label) = (from.ReadString(), from.ReadInt32());
            var marks = new ulong[from.ReadInt32() is var n and >= 0 and <= Marks ? n : throw new InvalidDataException("a past case")];
            for (var m = 0; m < marks.Length; m++) marks[m] = from.ReadUInt64();
            Learn(id, label, marks);
        }
    }
}
