using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>
/// Logistic regression over candidate pairs with a ridge, by Newton's method (iteratively reweighted least squares,
/// McCullagh and Nelder 1989): a hundred weights, so it is exact and takes seconds. Pairs that nobody named count as
/// different; some are not, which lowers all scores alike and leaves their order.
/// </summary>
internal sealed class PairTraining(IReadOnlyList<MatterSketch> matters, IReadOnlyCollection<(string A, string B)> pairs, CancellationToken stop)
{
    const double Ridge = 1, Flagged = 0.12;
    const int Least = 30, Rounds = 12, MaxOthers = 400_000;

    readonly List<float[]> rows = [];
    readonly List<bool> same = [];
    readonly List<int> ends = [];

    public Outcome<DuplicateScore> Run()
    {
        Gather();
        if (same.Count(s => s) is var found && found < Least)
            return Refusal.Bad("too-few-pairs", $"Only {found} of the {pairs.Count} named pairs are within {PairFeatures.MaxDistance_m} m and sixty days of each other; {Least} are needed to learn from.");
        var weights = new double[PairFeatures.Count];
        for (var round = 0; round < Rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            if (Newton(weights) < 1e-4) break;
        }
        return new DuplicateScore([.. weights.Select(w => (float)w)], Cut(weights));
    }

    /// <summary>The score that the likeliest earlier one reaches for so many of the matters.</summary>
    double Cut(double[] weights)
    {
        var best = new double[ends.Count];
        for (var i = 0; i < ends.Count; i++)
            for (var r = i == 0 ? 0 : ends[i - 1]; r < ends[i]; r++)
            {
                var sum = 0.0;
                for (var f = 0; f < weights.Length; f++) sum += weights[f] * rows[r][f];
                best[i] = Math.Max(best[i], 1 / (1 + Math.Exp(-sum)));
            }
        Array.Sort(best);
        // Where staff join more than that, so many are told.
        var share = Math.Max(Flagged, same.Count(s => s) / (double)Math.Max(1, best.Length));
        return Math.Clamp(best[(int)(best.Length * Math.Max(0, 1 - share))], 1e-6, 0.5);
    }

    void Gather()
    {
        var named = pairs.Select(p => string.CompareOrdinal(p.A, p.B) < 0 ? p : (p.B, p.A)).ToHashSet();
        var finder = new DuplicateFinder(new DuplicateScore(new float[PairFeatures.Count], 0.5));
        var words = new WordPieces();
        foreach (var matter in matters)
        {
            stop.ThrowIfCancellationRequested();
            var (near, crowd) = finder.Candidates(matter);
            foreach (var (other, _) in near)
            {
                var isSame = named.Contains(string.CompareOrdinal(other.Id, matter.Id) < 0 ? (other.Id, matter.Id) : (matter.Id, other.Id));
                if (!isSame && rows.Count >= MaxOthers) continue;
                var x = new float[PairFeatures.Count];
                PairFeatures.Fill(other, matter, crowd, words, x);
                rows.Add(x);
                same.Add(isSame);
            }
            finder.Add(matter);
            ends.Add(rows.Count);
        }
    }

    /// <summary>One round; returns the largest change of a weight.</summary>
    double Newton(double[] weights)
    {
        var n = weights.Length;
        var gradient = new double[n];
        var curvature = new double[n, n];
        var used = new int[n];
        for (var r = 0; r < rows.Count; r++)
        {
            var x = rows[r];
            var (count, sum) = (0, 0.0);
            for (var i = 0; i < n; i++)
            {
                if (x[i] == 0) continue;
                used[count++] = i;
                sum += weights[i] * x[i];
            }
            var p = 1 / (1 + Math.Exp(-sum));
            var (error, weight) = (p - (same[r] ? 1 : 0), Math.Max(p * (1 - p), 1e-9));
            for (var a = 0; a < count; a++)
            {
                gradient[used[a]] += error * x[used[a]];
                for (var b = 0; b <= a; b++) curvature[used[a], used[b]] += weight * x[used[a]] * x[used[b]];
            }
        }
        for (var i = 0; i < n; i++)
        {
            gradient[i] += Ridge * weights[i];
            curvature[i, i] += Ridge;
        }
        return Solve(curvature, gradient, weights);
    }

    /// <summary>Cholesky's factorisation of the lower half; subtracts the solution from the weights, a unit at most each.</summary>
    static double Solve(double[,] a, double[] g, double[] weights)
    {
        var n = g.Length;
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < j; k++) a[j, j] -= a[j, k] * a[j, k];
            a[j, j] = Math.Sqrt(Math.Max(a[j, j], 1e-12));
            for (var i = j + 1; i < n; i++)
            {
                for (var k = 0; k < j; k++) a[i, j] -= a[i, k] * a[j, k];
                a[i, j] /= a[j, j];
            }
        }
        var y = (double[])g.Clone();
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) y[i] -= a[i, k] * y[k];
            y[i] /= a[i, i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) y[i] -= a[k, i] * y[k];
            y[i] /= a[i, i];
        }
        var largest = y.Max(Math.Abs);
        var keep = largest > 3 ? 3 / largest : 1;
        for (var i = 0; i < n; i++) weights[i] -= keep * y[i];
        return largest;
    }
}
