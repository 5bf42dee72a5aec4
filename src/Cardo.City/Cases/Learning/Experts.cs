using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Memory of what was decided lately in the same circumstances (same service, same service and source, same block …).
/// Each kind of circumstance is an expert whose distribution over labels comes from counts that fade; a log-linear pool
/// (Genest and Zidek 1986) makes one opinion of them, with a learned weight for each kind and each step of how much the
/// expert has seen. So a change in who does what is followed within a few cases.
/// </summary>
internal sealed class Experts(ModelOptions options)
{
    const int Levels = 6, MaxKinds = 512, MaxCounts = 1 << 25;
    const float PriorFade = 0.999f;

    readonly Dictionary<ulong, int> rows = [];
    readonly Dictionary<ulong, int> kinds = [];
    readonly List<(int Row, int Weight, int Circumstance)> heard = [];
    readonly List<(ulong Key, int Kind, int Circumstance)> asked = [];
    float[] counts = [], totals = [], weights = [], squares = [], prior = [], opinions = [];
    int[] touched = [];
    float priorTotal;
    int labels, cases;

    /// <summary>Forgets what was decided, keeps how much each kind is worth.</summary>
    public void Forget()
    {
        rows.Clear();
        counts.AsSpan().Clear();
        totals.AsSpan().Clear();
        prior.AsSpan().Clear();
        priorTotal = 0;
    }

    public void Fit(int count)
    {
        if (count <= labels) return;
        var wide = LinearWeights.Wide(count);
        if (wide != prior.Length)
        {
            var moved = new float[totals.Length * wide];
            for (var i = 0; i < totals.Length; i++) counts.AsSpan(i * prior.Length, prior.Length).CopyTo(moved.AsSpan(i * wide));
            counts = moved;
            Array.Resize(ref prior, wide);
        }
        labels = count;
    }

    /// <summary>Adds the pool's opinion of these circumstances to the scores.</summary>
    public void Score(List<(ulong Kind, ulong Key)> circumstances, Span<float> scores)
    {
        Ask(circumstances);
        heard.Clear();
        if (priorTotal == 0) return;
        if (opinions.Length < asked.Count * prior.Length) opinions = new float[asked.Count * prior.Length * 2];
        Span<float> usual = stackalloc float[prior.Length <= 256 ? prior.Length : 0];
        if (usual.Length == 0) usual = new float[prior.Length];
        for (var c = 0; c < labels; c++) usual[c] = (prior[c] + 0.5f) / (priorTotal + 0.5f * labels);
        foreach (var (key, kind, circumstance) in asked)
        {
            if (!rows.TryGetValue(key, out var row)) continue;
            var total = totals[row];
            var weight = kind * Levels + Level(total);
            var opinion = opinions.AsSpan(heard.Count * prior.Length, prior.Length);
            var seen = counts.AsSpan(row * prior.Length, prior.Length);
            for (var c = 0; c < labels; c++)
            {
                opinion[c] = MathF.Log((seen[c] + options.ExpertPrior * usual[c]) / ((total + options.ExpertPrior) * usual[c]));
                scores[c] += weights[weight] * opinion[c];
            }
            heard.Add((row, weight, circumstance));
        }
    }

    /// <summary>Moves the pool's weights against the gradient of the last <see cref="Score"/>.</summary>
    public void Move(ReadOnlySpan<float> gradient)
    {
        for (var i = 0; i < heard.Count; i++)
        {
            var g = 0f;
            for (var c = 0; c < labels; c++) g += gradient[c] * opinions[i * prior.Length + c];
            ref var square = ref squares[heard[i].Weight];
            square += g * g;
            weights[heard[i].Weight] -= options.ExpertStep * g / (MathF.Sqrt(square) + 1f);
        }
    }

