using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Memory of what was decided lately in the same circumstances (same service, same service and source, same block …).
/// Each kind of circumstance is an expert whose distribution over labels comes from counts that fade; a log-linear pool
/// (Genest and Zidek 1986) makes one opinion of them, with a learned weight for each kind and each step of how much the
/// expert has seen. So a change in who does what is followed within a few cases.
/// An opinion is told against the usual distribution and only of labels that the expert has seen: of all others it says
/// the same, which changes no probability.
/// </summary>
internal sealed class Experts(ModelOptions options)
{
    const int Levels = 6, MaxKinds = 512, MaxRows = 1 << 21, MaxShares = 3 << 20;
    const float PriorFade = 0.999f;

    readonly HashIndex rows = new();
    readonly Dictionary<ulong, int> kinds = [];
    readonly List<Voice> heard = [];
    readonly List<(ulong Key, int Kind, int Row)> asked = [];
    Row[] memory = [];
    Share[] shares = [];
    (int Label, float Lean)[] opinions = new (int, float)[256];
    float[] weights = [], squares = [], prior = [];
    float priorTotal;
    int labels, cases, shareCount, said;

    struct Row
    {
        public float Total;
        public int Touched, First;
    }

    // A label that a row has seen; the row's others follow from Next (0: no more).
    struct Share
    {
        public float Count;
        public int Label, Next;
    }

    readonly record struct Voice(int Weight, int Circumstance, int From, int To);

    public void Fit(int count)
    {
        if (count <= labels) return;
        if (count > prior.Length) Array.Resize(ref prior, Math.Max(count, prior.Length * 2));
        labels = count;
    }

    /// <summary>Adds the pool's opinion of these circumstances to the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(ReadOnlySpan<(ulong Kind, ulong Key)> circumstances, Span<float> scores)
    {
        asked.Clear();
        heard.Clear();
        said = 0;
        for (var i = 0; i < circumstances.Length; i++)
        {
            if (Kind(circumstances[i].Kind) is not (>= 0 and var kind)) continue;
            var key = Grams.Both(circumstances[i].Kind, circumstances[i].Key);
            var row = rows.Find(key);
            asked.Add((key, kind, row));
            if (row < 0 || priorTotal == 0) continue;
            var from = said;
            for (var s = memory[row].First; s > 0; s = shares[s].Next) Say(shares[s].Label, shares[s].Count);
            Hear(kind, memory[row].Total, i, from, scores);
        }
    }

