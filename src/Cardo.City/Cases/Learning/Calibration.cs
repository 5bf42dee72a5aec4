namespace Cardo.Cases.Learning;

/// <summary>
/// Makes a model's certainty honest, from its latest predictions made before the answer was known. Isotonic regression by
/// pooling adjacent violators (Ayer et al. 1955; Zadrozny and Elkan 2002) over forty groups of equal size, straight lines
/// between them. It also says from which certainty on the model's choices were as right as a city asks for.
/// </summary>
internal sealed class Calibration(int window)
{
    const int Groups = 40, Least = 200, RefitEvery = 100;

    readonly List<(float Certainty, bool Right)> latest = [];
    readonly List<(double From, double To)> points = [];
    (float Certainty, bool Right)[] sorted = [];
    int next, sinceFit;

    /// <summary>Predictions it rests on.</summary>
    public int Seen => latest.Count;

    /// <summary>Takes note of a prediction whose answer came.</summary>
    public void Learn(float certainty, bool right)
    {
        if (latest.Count < window) latest.Add((certainty, right));
        else latest[next++ % window] = (certainty, right);
        if (++sinceFit < RefitEvery && points.Count > 0 || latest.Count < Least) return;
        Fit();
    }

    /// <summary>How likely it is that a choice of this certainty is right, 0..1. Before 200 answers: the certainty itself.</summary>
    public double Of(float certainty)
    {
        if (points.Count == 0) return certainty;
        var i = 0;
        while (i < points.Count && points[i].From < certainty) i++;
        if (i == 0) return points[0].To * certainty / Math.Max(points[0].From, 1e-9);
        if (i == points.Count) return points[^1].To;
        var (a, b) = (points[i - 1], points[i]);
        return a.To + (b.To - a.To) * (certainty - a.From) / Math.Max(b.From - a.From, 1e-12);
    }

    /// <summary>
    /// The least certainty from which on the latest choices were right in at least this share of cases; above 1 (never)
    /// when there are fewer than 200 answers or no such certainty.
    /// </summary>
    public float Cut(double share)
    {
        if (points.Count == 0) return 2;
        var (right, cut) = (0, 2f);
        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            if (sorted[i].Right) right++;
            var n = sorted.Length - i;
            if (n >= Least / 4 && right >= share * n && (i == 0 || sorted[i - 1].Certainty < sorted[i].Certainty)) cut = sorted[i].Certainty;
        }
        return cut;
    }

    void Fit()
    {
        sinceFit = 0;
        sorted = [.. latest.OrderBy(p => p.Certainty)];
        var pools = new List<(double Certainty, double Right, double Count)>();
        for (var g = 0; g < Groups; g++)
        {
            var group = sorted.AsSpan(g * sorted.Length / Groups, (g + 1) * sorted.Length / Groups - g * sorted.Length / Groups);
            var (sum, right) = (0.0, 0.0);
            foreach (var (certainty, ok) in group)
            {
                sum += certainty;
                right += ok ? 1 : 0;
            }
            pools.Add((sum, right, group.Length));
            while (pools.Count > 1 && pools[^2].Right / pools[^2].Count >= pools[^1].Right / pools[^1].Count)
            {
                var (a, b) = (pools[^2], pools[^1]);
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((a.Certainty + b.Certainty, a.Right + b.Right, a.Count + b.Count));
            }
        }
        points.Clear();
        // Half a case on either side: nothing is ever quite certain.
        foreach (var (sum, right, count) in pools) points.Add((sum / count, (right + 0.5) / (count + 1)));
    }

    public void Write(BinaryWriter to)
    {
        to.Write(latest.Count);
        to.Write(next);
        foreach (var (certainty, right) in latest)
        {
            to.Write(certainty);
            to.Write(right);
        }
    }

    /// <exception cref="InvalidDataException">the bytes can't be that</exception>
    public void Read(BinaryReader from)
    {
        if (from.ReadInt32() is var count && (count < 0 || count > window)) throw new InvalidDataException("the calibration's window");
        if ((next = from.ReadInt32()) < 0) throw new InvalidDataException("the calibration's window");
        for (var i = 0; i < count; i++) latest.Add((from.ReadSingle(), from.ReadBoolean()));
        if (latest.Count >= Least) Fit();
    }
}
