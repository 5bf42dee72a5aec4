using System.Numerics;

namespace Cardo.Indicators.Maths;

/// <summary>
/// Bounded revised simplex for few rows and many columns (Chvatal, Linear Programming, 1983, chapters 7-8; the sum of
/// infeasibilities as first phase, so that any basis is a start: a city begins where the city before it ended). A stall
/// at a corner where many bounds meet is left by moving those bounds a little by chance (Wolfe, J. SIAM 11, 1963); at the
/// optimum they are put back, and what that leaves outside is brought in by dual steps. Every answer is proven from a
/// fresh inverse and the programme as it was given: primal, dual, gap. What doubles cannot prove is solved in whole
/// numbers (<see cref="ExactSimplex"/>).
/// </summary>
internal sealed class Simplex
{
    const double Small = 1e-9, Pivot = 1e-9;
    const int RefreshAfter = 40, Stall = 12, MostShifts = 12;

    readonly LinearProgram lp;
    readonly ScaledProgram at;
    readonly BasisInverse inverse;
    readonly int m, n;
    readonly int[] basis;
    readonly bool[] basic, atUpper, priced;
    readonly double[] xb, y, w, own, reduced, logicalReduced, along, logicalAlong, full, prices, columnPrices;
    int sinceFresh, degenerate, shifts;
    bool shifted;

    public Simplex(LinearProgram lp)
    {
        (this.lp, m, n) = (lp, lp.Rows, lp.Columns);
        (basis, basic, atUpper, at) = (new int[m], new bool[n + m], new bool[n + m], new ScaledProgram(lp));
        inverse = new BasisInverse(at, m, n, basis);
        (xb, y, w, own) = (new double[m], new double[m], new double[m], new double[m]);
        (reduced, logicalReduced, along, logicalAlong) = (new double[n], new double[m], new double[n], new double[m]);
        (full, prices, columnPrices, priced) = (new double[n + m], new double[m], new double[n], new bool[n + m]);
        Restart();
    }

    /// <summary>The solution, columns then logicals.</summary>
    public double[] X => full;

    /// <summary>The rows' dual values: what a unit more on the right costs.</summary>
    public double[] Duals => prices;

    /// <summary>What a unit of each column would cost beyond its worth at the duals.</summary>
    public double[] Reduced => columnPrices;

    /// <summary>Whether a column has a price at the optimum, so that every optimum has it at its bound. The rows' own variables come after the columns.</summary>
    public bool Priced(int column) => priced[column];

    /// <summary>Forgets the basis: the next solve starts from the rows' own variables.</summary>
    public void Restart()
    {
        Array.Clear(basic);
        Array.Clear(atUpper);
        for (var i = 0; i < m; i++) { basis[i] = n + i; basic[n + i] = true; }
    }

