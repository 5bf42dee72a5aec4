using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// What was reported around a place and how that was decided. Three broken benches within 40 m that went to Parks say
/// that this is a park, whatever is reported there now. Features are the masses (Gaussian kernels of two widths) of past
/// cases of each first clue and label, and their shares of all that is near; weights are learned like the words'.
/// </summary>
internal sealed class Surroundings(ModelOptions options)
{
    const float Cell_m = 100;
    const double MetresPerDegree = 111_195;
    const int InCell = 48, MaxKinds = 2048, MaxCells = 200_000, MaxClues = 4096;
    const float Least = 0.02f, Most = 2f, MassLength = 0.5f;

    static readonly ulong alikeNear = Grams.Clue("alike, near", ""), alikeWide = Grams.Clue("alike, wide", "");

    readonly Dictionary<long, Ring> cells = [];
    readonly Dictionary<(int Clue, int Label), int> kinds = [];
    readonly List<(int Clue, int Label)> kindList = [];
    readonly Dictionary<string, int> clues = [];
    readonly List<string> clueList = [];
    readonly LinearWeights weights = new();
    readonly List<int> slots = [];
    readonly List<float> values = [];
    readonly List<int> met = [];
    float[] mass = new float[MaxKinds * 2], alike = [];
    (float X, float Y)? here;
    int clue = -1;

    sealed record Ring
    {
        public (float X, float Y, int Kind)[] Past = new (float, float, int)[4];
        public int Filled;

        public ReadOnlySpan<(float X, float Y, int Kind)> All => Past.AsSpan(0, Math.Min(Filled, InCell));

        public void Add((float, float, int) one)
        {
            if (Filled >= Past.Length && Past.Length < InCell) Array.Resize(ref Past, Math.Min(Past.Length * 2, InCell));
            Past[Filled++ % Past.Length] = one;
        }
    }

    /// <summary>Weights' rows at most.</summary>
    public const int Slots = MaxKinds * 4;

    /// <summary>What lies around the last case, as a row of weights' places and values.</summary>
    public ReadOnlySpan<int> Row => CollectionsMarshal.AsSpan(slots);

    public ReadOnlySpan<float> Values => CollectionsMarshal.AsSpan(values);

    /// <summary>The last case's first clue.</summary>
    public string About => clue < 0 ? "" : clueList[clue];

    public void Fit(int labels)
    {
        if (kinds.Count > 0) weights.Fit(Slots, labels);
        if (alike.Length < labels * 2) alike = new float[labels * 2];
    }

    /// <summary>Adds what the surroundings say to the scores; what was of the same clue speaks as an expert.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(CaseText text, Experts experts, Span<float> scores)
    {
        slots.Clear();
        values.Clear();
        here = Place(text);
        clue = -1;
        if (here is not { } at) return;
        clue = Clue(text);
        if (kinds.Count == 0) return;
        Weigh(at);
        var (near, wide, some) = (0f, 0f, false);
        var labels = alike.Length / 2;
        alike.AsSpan().Clear();
        foreach (var kind in met)
        {
            near += mass[kind * 2];
            wide += mass[kind * 2 + 1];
            var (about, label) = kindList[kind];
            if (about != clue) continue;
            some = true;
            if (mass[kind * 2] > Least) alike[label] = mass[kind * 2];
            if (mass[kind * 2 + 1] > Least) alike[labels + label] = mass[kind * 2 + 1];
        }
        if (some)
        {
            experts.Hear(alikeNear, -1, alike.AsSpan(0, labels), scores);
            experts.Hear(alikeWide, -2, alike.AsSpan(labels), scores);
        }
        foreach (var kind in met)
        {
            Add(kind * 2, near);
            Add(kind * 2 + 1, wide);
        }
        weights.Score(Row, Values, scores);
    }

    /// <summary>Moves the weights against the gradient of the last <see cref="Score"/>.</summary>
    public void Move(ReadOnlySpan<float> gradient) =>
        weights.Move(Row, Values, gradient, options.NearStep);

