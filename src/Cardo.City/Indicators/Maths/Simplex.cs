using System.Numerics;

namespace Cardo.Indicators.Maths;

/// <summary>
/// Bounded revised simplex for few rows and many columns (Chvatal, Linear Programming, 1983, chapters 7-8; the sum of
/// infeasibilities as first phase, so that any basis is a start: a city begins where the city before it ended). The
/// inverse of the basis is kept whole, which for tens of rows is both quickest and clearest. Every answer is proven from
/// a fresh inverse: primal, dual, gap.
/// </summary>
internal sealed class Simplex
{
    const double Small = 1e-9, Pivot = 1e-9;
    const int RefreshAfter = 40;

    readonly LinearProgram lp;
    readonly int m, n;
    readonly int[] basis;
    readonly bool[] basic, atUpper;
    readonly double[] inverse, work, xb, y, w, reduced, full, logicalReduced;
    int sinceFresh, degenerate;

    public Simplex(LinearProgram lp)
    {
        (this.lp, m, n) = (lp, lp.Rows, lp.Columns);
        (basis, basic, atUpper) = (new int[m], new bool[n + m], new bool[n + m]);
        (inverse, work) = (new double[m * m], new double[m * 2 * m]);
        (xb, y, w) = (new double[m], new double[m], new double[m]);
        (reduced, logicalReduced, full) = (new double[n], new double[m], new double[n + m]);
        Restart();
    }

    /// <summary>The solution, columns then logicals.</summary>
    public double[] X => full;

    /// <summary>The rows' dual values: what a unit more on the right costs.</summary>
    public double[] Duals => y;

    /// <summary>What a unit of each column would cost beyond its worth at the duals.</summary>
    public double[] Reduced => reduced;

    /// <summary>Forgets the basis: the next solve starts from the rows' own variables.</summary>
    public void Restart()
    {
        Array.Clear(basic);
        Array.Clear(atUpper);
        for (var i = 0; i < m; i++) { basis[i] = n + i; basic[n + i] = true; }
    }

    /// <summary>Solves from the last basis; once more from scratch where that one cannot be proven.</summary>
    public Certificate Solve()
    {
        var first = Once();
        if (first.Proven || first.State == SolveState.Unbounded) return first;
        Restart();
        return Once();
    }

    Certificate Once()
    {
        if (!Fresh()) { Restart(); Fresh(); }
        degenerate = 0;
        var limit = 50 * m + 20 * (n + m) + 2000;
        for (var iteration = 0; iteration < limit; iteration++)
        {
            if (sinceFresh >= RefreshAfter && !Fresh()) { Restart(); Fresh(); }
            var first = Price();
            var (enter, up) = Enter(first);
            if (enter < 0)
            {
                // Decide on a fresh inverse only.
                if (sinceFresh > 0) { if (!Fresh()) { Restart(); Fresh(); } continue; }
                return first ? new Certificate(SolveState.Infeasible, double.NaN, double.NaN, double.NaN, Breach(), iteration) : Prove(iteration);
            }
            if (!Move(enter, up, first)) return new Certificate(SolveState.Unbounded, double.NaN, double.NaN, double.NaN, double.NaN, iteration);
        }
        return new Certificate(SolveState.Uncertain, double.NaN, double.NaN, double.NaN, double.NaN, limit);
    }

    double Tolerance(double bound) => Small * (1 + Math.Abs(bound));

    // Duals and reduced costs; true while some basic variable is outside its bounds (the first phase).
    bool Price()
    {
        var first = false;
        Array.Clear(y);
        for (var i = 0; i < m && !first; i++) first = Outside(i) != 0;
        for (var i = 0; i < m; i++)
        {
            var cost = first ? Outside(i) : basis[i] < n ? lp.Cost[basis[i]] : 0;
            if (cost == 0) continue;
            for (var k = 0; k < m; k++) y[k] += cost * inverse[i * m + k];
        }
        if (first) Array.Clear(reduced); else lp.Cost.CopyTo(reduced, 0);
        for (var i = 0; i < m; i++) if (y[i] != 0) Subtract(reduced, lp.Matrix.AsSpan(i * n, n), y[i]);
        for (var i = 0; i < m; i++) logicalReduced[i] = -y[i];
        return first;
    }

    static void Subtract(Span<double> into, ReadOnlySpan<double> row, double factor)
    {
        var by = new Vector<double>(factor);
        var width = Vector<double>.Count;
        var i = 0;
        for (; i <= into.Length - width; i += width)
            (new Vector<double>(into[i..]) - by * new Vector<double>(row[i..])).CopyTo(into[i..]);
        for (; i < into.Length; i++) into[i] -= factor * row[i];
    }

