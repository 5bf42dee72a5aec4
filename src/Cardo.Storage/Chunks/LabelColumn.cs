using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>
/// The newest samples of all series of one attribute, side by side with their entities' types and places: what the city
/// asks most ("all of these now", "which of these here are above that") is one run over memory. One thread writes, under
/// the gate; readers take pages of 64 slots and look again when a page was written meanwhile.
/// </summary>
internal sealed class LabelColumn(int id, string tenant, string attribute, string dataset)
{
    public const int Page = 64;
    const byte Unobserved = 0x80;
    const byte Nothing = 0x7f;

    sealed class Rows(int capacity)
    {
        public readonly SeriesHandle?[] Handles = new SeriesHandle?[capacity];
        public readonly long[] AtUs = new long[capacity];
        public readonly double[] Numbers = new double[capacity];
        public readonly byte[] Kinds = new byte[capacity];
        public readonly byte[] Doubts = new byte[capacity];
        public readonly float[] X = new float[capacity];
        public readonly float[] Y = new float[capacity];
        public readonly ushort[] Types = new ushort[capacity];
        public readonly int[] Versions = new int[capacity / Page];
        public string?[]? Texts;
    }

    readonly Stack<int> free = new();
    volatile Rows rows = new(Page);
    volatile int count;

    public int Id { get; } = id;

    public string Tenant { get; } = tenant;

    public string Attribute { get; } = attribute;

    public string Dataset { get; } = dataset;

    /// <summary>How many slots there are; some may be empty.</summary>
    public int Count => count;

    public int Add(SeriesHandle handle, SeriesGroup group)
    {
        if (!free.TryPop(out var slot))
        {
            if (count == rows.AtUs.Length) Grow();
            slot = count;
        }
        var to = rows;
        Begin(to, slot);
        to.Kinds[slot] = Nothing;
        to.Handles[slot] = handle;
        End(to, slot);
        Describe(slot, group.Label);
        if (slot == count) count++;
        return slot;
    }

    void Grow()
    {
        var (from, to) = (rows, new Rows(rows.AtUs.Length * 2));
        from.Handles.CopyTo(to.Handles, 0);
        from.AtUs.CopyTo(to.AtUs, 0);
        from.Numbers.CopyTo(to.Numbers, 0);
        from.Kinds.CopyTo(to.Kinds, 0);
        from.Doubts.CopyTo(to.Doubts, 0);
        from.X.CopyTo(to.X, 0);
        from.Y.CopyTo(to.Y, 0);
        from.Types.CopyTo(to.Types, 0);
        if (from.Texts is { } texts) texts.CopyTo(to.Texts = new string?[to.AtUs.Length], 0);
        rows = to;
    }

    static void Begin(Rows to, int slot)
    {
        to.Versions[slot / Page]++;
        Volatile.WriteBarrier();
    }

    static void End(Rows to, int slot)
    {
        Volatile.WriteBarrier();
        to.Versions[slot / Page]++;
    }

    public void Describe(int slot, Label label)
    {
        var to = rows;
        Begin(to, slot);
        (to.Types[slot], to.X[slot], to.Y[slot]) = (label.Types, label.X, label.Y);
        End(to, slot);
    }

    /// <summary>Takes a sample as the newest unless there is a later one.</summary>
    public void Offer(int slot, in Sample sample)
    {
        var to = rows;
        if (to.Kinds[slot] != Nothing && sample.AtUs < to.AtUs[slot]) return;
        if (sample.Text is not null) to.Texts ??= new string?[to.AtUs.Length];
        Begin(to, slot);
        to.AtUs[slot] = sample.AtUs;
        to.Numbers[slot] = sample.Number;
        to.Kinds[slot] = (byte)((byte)sample.Kind | (sample.Observed ? 0 : Unobserved));
        to.Doubts[slot] = (byte)sample.Quality;
        if (to.Texts is { } texts) texts[slot] = sample.Text;
        End(to, slot);
    }