    /// <summary>Hears somebody else: how often what was alike was decided how.</summary>
    /// <param name="circumstance">a number that <see cref="Leans"/> tells again</param>
    /// <param name="seen">a count of each label</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hear(ulong kindOf, int circumstance, ReadOnlySpan<float> seen, Span<float> scores)
    {
        var (total, from) = (0f, said);
        for (var c = 0; c < Math.Min(labels, seen.Length); c++)
        {
            if (seen[c] <= 0) continue;
            total += seen[c];
            Say(c, seen[c]);
        }
        if (said == from || priorTotal == 0 || Kind(kindOf) is not (>= 0 and var kind)) return;
        Hear(kind, total, circumstance, from, scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Say(int label, float count)
    {
        if (said == opinions.Length) Array.Resize(ref opinions, said * 2);
        var usual = (prior[label] + 0.5f) / (priorTotal + 0.5f * labels);
        opinions[said++] = (label, MathF.Log(1 + count / (options.ExpertPrior * usual)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Hear(int kind, float total, int circumstance, int from, Span<float> scores)
    {
        var weight = kind * Levels + Level(total);
        foreach (var (label, lean) in opinions.AsSpan(from, said - from)) scores[label] += weights[weight] * lean;
        heard.Add(new(weight, circumstance, from, said));
    }

    /// <summary>Moves the pool's weights against the gradient of the last <see cref="Score"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Move(ReadOnlySpan<float> gradient)
    {
        foreach (ref readonly var voice in CollectionsMarshal.AsSpan(heard))
        {
            var g = 0f;
            for (var i = voice.From; i < voice.To; i++) g += gradient[opinions[i].Label] * opinions[i].Lean;
            ref var square = ref squares[voice.Weight];
            square += g * g;
            weights[voice.Weight] -= options.ExpertStep * g / (MathF.Sqrt(square) + 1f);
        }
    }

    /// <summary>Remembers how the case last scored was decided.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Learn(int label)
    {
        cases++;
        if (rows.Count + asked.Count > MaxRows || shareCount + asked.Count >= MaxShares) Sweep();
        foreach (ref readonly var ask in CollectionsMarshal.AsSpan(asked))
        {
            var number = ask.Row >= 0 ? ask.Row : rows.FindOrAdd(ask.Key, MaxRows);
            if (number >= memory.Length) Array.Resize(ref memory, Math.Max(1024, memory.Length * 2));
            ref var row = ref memory[number];
            row.Total = row.Total * options.Fade + 1;
            row.Touched = cases;
            var own = 0;
            for (var s = row.First; s > 0; s = shares[s].Next)
            {
                shares[s].Count *= options.Fade;
                if (shares[s].Label == label) own = s;
            }
            if (own == 0) own = Add(ref row, label, 0);
            shares[own].Count++;
        }
        for (var c = 0; c < labels; c++) prior[c] *= PriorFade;
        prior[label]++;
        priorTotal = priorTotal * PriorFade + 1;
    }

    int Add(ref Row row, int label, float count)
    {
        if (++shareCount >= shares.Length) Array.Resize(ref shares, Math.Max(1024, shares.Length * 2));
        shares[shareCount] = new Share { Label = label, Count = count, Next = row.First };
        return row.First = shareCount;
    }

    /// <summary>How much each circumstance of the last case spoke for a label more than for the average one.</summary>
    public IEnumerable<(int Circumstance, float Lean)> Leans(int label)
    {
        foreach (var voice in heard)
        {
            var (sum, own) = (0f, 0f);
            for (var i = voice.From; i < voice.To; i++)
            {
                sum += opinions[i].Lean;
                if (opinions[i].Label == label) own = opinions[i].Lean;
            }
            yield return (voice.Circumstance, weights[voice.Weight] * (own - sum / labels));
        }
    }

    int Kind(ulong name)
    {
        ref var kind = ref CollectionsMarshal.GetValueRefOrAddDefault(kinds, name, out var there);
        if (there) return kind;
        if (kinds.Count > MaxKinds)
        {
            kinds.Remove(name);
            return -1;
        }
        kind = kinds.Count - 1;
        Array.Resize(ref weights, kinds.Count * Levels);
        Array.Resize(ref squares, kinds.Count * Levels);
        weights.AsSpan(kind * Levels).Fill(options.ExpertStart);
        return kind;
    }

    static int Level(float seen) => seen < 1.5f ? 0 : seen < 3.5f ? 1 : seen < 8 ? 2 : seen < 16 ? 3 : seen < 32 ? 4 : 5;

    /// <summary>Full: the half that was not met for longest is forgotten.</summary>
    void Sweep()
    {
        var kept = Enumerable.Range(0, rows.Count).OrderByDescending(r => memory[r].Touched).ThenBy(r => r).Take(rows.Count / 2).OrderBy(r => r)
            .Select(r => (Key: rows.Key(r), Row: memory[r])).ToArray();
        var old = shares;
        rows.Clear();
        (shares, shareCount) = (new Share[old.Length], 0);
        foreach (var (key, was) in kept)
        {
            var number = rows.FindOrAdd(key, MaxRows);
            memory[number] = was with { First = 0 };
            for (var s = was.First; s > 0; s = old[s].Next) Add(ref memory[number], old[s].Label, old[s].Count);
        }
        memory.AsSpan(rows.Count).Clear();
        foreach (ref var ask in CollectionsMarshal.AsSpan(asked)) ask.Row = -1;
    }

    public void Write(BinaryWriter to)
    {
        to.Write(labels);
        to.Write(cases);
        to.Write(priorTotal);
        for (var c = 0; c < labels; c++) to.Write(prior[c]);
        to.Write(kinds.Count);
        foreach (var (key, kind) in kinds)
        {
            to.Write(key);
            to.Write(kind);
            for (var i = 0; i < Levels; i++)
            {
                to.Write(weights[kind * Levels + i]);
                to.Write(squares[kind * Levels + i]);
            }
        }
        to.Write(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            to.Write(rows.Key(row));
            to.Write(memory[row].Total);
            to.Write(memory[row].Touched);
            for (var s = memory[row].First; s > 0; s = shares[s].Next)
            {
                to.Write(shares[s].Label);
                to.Write(shares[s].Count);
            }
            to.Write(-1);
        }
    }

    /// <exception cref="InvalidDataException">the bytes can't be experts for so many labels</exception>
    public void Read(BinaryReader from, int known)
    {
        if (from.ReadInt32() is var count && (count < 0 || count > known)) throw new InvalidDataException("labels of the experts");
        Fit(count);
        cases = from.ReadInt32();
        priorTotal = from.ReadSingle();
        for (var c = 0; c < labels; c++) prior[c] = from.ReadSingle();
        if (from.ReadInt32() is var kindCount && kindCount is < 0 or > MaxKinds) throw new InvalidDataException("kinds of experts");
        weights = new float[kindCount * Levels];
        squares = new float[kindCount * Levels];
        for (var n = 0; n < kindCount; n++)
        {
            var (key, kind) = (from.ReadUInt64(), from.ReadInt32());
            if ((uint)kind >= kindCount) throw new InvalidDataException("a kind of expert");
            kinds[key] = kind;
            for (var i = 0; i < Levels; i++) (weights[kind * Levels + i], squares[kind * Levels + i]) = (from.ReadSingle(), from.ReadSingle());
        }
        if (from.ReadInt32() is var rowCount && rowCount is < 0 or > MaxRows) throw new InvalidDataException("rows of the experts");
        memory = new Row[Math.Max(1024, rowCount)];
        for (var n = 0; n < rowCount; n++)
        {
            rows.Restore(from.ReadUInt64());
            memory[n] = new Row { Total = from.ReadSingle(), Touched = from.ReadInt32() };
            var own = new List<(int Label, float Count)>();
            for (var label = from.ReadInt32(); label >= 0; label = from.ReadInt32()) own.Add((label, from.ReadSingle()));
            if (own.Count > count || own.Any(o => o.Label >= count) || shareCount + own.Count >= MaxShares) throw new InvalidDataException("a row of the experts");
            // As they were: the latest stands first.
            for (var i = own.Count - 1; i >= 0; i--) Add(ref memory[n], own[i].Label, own[i].Count);
        }
    }
}