    int Outside(int i)
    {
        var (x, v) = (xb[i], basis[i]);
        if (x < lp.Lower[v] - Tolerance(lp.Lower[v])) return -1;
        return x > lp.Upper[v] + Tolerance(lp.Upper[v]) ? 1 : 0;
    }

    // The variable whose move gains most a unit; in a long stall the first that gains (Bland), which cannot cycle.
    (int Enter, bool Up) Enter(bool first)
    {
        var (enter, up, most) = (-1, true, 1e-10);
        var bland = degenerate > 60;
        for (var j = 0; j < n + m; j++)
        {
            var d = j < n ? reduced[j] : logicalReduced[j - n];
            if (d < most && d > -most || basic[j] || lp.Lower[j] == lp.Upper[j]) continue;
            var free = double.IsInfinity(lp.Lower[j]) && double.IsInfinity(lp.Upper[j]);
            var high = !free && (atUpper[j] && !double.IsInfinity(lp.Upper[j]) || double.IsInfinity(lp.Lower[j]));
            var rises = d < 0;
            if (!free && rises == high) continue;
            (enter, up, most) = (j, rises, Math.Abs(d));
            if (bland) break;
        }
        return (enter, up);
    }

    bool Move(int enter, bool up, bool first)
    {
        var sign = up ? 1 : -1;
        Column(enter, w);
        var own = lp.Upper[enter] - lp.Lower[enter];
        // Two passes (Harris): how far with bounds loosened a little, then the steadiest pivot within that.
        var (loose, leave, step) = (double.PositiveInfinity, -1, own);
        for (var i = 0; i < m; i++)
            if (Limit(i, -sign * w[i], first, true, out _) is var t && t < loose) loose = t;
        var steadiest = 0.0;
        for (var i = 0; i < m && !double.IsInfinity(loose); i++)
        {
            var t = Limit(i, -sign * w[i], first, false, out _);
            if (t > loose || Math.Abs(w[i]) <= steadiest) continue;
            if (degenerate > 60 && leave >= 0 && t >= Math.Max(step, 0)) continue;
            (leave, step, steadiest) = (i, t, Math.Abs(w[i]));
        }
        if (leave < 0 || step > own)
        {
            if (double.IsInfinity(own)) return leave >= 0;
            for (var i = 0; i < m; i++) xb[i] -= sign * own * w[i];
            atUpper[enter] = up;
            return true;
        }
        step = Math.Max(0, step);
        degenerate = step > 1e-12 ? 0 : degenerate + 1;
        Limit(leave, -sign * w[leave], first, false, out var toUpper);
        var start = At(enter);
        for (var i = 0; i < m; i++) xb[i] -= sign * step * w[i];
        var gone = basis[leave];
        (basic[gone], atUpper[gone]) = (false, toUpper);
        (basis[leave], basic[enter]) = (enter, true);
        xb[leave] = start + sign * step;
        Turn(leave);
        sinceFresh++;
        return true;
    }

    // How far a basic variable may go when it changes by rate a step.
    double Limit(int i, double rate, bool first, bool loosened, out bool toUpper)
    {
        toUpper = rate > 0;
        if (Math.Abs(rate) <= Pivot) return double.PositiveInfinity;
        var (lower, upper) = (lp.Lower[basis[i]], lp.Upper[basis[i]]);
        var outside = first ? Outside(i) : 0;
        double bound;
        if (outside < 0) { if (rate < 0) return double.PositiveInfinity; (bound, toUpper) = (lower, false); }
        else if (outside > 0) { if (rate > 0) return double.PositiveInfinity; (bound, toUpper) = (upper, true); }
        else bound = rate > 0 ? upper : lower;
        if (double.IsInfinity(bound)) return double.PositiveInfinity;
        var room = (bound - xb[i]) / rate;
        return loosened ? room + Tolerance(bound) / Math.Abs(rate) : room;
    }

    double At(int j) => atUpper[j] && !double.IsInfinity(lp.Upper[j]) ? lp.Upper[j] : !double.IsInfinity(lp.Lower[j]) ? lp.Lower[j] : !double.IsInfinity(lp.Upper[j]) ? lp.Upper[j] : 0;