    /// <summary>Remembers how the case last scored was decided.</summary>
    public void Learn(int label)
    {
        cases++;
        foreach (var (key, _, _) in asked)
        {
            var row = Row(key);
            var seen = counts.AsSpan(row * prior.Length, labels);
            for (var c = 0; c < seen.Length; c++) seen[c] *= options.Fade;
            seen[label]++;
            totals[row] = totals[row] * options.Fade + 1;
            touched[row] = cases;
        }
        for (var c = 0; c < labels; c++) prior[c] *= PriorFade;
        prior[label]++;
        priorTotal = priorTotal * PriorFade + 1;
    }

    /// <summary>How much each circumstance of the last case spoke for a label more than for the average one.</summary>
    public IEnumerable<(int Circumstance, float Lean)> Leans(int label)
    {
        for (var i = 0; i < heard.Count; i++)
        {
            var sum = 0f;
            for (var c = 0; c < labels; c++) sum += opinions[i * prior.Length + c];
            yield return (heard[i].Circumstance, weights[heard[i].Weight] * (opinions[i * prior.Length + label] - sum / labels));
        }
    }

    void Ask(List<(ulong Kind, ulong Key)> circumstances)
    {
        asked.Clear();
        for (var i = 0; i < circumstances.Count; i++)
        {
            ref var kind = ref CollectionsMarshal.GetValueRefOrAddDefault(kinds, circumstances[i].Kind, out var there);
            if (!there)
            {
                if (kinds.Count > MaxKinds)
                {
                    kinds.Remove(circumstances[i].Kind);
                    continue;
                }
                kind = kinds.Count - 1;
                Array.Resize(ref weights, kinds.Count * Levels);
                Array.Resize(ref squares, kinds.Count * Levels);
                weights.AsSpan(kind * Levels).Fill(options.ExpertStart);
            }
            asked.Add((Grams.Both(circumstances[i].Kind, circumstances[i].Key), kind, i));
        }
    }

    static int Level(float seen) => seen < 1.5f ? 0 : seen < 3.5f ? 1 : seen < 8 ? 2 : seen < 16 ? 3 : seen < 32 ? 4 : 5;

    int Row(ulong key)
    {
        if (rows.TryGetValue(key, out var row)) return row;
        if ((rows.Count + 1) * prior.Length > MaxCounts) Sweep();
        row = rows[key] = rows.Count;
        if (row < totals.Length) return row;
        var room = Math.Max(1024, totals.Length * 2);
        Array.Resize(ref totals, room);
        Array.Resize(ref touched, room);
        Array.Resize(ref counts, room * prior.Length);
        return row;
    }

    /// <summary>Full: the half that was not met for longest is forgotten.</summary>
    void Sweep()
    {
        var kept = rows.OrderByDescending(r => touched[r.Value]).ThenBy(r => r.Value).Take(rows.Count / 2).OrderBy(r => r.Value).ToArray();
        rows.Clear();
        foreach (var (key, old) in kept)
        {
            var row = rows[key] = rows.Count;
            counts.AsSpan(old * prior.Length, prior.Length).CopyTo(counts.AsSpan(row * prior.Length));
            (totals[row], touched[row]) = (totals[old], touched[old]);
        }
        counts.AsSpan(rows.Count * prior.Length).Clear();
        totals.AsSpan(rows.Count).Clear();
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
        foreach (var (key, row) in rows)
        {
            to.Write(key);
            to.Write(totals[row]);
            to.Write(touched[row]);
            to.Write(MemoryMarshal.AsBytes(counts.AsSpan(row * prior.Length, labels)));
        }
    }

    /// <exception cref="InvalidDataException">the bytes can't be experts for so many labels</exception>
    public void Read(BinaryReader from, int known)
    {
        if (from.ReadInt32() is var count && count > known) throw new InvalidDataException("labels of the experts");
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
        var rowCount = from.ReadInt32();
        if (rowCount < 0 || (long)rowCount * Math.Max(prior.Length, 1) > MaxCounts) throw new InvalidDataException("rows of the experts");
        for (var n = 0; n < rowCount; n++)
        {
            var row = Row(from.ReadUInt64());
            totals[row] = from.ReadSingle();
            touched[row] = from.ReadInt32();
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(counts.AsSpan(row * prior.Length, labels)));
        }
    }
}