    /// <summary>Remembers how the case last scored was decided.</summary>
    public void Learn(int label)
    {
        if (here is not { } at || clue < 0) return;
        if (!kinds.TryGetValue((clue, label), out var kind))
        {
            if (kinds.Count >= MaxKinds) return;
            kinds[(clue, label)] = kind = kinds.Count;
            kindList.Add((clue, label));
            if (kind == 0) Fit(alike.Length / 2);
        }
        ref var ring = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, CellOf(at), out var there);
        if (!there && cells.Count > MaxCells)
        {
            cells.Remove(CellOf(at));
            return;
        }
        ring ??= new();
        ring.Add((at.X, at.Y, kind));
    }

    /// <summary>What lies around the last case, and how much it spoke for a label more than for the average one.</summary>
    public IEnumerable<(string Clue, int Label, float Lean)> Leans(int label, int labels)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            var (about, decided) = kindList[slots[i] % (MaxKinds * 2) / 2];
            yield return (clueList[about], decided, values[i] * weights.Lean(slots[i], label, labels));
        }
    }

    void Add(int k, float total)
    {
        if (mass[k] <= Least) return;
        slots.Add(k);
        values.Add(MathF.Min(MathF.Log(1 + mass[k]), Most) * MassLength);
        slots.Add(MaxKinds * 2 + k);
        values.Add(mass[k] / (total + 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Weigh((float X, float Y) at)
    {
        foreach (var kind in met) mass[kind * 2] = mass[kind * 2 + 1] = 0;
        met.Clear();
        var by = -1 / (18 * options.Near_m * options.Near_m);
        for (var i = -1; i <= 1; i++)
            for (var j = -1; j <= 1; j++)
            {
                if (!cells.TryGetValue(CellOf((at.X + i * Cell_m, at.Y + j * Cell_m)), out var ring)) continue;
                foreach (ref readonly var past in ring.All)
                {
                    var d2 = (past.X - at.X) * (past.X - at.X) + (past.Y - at.Y) * (past.Y - at.Y);
                    // The narrow kernel is the ninth power of the one three times as wide.
                    var w = MathF.Exp(d2 * by);
                    var w3 = w * w * w;
                    if (mass[past.Kind * 2 + 1] == 0) met.Add(past.Kind);
                    mass[past.Kind * 2] += w3 * w3 * w3;
                    mass[past.Kind * 2 + 1] += w;
                }
            }
        met.Sort();
    }

    int Clue(CaseText text)
    {
        var name = text.Clues.Count > 0 ? text.Clues[0].Value : "";
        if (clues.TryGetValue(name, out var number)) return number;
        if (clues.Count >= MaxClues) return -1;
        clueList.Add(name);
        return clues[name] = clues.Count;
    }

    // Metres on a plane that is true within a city; longitudes shrink with the latitude, taken in tenths of a degree.
    static (float X, float Y)? Place(CaseText text) =>
        text is { Lon: >= -180 and <= 180 and var lon, Lat: >= -90 and <= 90 and var lat }
            ? ((float)(lon * MetresPerDegree * Math.Cos(Math.Round(lat, 1) * Math.PI / 180)), (float)(lat * MetresPerDegree)) : null;

    static long CellOf((float X, float Y) at) => ((long)(int)MathF.Floor(at.X / Cell_m) << 32) | (uint)(int)MathF.Floor(at.Y / Cell_m);

    public void Write(BinaryWriter to)
    {
        to.Write(clueList.Count);
        foreach (var name in clueList) to.Write(name);
        to.Write(kindList.Count);
        foreach (var (about, label) in kindList)
        {
            to.Write(about);
            to.Write(label);
        }
        weights.Write(to);
        to.Write(cells.Count);
        foreach (var (cell, ring) in cells)
        {
            to.Write(cell);
            to.Write(ring.Filled);
            to.Write(MemoryMarshal.AsBytes(ring.All));
        }
    }

    /// <exception cref="InvalidDataException">the bytes can't be surroundings for so many labels</exception>
    public void Read(BinaryReader from, int labels)
    {
        if (from.ReadInt32() is var clueCount && clueCount is < 0 or > MaxClues) throw new InvalidDataException("clues of the surroundings");
        for (var i = 0; i < clueCount; i++)
        {
            clueList.Add(from.ReadString());
            clues[clueList[^1]] = i;
        }
        if (from.ReadInt32() is var kindCount && kindCount is < 0 or > MaxKinds) throw new InvalidDataException("kinds of the surroundings");
        for (var i = 0; i < kindCount; i++)
        {
            kindList.Add((from.ReadInt32(), from.ReadInt32()));
            if ((uint)kindList[^1].Clue >= clueCount || (uint)kindList[^1].Label >= labels) throw new InvalidDataException("a kind of the surroundings");
            kinds[kindList[^1]] = i;
        }
        weights.Read(from, labels);
        if (from.ReadInt32() is var cellCount && cellCount is < 0 or > MaxCells) throw new InvalidDataException("cells of the surroundings");
        for (var i = 0; i < cellCount; i++)
        {
            var (cell, filled) = (from.ReadInt64(), from.ReadInt32());
            if (filled < 0) throw new InvalidDataException("a cell of the surroundings");
            var size = Math.Min(filled, InCell);
            var ring = cells[cell] = new() { Filled = filled, Past = new (float, float, int)[Math.Max(4, size)] };
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(ring.Past.AsSpan(0, size)));
            foreach (var past in ring.All)
                if ((uint)past.Kind >= kindCount) throw new InvalidDataException("a case of the surroundings");
        }
    }
}
