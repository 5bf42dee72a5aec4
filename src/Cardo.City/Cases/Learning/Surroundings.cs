using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// What was reported around a place and how that was decided. Three broken benches within 40 m that went to Parks say
/// that this is a park, whatever is reported there now. Features are the masses (Gaussian kernels of two widths) of past
/// cases of each first clue and label, and their shares of all that is near; weights are learned like the words'.
/// </summary>
internal sealed class Surroundings(ModelOptions options)
{
    const double Cell_m = 100, MetresPerDegree = 111_195;
    const int InCell = 48, MaxKinds = 2048, MaxCells = 200_000, MaxClues = 4096;
    const float Least = 0.02f, Most = 2f, MassLength = 0.5f;

    readonly Dictionary<(int X, int Y), Ring> cells = [];
    readonly Dictionary<(int Clue, int Label), int> kinds = [];
    readonly List<(int Clue, int Label)> kindList = [];
    readonly Dictionary<string, int> clues = [];
    readonly List<string> clueList = [];
    readonly LinearWeights weights = new();
    readonly List<int> slots = [];
    readonly List<float> values = [];
    float[] mass = [];
    (float X, float Y)? here;
    int clue = -1;

    sealed record Ring((float X, float Y, int Kind)[] Past)
    {
        public int Filled;
    }

    /// <summary>Forgets what happened, keeps what it means.</summary>
    public void Forget() => cells.Clear();

    public void Fit(int labels) => weights.Fit(MaxKinds * 4, labels);

    /// <summary>Adds what the surroundings say to the scores.</summary>
    public void Score(CaseText text, Span<float> scores)
    {
        slots.Clear();
        values.Clear();
        here = Place(text);
        clue = Clue(text);
        if (here is not { } at || kinds.Count == 0) return;
        Weigh(at);
        Span<float> total = stackalloc float[2];
        for (var k = 0; k < kinds.Count * 2; k++) total[k & 1] += mass[k];
        for (var k = 0; k < kinds.Count * 2; k++)
        {
            if (mass[k] <= Least) continue;
            Add(k, MathF.Min(MathF.Log(1 + mass[k]), Most) * MassLength);
            Add(MaxKinds * 2 + k, mass[k] / (total[k & 1] + 1));
        }
        weights.Score(CollectionsMarshal.AsSpan(slots), CollectionsMarshal.AsSpan(values), scores);
    }

    /// <summary>Moves the weights against the gradient of the last <see cref="Score"/>.</summary>
    public void Move(ReadOnlySpan<float> gradient) =>
        weights.Move(CollectionsMarshal.AsSpan(slots), CollectionsMarshal.AsSpan(values), gradient, options.NearStep);

    /// <summary>Remembers how the case last scored was decided.</summary>
    public void Learn(int label)
    {
        if (here is not { } at || clue < 0) return;
        if (!kinds.TryGetValue((clue, label), out var kind))
        {
            if (kinds.Count >= MaxKinds) return;
            kinds[(clue, label)] = kind = kinds.Count;
            kindList.Add((clue, label));
        }
        ref var ring = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, CellOf(at), out var there);
        if (!there && cells.Count > MaxCells)
        {
            cells.Remove(CellOf(at));
            return;
        }
        ring ??= new(new (float, float, int)[InCell]);
        ring.Past[ring.Filled++ % InCell] = (at.X, at.Y, kind);
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

    void Add(int slot, float value)
    {
        slots.Add(slot);
        values.Add(value);
    }

    void Weigh((float X, float Y) at)
    {
        if (mass.Length < kinds.Count * 2) mass = new float[kinds.Count * 4];
        mass.AsSpan(0, kinds.Count * 2).Clear();
        var (narrow, wide) = (-1 / (2 * options.Near_m * options.Near_m), -1 / (18 * options.Near_m * options.Near_m));
        var (x, y) = CellOf(at);
        for (var i = x - 1; i <= x + 1; i++)
            for (var j = y - 1; j <= y + 1; j++)
            {
                if (!cells.TryGetValue((i, j), out var ring)) continue;
                foreach (ref readonly var past in ring.Past.AsSpan(0, Math.Min(ring.Filled, InCell)))
                {
                    var d2 = (past.X - at.X) * (past.X - at.X) + (past.Y - at.Y) * (past.Y - at.Y);
                    mass[past.Kind * 2] += MathF.Exp(d2 * narrow);
                    mass[past.Kind * 2 + 1] += MathF.Exp(d2 * wide);
                }
            }
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

    static (int X, int Y) CellOf((float X, float Y) at) => ((int)Math.Floor(at.X / Cell_m), (int)Math.Floor(at.Y / Cell_m));

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
            to.Write(cell.X);
            to.Write(cell.Y);
            to.Write(ring.Filled);
            to.Write(MemoryMarshal.AsBytes(ring.Past.AsSpan(0, Math.Min(ring.Filled, InCell))));
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
            var ring = cells[(from.ReadInt32(), from.ReadInt32())] = new(new (float, float, int)[InCell]);
            ring.Filled = from.ReadInt32();
            if (ring.Filled < 0) throw new InvalidDataException("a cell of the surroundings");
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(ring.Past.AsSpan(0, Math.Min(ring.Filled, InCell))));
            foreach (var past in ring.Past)
                if ((uint)past.Kind >= Math.Max(kindCount, 1)) throw new InvalidDataException("a case of the surroundings");
        }
    }
}