    /// <summary>The same for an observed number that is later than what is there.</summary>
    public void OfferNumber(int slot, long atUs, double number, byte doubts)
    {
        var to = rows;
        Begin(to, slot);
        to.AtUs[slot] = atUs;
        to.Numbers[slot] = number;
        to.Kinds[slot] = (byte)SampleKind.Number;
        to.Doubts[slot] = doubts;
        if (to.Texts is { } texts) texts[slot] = null;
        End(to, slot);
    }

    /// <summary>Whether the newest sample is of this moment or a later one. By the writer.</summary>
    public bool Reaches(int slot, long atUs) => rows.Kinds[slot] != Nothing && rows.AtUs[slot] >= atUs;

    /// <summary>Empties a slot; another series may get it.</summary>
    public void Free(int slot)
    {
        var to = rows;
        Begin(to, slot);
        to.Handles[slot] = null;
        to.Kinds[slot] = Nothing;
        to.Numbers[slot] = 0;
        if (to.Texts is { } texts) texts[slot] = null;
        End(to, slot);
        free.Push(slot);
    }

    static Sample? At(Rows from, int slot) => from.Kinds[slot] == Nothing ? null
        : new Sample(from.AtUs[slot], (SampleKind)(from.Kinds[slot] & ~Unobserved), from.Numbers[slot], from.Texts?[slot], (Quality)from.Doubts[slot], (from.Kinds[slot] & Unobserved) == 0);

    /// <summary>What stands in a slot, while the series has it.</summary>
    public Sample? Read(int slot, SeriesHandle owner)
    {
        while (true)
        {
            var from = rows;
            if (!Steady(from, slot, out var version)) continue;
            var sample = ReferenceEquals(from.Handles[slot], owner) ? At(from, slot) : null;
            Volatile.ReadBarrier();
            if (from.Versions[slot / Page] == version) return sample;
        }
    }

    static bool Steady(Rows from, int slot, out int version)
    {
        version = Volatile.Read(ref from.Versions[slot / Page]);
        if ((version & 1) == 0) return true;
        Thread.SpinWait(8);
        return false;
    }

    /// <summary>The newest samples of the series that a filter wants, appended to a list; false when the list is full.</summary>
    public bool Newest(in NewestFilter filter, List<NewestSample> to)
    {
        var from = rows;
        var end = Math.Min(count, from.AtUs.Length);
        for (var slot = 0; slot < end;)
        {
            if (!Steady(from, slot, out var version)) continue;
            var before = to.Count;
            var stop = Math.Min(slot + Page, end);
            for (var i = slot; i < stop && to.Count < filter.Most; i++)
                if (Wanted(from, i, filter) && from.Handles[i] is { } handle && At(from, i) is { } sample) to.Add(new NewestSample(handle, sample));
            Volatile.ReadBarrier();
            if (from.Versions[slot / Page] != version)
            {
                to.RemoveRange(before, to.Count - before);
                continue;
            }
            if (to.Count == filter.Most) return false;
            slot = stop;
        }
        return true;
    }

    static bool Wanted(Rows from, int i, in NewestFilter filter)
    {
        if (filter.Types is { } types && (from.Types[i] >= types.Length || !types[from.Types[i]])) return false;
        if (filter.Boxed && !(from.X[i] >= filter.MinX && from.X[i] <= filter.MaxX && from.Y[i] >= filter.MinY && from.Y[i] <= filter.MaxY)) return false;
        return !filter.Bounded || ((from.Kinds[i] & ~Unobserved) == (byte)SampleKind.Number && from.Numbers[i] >= filter.Least && from.Numbers[i] <= filter.Greatest);
    }

    /// <summary>The series of entities whose types are wanted; null for all.</summary>
    public void Series(bool[]? types, List<SeriesHandle> to)
    {
        var from = rows;
        for (var i = 0; i < Math.Min(count, from.AtUs.Length); i++)
            if ((types is null || (from.Types[i] < types.Length && types[from.Types[i]])) && from.Handles[i] is { } handle) to.Add(handle);
    }
}
