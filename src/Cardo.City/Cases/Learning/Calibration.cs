namespace Cardo.Cases.Learning;

/// <summary>
/// Makes a model's certainty honest, from its latest predictions made before the answer was known. Isotonic regression by
/// pooling adjacent violators (Ayer et al. 1955; Zadrozny and Elkan 2002) over forty groups of equal size, straight lines
/// between them. It also says from which certainty on the model's choices were as right as a city asks for.
/// </summary>
internal sealed class Calibration(int window, int recent)
{
    const int Groups = 40, Least = 200, RefitEvery = 100;

    readonly List<(double Certainty, bool Right)> latest = [];
    readonly List<(double From, double To)> points = [];
    (double Certainty, bool Right)[] sorted = [], sortedRecent = [];
    (double Share, double Certainty) lastCut = (-1, 0);
    int next, sinceFit;

    /// <summary>Predictions it rests on.</summary>
    public int Seen => latest.Count;

    /// <summary>Takes note of a prediction whose answer came.</summary>
    public void Learn(double certainty, bool right)
    {
        Note(certainty, right);
        if (sinceFit >= RefitEvery || points.Count == 0) Fit();
    }

    /// <summary>The same where nobody asks before <see cref="Fit"/>.</summary>
    public void Note(double certainty, bool right)
    {
        if (latest.Count < window) latest.Add((certainty, right));
        else latest[next++ % window] = (certainty, right);
        sinceFit++;
    }

    /// <summary>How likely it is that a choice of this certainty is right, 0..1. Before 200 answers: the certainty itself.</summary>
    public double Of(double certainty)
    {
        if (points.Count == 0) return certainty;
        var i = 0;
        while (i < points.Count && points[i].From < certainty) i++;
        if (i == 0) return points[0].To * Math.Clamp(certainty / Math.Max(points[0].From, 1e-9), 0, 1);
        if (i == points.Count) return points[^1].To;
        var (a, b) = (points[i - 1], points[i]);
        return a.To + (b.To - a.To) * (certainty - a.From) / Math.Max(b.From - a.From, 1e-12);
    }

    /// <summary>
    /// The certainty from which on choices are right in at least this share of cases: of the whole window with one wrong
    /// choice more than there was (the correction by which conformal risk control keeps a promise; Angelopoulos et al.
    /// 2022), and of the most recent ones as they were, so that a change is followed. Above 1 (never) when there are fewer
    /// than 200 answers or no such certainty.
    /// </summary>
    public double Cut(double share)
    {
        if (points.Count == 0) return 2;
        if (share == lastCut.Share) return lastCut.Certainty;
        lastCut = (share, Math.Max(Cut(sorted, share, 1), Cut(sortedRecent, share, 0)));
        return lastCut.Certainty;
    }

    static double Cut((double Certainty, bool Right)[] sorted, double share, int more)
    {
        var (wrong, cut) = (0, 2.0);
        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            if (!sorted[i].Right) wrong++;
            var n = sorted.Length - i;
            if (n >= Least / 4 && wrong + more <= (1 - share) * (n + more) && (i == 0 || sorted[i - 1].Certainty < sorted[i].Certainty)) cut = sorted[i].Certainty;
        }
        return cut;
    }

    /// <summary>Takes what was noted into account.</summary>
    public void Fit()
    {
        if (latest.Count < Least) return;
        (sinceFit, lastCut) = (0, (-1, 0));
        sorted = Sorted(latest.Count);
        sortedRecent = Sorted(Math.Min(recent, latest.Count));
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
            // Equal certainties are one pool, however they were grouped.
            while (pools.Count > 1 && (pools[^2].Right / pools[^2].Count >= pools[^1].Right / pools[^1].Count || pools[^2].Certainty / pools[^2].Count > pools[^1].Certainty / pools[^1].Count - 1e-12))
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

    (double, bool)[] Sorted(int newest)
    {
        var some = new (double Certainty, bool Right)[newest];
        var end = latest.Count < window ? latest.Count : next % window;
        for (var i = 0; i < newest; i++) some[i] = latest[(end - 1 - i + latest.Count) % latest.Count];
        Array.Sort(some, static (a, b) => a.Certainty.CompareTo(b.Certainty));
        return some;
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
        for (var i = 0; i < count; i++) latest.Add((from.ReadDouble(), from.ReadBoolean()));
        Fit();
    }
}