    /// <summary>Solves from the last basis; from scratch where that one cannot be proven; in whole numbers where that cannot be either.</summary>
    public Certificate Solve()
    {
        at.Load();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (attempt > 0) Restart();
            var proof = Once(attempt);
            if (proof.Proven || proof.State == SolveState.Infeasible) return proof;
        }
        return Exactly();
    }

    /// <summary>Solves in whole numbers, from the last basis.</summary>
    public Certificate Exactly()
    {
        var exact = new ExactSimplex(lp, basis, atUpper);
        var state = exact.Solve(200 * m + n, out var steps);
        if (state != SolveState.Optimal) return new Certificate(state, double.NaN, double.NaN, double.NaN, double.NaN, steps);
        exact.Values(full);
        exact.Prices(prices, columnPrices);
        exact.Basis.CopyTo(basis);
        exact.AtUpper.CopyTo(atUpper);
        Array.Clear(basic);
        foreach (var j in basis) basic[j] = true;
        for (var j = 0; j < n + m; j++) priced[j] = !basic[j] && (j < n ? columnPrices[j] : prices[j - n]) != 0;
        var value = 0.0;
        for (var j = 0; j < n; j++) value += lp.Cost[j] * full[j];
        // In whole numbers both sides are one number.
        return new Certificate(SolveState.Optimal, value, value, 0, 0, steps);
    }

    Certificate Once(int attempt)
    {
        (degenerate, shifts, shifted) = (0, 0, false);
        at.Unshift();
        Refresh();
        var limit = 60 * m + n / 2 + 500;
        for (var iteration = 0; iteration < limit; iteration++)
        {
            if (sinceFresh >= RefreshAfter) Refresh();
            var first = Infeasible();
            Price(first);
            var (enter, up) = Enter();
            if (enter < 0)
            {
                // Decide on a fresh inverse and on the bounds as they are only.
                if (sinceFresh > 0) { Refresh(); continue; }
                if (shifted) { Back(); if (!first) Dual(); continue; }
                return first ? Nowhere(iteration) : Prove(iteration);
            }
            if (!Move(enter, up, first))
            {
                if (sinceFresh > 0) { Refresh(); continue; }
                return new Certificate(SolveState.Unbounded, double.NaN, double.NaN, double.NaN, double.NaN, iteration);
            }
            if (degenerate > Stall && shifts < MostShifts) Shift(attempt);
        }
        return new Certificate(SolveState.Uncertain, double.NaN, double.NaN, double.NaN, double.NaN, limit);
    }

    static double Tolerance(double bound) => Small * (1 + Math.Abs(bound));

    // Basic variables at a bound are moved inside by a little that is different for each.
    void Shift(int attempt)
    {
        if (sinceFresh > 0) Refresh();
        var chance = new Chance(shifts++, attempt);
        var size = 1e-6 * Math.Pow(.5, shifts);
        for (var i = 0; i < m; i++)
        {
            var (lower, upper) = (at.Lower[basis[i]], at.Upper[basis[i]]);
            var by = size * (1 + chance.Uniform()) * Math.Max(1, Math.Min(Math.Abs(xb[i]), 1e3));
            own[i] = Outside(i) != 0 || lower == upper ? 0 : xb[i] - lower < by ? Math.Min(by, (upper - lower) / 4) : upper - xb[i] < by ? -Math.Min(by, (upper - lower) / 4) : 0;
            xb[i] += own[i];
        }
        inverse.Shift(own);
        (shifted, degenerate) = (true, 0);
    }

    void Back()
    {
        at.Unshift();
        shifted = false;
        Refresh();
    }

    bool Infeasible()
    {
        for (var i = 0; i < m; i++) if (Outside(i) != 0) return true;
        return false;
    }

    int Outside(int i)
    {
        var (x, v) = (xb[i], basis[i]);
        if (x < at.Lower[v] - Tolerance(at.Lower[v])) return -1;
        return x > at.Upper[v] + Tolerance(at.Upper[v]) ? 1 : 0;
    }

    // Duals and reduced costs, of the first phase (what is outside) or of the second.
    void Price(bool first)
    {
        for (var i = 0; i < m; i++) own[i] = first ? Outside(i) : basis[i] < n ? at.Cost[basis[i]] : 0;
        inverse.Price(own, y);
        if (first) Array.Clear(reduced); else at.Cost.CopyTo(reduced, 0);
        for (var i = 0; i < m; i++) if (y[i] != 0) Subtract(reduced, at.Matrix.AsSpan(i * n, n), y[i]);
        for (var i = 0; i < m; i++) logicalReduced[i] = -y[i];
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

    bool Free(int j) => double.IsInfinity(at.Lower[j]) && double.IsInfinity(at.Upper[j]);

    bool High(int j) => !double.IsInfinity(at.Upper[j]) && (atUpper[j] || double.IsInfinity(at.Lower[j]));

    double Rest(int j) => High(j) ? at.Upper[j] : double.IsInfinity(at.Lower[j]) ? 0 : at.Lower[j];

    // The variable whose move gains most a unit.
    (int Enter, bool Up) Enter()
    {
        var (enter, up, most) = (-1, true, 1e-10);
        for (var j = 0; j < n + m; j++)
        {
            var d = j < n ? reduced[j] : logicalReduced[j - n];
            if (d < most && d > -most || basic[j] || at.Lower[j] == at.Upper[j]) continue;
            var rises = d < 0;
            if (!Free(j) && rises == High(j)) continue;
            (enter, up, most) = (j, rises, Math.Abs(d));
        }
        return (enter, up);
    }

    bool Move(int enter, bool up, bool first)
    {
        var sign = up ? 1 : -1;
        inverse.Column(enter, w);
        var range = at.Upper[enter] - at.Lower[enter];
        // Two passes (Harris): how far with bounds loosened a little, then the steadiest pivot within that.
        var (loose, leave, step, steadiest) = (double.PositiveInfinity, -1, range, 0.0);
        for (var i = 0; i < m; i++) loose = Math.Min(loose, Limit(i, -sign * w[i], first, true, out _));
        for (var i = 0; i < m && !double.IsInfinity(loose); i++)
        {
            var t = Limit(i, -sign * w[i], first, false, out _);
            if (t > loose || Math.Abs(w[i]) <= steadiest) continue;
            (leave, step, steadiest) = (i, t, Math.Abs(w[i]));
        }
        if (leave < 0 || step > range)
        {
            if (double.IsInfinity(range)) return false;
            for (var i = 0; i < m; i++) xb[i] -= sign * range * w[i];
            atUpper[enter] = up;
            return true;
        }
        step = Math.Max(0, step);
        degenerate = step > 1e-11 ? 0 : degenerate + 1;
        Limit(leave, -sign * w[leave], first, false, out var toUpper);
        Replace(leave, enter, sign * step, toUpper);
        return true;
    }

    void Replace(int leave, int enter, double step, bool toUpper)
    {
        var start = Rest(enter);
        for (var i = 0; i < m; i++) xb[i] -= step * w[i];
        var gone = basis[leave];
        (basic[gone], atUpper[gone]) = (false, toUpper);
        (basis[leave], basic[enter]) = (enter, true);
        xb[leave] = start + step;
        inverse.Turn(leave, w);
        sinceFresh++;
    }

    // How far a basic variable may go when it changes by rate a step.
    double Limit(int i, double rate, bool first, bool loosened, out bool toUpper)
    {
        toUpper = rate > 0;
        if (Math.Abs(rate) <= Pivot) return double.PositiveInfinity;
        var (lower, upper) = (at.Lower[basis[i]], at.Upper[basis[i]]);
        var outside = first ? Outside(i) : 0;
        double bound;
        if (outside < 0) { if (rate < 0) return double.PositiveInfinity; (bound, toUpper) = (lower, false); }
        else if (outside > 0) { if (rate > 0) return double.PositiveInfinity; (bound, toUpper) = (upper, true); }
        else bound = rate > 0 ? upper : lower;
        if (double.IsInfinity(bound)) return double.PositiveInfinity;
        var room = (bound - xb[i]) / rate;
        return loosened ? room + .5 * Tolerance(bound) / Math.Abs(rate) : room;
    }

    // Brings in what lies outside while every price keeps its sign; where it can't, the first phase goes on.
    void Dual()
    {
        for (var step = 0; step < 20 * m + 100; step++)
        {
            if (sinceFresh >= RefreshAfter) Refresh();
            var (row, worst) = (-1, 0.0);
            for (var i = 0; i < m; i++)
            {
                if (Outside(i) == 0) continue;
                var breach = Math.Max(at.Lower[basis[i]] - xb[i], xb[i] - at.Upper[basis[i]]);
                if (breach > worst) (row, worst) = (i, breach);
            }
            if (row < 0) return;
            Price(false);
            var below = Outside(row) < 0;
            if (Ratio(row, below) is not (>= 0 and var enter)) return;
            inverse.Column(enter, w);
            if (Math.Abs(w[row]) <= Pivot) return;
            var bound = below ? at.Lower[basis[row]] : at.Upper[basis[row]];
            Replace(row, enter, (xb[row] - bound) / w[row], !below);
        }
    }

    int Ratio(int row, bool below)
    {
        Array.Clear(along);
        var its = inverse.Row(row);
        for (var k = 0; k < m; k++) { if (its[k] != 0) Subtract(along, at.Matrix.AsSpan(k * n, n), -its[k]); logicalAlong[k] = its[k]; }
        var (loose, enter, steadiest) = (double.PositiveInfinity, -1, Pivot);
        for (var pass = 0; pass < 2; pass++)
            for (var j = 0; j < n + m; j++)
            {
                var (a, d) = j < n ? (along[j], reduced[j]) : (logicalAlong[j - n], logicalReduced[j - n]);
                if (Math.Abs(a) <= Pivot || basic[j] || at.Lower[j] == at.Upper[j]) continue;
                // Rising, it changes the row's variable by -a.
                if (!Free(j) && a < 0 == below == High(j)) continue;
                if (pass == 0) loose = Math.Min(loose, (Math.Abs(d) + Small) / Math.Abs(a));
                else if (Math.Abs(d) / Math.Abs(a) <= loose && Math.Abs(a) > steadiest) (enter, steadiest) = (j, Math.Abs(a));
            }
        return enter;
    }

    // Inverts the basis anew and puts the basic variables where the others leave them; from the rows' own variables when it is singular.
    void Refresh()
    {
        sinceFresh = 0;
        if (!inverse.Invert()) { Restart(); inverse.Invert(); }
        at.Right.CopyTo(y, 0);
        for (var j = 0; j < n + m; j++)
        {
            if (basic[j] || Rest(j) is not (not 0 and var rest)) continue;
            if (j >= n) y[j - n] -= rest;
            else for (var i = 0; i < m; i++) y[i] -= rest * at.Matrix[i * n + j];
        }
        inverse.Solve(y, xb);
    }

    double Breach()
    {
        var most = 0.0;
        for (var i = 0; i < m; i++)
        {
            var v = basis[i];
            most = Math.Max(most, Math.Max(at.Lower[v] - xb[i], xb[i] - at.Upper[v]) / (1 + Math.Abs(xb[i])));
        }
        return most;
    }

    // No point keeps all rows, proven by prices under which even the cheapest point within its bounds costs something (Farkas).
    Certificate Nowhere(int iterations)
    {
        var (least, residual) = (0.0, 0.0);
        for (var i = 0; i < m; i++) least += y[i] * at.Right[i];
        for (var j = 0; j < n + m; j++)
        {
            var d = j < n ? reduced[j] : logicalReduced[j - n];
            if (d == 0) continue;
            var bound = d > 0 ? at.Lower[j] : at.Upper[j];
            if (!double.IsInfinity(bound)) least += d * bound;
            else residual = Math.Max(residual, Math.Abs(d));
        }
        return new Certificate(least > 1e-5 && residual < 1e-12 ? SolveState.Infeasible : SolveState.Uncertain, double.NaN, double.NaN, double.NaN, residual, iterations);
    }

    // Primal and dual from the fresh inverse, checked against the programme as it was given.
    Certificate Prove(int iterations)
    {
        for (var j = 0; j < n + m; j++) if (!basic[j]) full[j] = Rest(j);
        for (var i = 0; i < m; i++) full[basis[i]] = xb[i];
        for (var j = 0; j < n; j++) full[j] *= at.Scale[j];
        for (var i = 0; i < m; i++) prices[i] = y[i] / at.CostScale;
        double primal = 0, dual = 0, residual = Breach();
        for (var j = 0; j < n; j++) primal += lp.Cost[j] * full[j];
        for (var i = 0; i < m; i++)
        {
            double sum = full[n + i], size = 1 + Math.Abs(lp.Right[i]);
            for (var j = 0; j < n; j++) if (full[j] != 0) { var t = lp.Matrix[i * n + j] * full[j]; sum += t; size = Math.Max(size, Math.Abs(t)); }
            residual = Math.Max(residual, Math.Abs(sum - lp.Right[i]) / size);
            dual += prices[i] * lp.Right[i];
        }
        // A reduced cost pays for the bound it presses against; one that presses against infinity proves nothing.
        for (var j = 0; j < n + m; j++)
        {
            var scaled = j < n ? reduced[j] : logicalReduced[j - n];
            var price = scaled / at.CostScale / (j < n ? at.Scale[j] : 1);
            priced[j] = !basic[j] && Math.Abs(scaled) > Small;
            if (j < n) columnPrices[j] = price;
            if (basic[j] || scaled == 0) continue;
            var bound = scaled > 0 ? lp.Lower[j] : lp.Upper[j];
            if (!double.IsInfinity(bound)) dual += price * bound;
            else if (Math.Abs(scaled) > Small) residual = Math.Max(residual, Math.Abs(scaled));
        }
        return new Certificate(SolveState.Optimal, primal, dual, Math.Abs(primal - dual) / (1 + Math.Abs(primal)), Math.Max(0, residual), iterations);
    }
}