    void Column(int j, double[] into)
    {
        if (j >= n) { for (var i = 0; i < m; i++) into[i] = inverse[i * m + j - n]; return; }
        Array.Clear(into);
        for (var k = 0; k < m; k++)
        {
            var a = lp.Matrix[k * n + j];
            if (a == 0) continue;
            for (var i = 0; i < m; i++) into[i] += inverse[i * m + k] * a;
        }
    }

    void Turn(int row)
    {
        var by = 1 / w[row];
        for (var k = 0; k < m; k++) inverse[row * m + k] *= by;
        for (var i = 0; i < m; i++)
        {
            if (i == row || w[i] == 0) continue;
            for (var k = 0; k < m; k++) inverse[i * m + k] -= w[i] * inverse[row * m + k];
        }
    }

    // Inverts the basis anew and puts the basic variables where the others leave them; false when it is singular.
    bool Fresh()
    {
        sinceFresh = 0;
        if (!Invert()) return false;
        var rest = y;
        lp.Right.CopyTo(rest, 0);
        for (var j = 0; j < n + m; j++)
        {
            if (basic[j]) continue;
            var at = At(j);
            if (at == 0) continue;
            if (j >= n) rest[j - n] -= at;
            else for (var i = 0; i < m; i++) rest[i] -= at * lp.Matrix[i * n + j];
        }
        for (var i = 0; i < m; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < m; k++) sum += inverse[i * m + k] * rest[k];
            xb[i] = sum;
        }
        return true;
    }

    bool Invert()
    {
        var width = 2 * m;
        Array.Clear(work);
        for (var c = 0; c < m; c++)
        {
            for (var r = 0; r < m; r++) work[r * width + c] = basis[c] >= n ? basis[c] - n == r ? 1 : 0 : lp.Matrix[r * n + basis[c]];
            work[c * width + m + c] = 1;
        }
        for (var c = 0; c < m; c++)
        {
            var p = c;
            for (var r = c + 1; r < m; r++) if (Math.Abs(work[r * width + c]) > Math.Abs(work[p * width + c])) p = r;
            if (!(Math.Abs(work[p * width + c]) > 1e-13)) return false;
            if (p != c) for (var k = 0; k < width; k++) (work[p * width + k], work[c * width + k]) = (work[c * width + k], work[p * width + k]);
            var by = 1 / work[c * width + c];
            for (var k = 0; k < width; k++) work[c * width + k] *= by;
            for (var r = 0; r < m; r++)
            {
                var f = work[r * width + c];
                if (r == c || f == 0) continue;
                for (var k = c; k < width; k++) work[r * width + k] -= f * work[c * width + k];
            }
        }
        for (var r = 0; r < m; r++) for (var k = 0; k < m; k++) inverse[r * m + k] = work[r * width + m + k];
        return true;
    }

    double Breach()
    {
        var most = 0.0;
        for (var i = 0; i < m; i++)
        {
            var v = basis[i];
            most = Math.Max(most, Math.Max(lp.Lower[v] - xb[i], xb[i] - lp.Upper[v]) / (1 + Math.Abs(xb[i])));
        }
        return most;
    }

    // Primal and dual from the fresh inverse, and the rows checked against the data themselves.
    Certificate Prove(int iterations)
    {
        for (var j = 0; j < n + m; j++) if (!basic[j]) full[j] = At(j);
        for (var i = 0; i < m; i++) full[basis[i]] = xb[i];
        double primal = 0, dual = 0, residual = Breach();
        for (var j = 0; j < n; j++) primal += lp.Cost[j] * full[j];
        for (var i = 0; i < m; i++)
        {
            double sum = full[n + i], size = 1 + Math.Abs(lp.Right[i]);
            for (var j = 0; j < n; j++) if (full[j] != 0) { var t = lp.Matrix[i * n + j] * full[j]; sum += t; size = Math.Max(size, Math.Abs(t)); }
            residual = Math.Max(residual, Math.Abs(sum - lp.Right[i]) / size);
            dual += y[i] * lp.Right[i];
        }
        // A reduced cost pays for the bound it presses against; one that presses against infinity proves nothing.
        for (var j = 0; j < n + m; j++)
        {
            var d = j < n ? reduced[j] : logicalReduced[j - n];
            if (basic[j] || d == 0) continue;
            var bound = d > 0 ? lp.Lower[j] : lp.Upper[j];
            if (!double.IsInfinity(bound)) dual += d * bound;
            else if (Math.Abs(d) > 1e-8) residual = Math.Max(residual, Math.Abs(d));
        }
        return new Certificate(SolveState.Optimal, primal, dual, Math.Abs(primal - dual) / (1 + Math.Abs(primal)), Math.Max(0, residual), iterations);
    }
}
