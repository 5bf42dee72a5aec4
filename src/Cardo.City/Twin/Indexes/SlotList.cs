namespace Cardo.Twin.Indexes;

/// <summary>
/// Slots in order of creation. One writer (the gate), any readers without a lock: a reader takes one view of it; the
/// writer only adds behind a view's count, which never shrinks, or puts a new view in place.
/// </summary>
internal sealed class SlotList
{
    sealed class View(Slot[] slots, int count)
    {
        volatile int count = count;

        public Slot[] Slots => slots;

        public int Count
        {
            get => count;
            set => count = value;
        }
    }

    volatile View view = new(new Slot[16], 0);
    int dead;

    public ReadOnlySpan<Slot> Span => view is var v ? v.Slots.AsSpan(0, v.Count) : default;

    public int Living => view.Count - dead;

    public void Add(Slot slot)
    {
        var now = view;
        var (slots, count) = (now.Slots, now.Count);
        if (count > 0 && slots[count - 1].Seq >= slot.Seq)
        {
            Insert(slot);
            return;
        }
        if (count == slots.Length)
        {
            Array.Resize(ref slots, count * 2);
            slots[count] = slot;
            view = new View(slots, count + 1);
            return;
        }
        slots[count] = slot;
        now.Count = count + 1;
    }

    // An entity that gains a type later belongs where its age puts it. Rare, so a copy is fine.
    void Insert(Slot slot)
    {
        var (slots, count) = (view.Slots, view.Count);
        var at = Array.BinarySearch(slots, 0, count, slot, BySeq.It);
        if (at >= 0) return;
        var copy = new Slot[Math.Max(16, count + count / 2 + 1)];
        Array.Copy(slots, copy, ~at);
        copy[~at] = slot;
        Array.Copy(slots, ~at, copy, ~at + 1, count - ~at);
        view = new View(copy, count + 1);
    }

    /// <summary>Takes a slot out; the place is swept when a quarter of the list is empty.</summary>
    public void Remove(Slot slot, Predicate<Slot> stays)
    {
        dead++;
        var (slots, count) = (view.Slots, view.Count);
        if (dead < 64 || dead < count / 4) return;
        var kept = slots.Take(count).Where(s => s != slot && stays(s)).ToArray();
        dead = 0;
        view = new View(kept.Length == 0 ? new Slot[16] : kept, kept.Length);
    }

    sealed class BySeq : IComparer<Slot>
    {
        public static readonly BySeq It = new();

        public int Compare(Slot? a, Slot? b) => a!.Seq.CompareTo(b!.Seq);
    }
}
