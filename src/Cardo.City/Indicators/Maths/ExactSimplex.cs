using System.Numerics;

namespace Cardo.Indicators.Maths;

/// <summary>
/// The same programme in whole numbers, for what doubles cannot prove: data that span a dozen powers of ten, or columns
/// that differ in their ninth digit. A double is a whole number times a power of two, so nothing is rounded anywhere; the
/// tableau stays whole by Edmonds' and Bareiss' division (Bareiss, Mathematics of Computation 22, 1968), and a stall is
/// left by Bland's rule (Mathematics of Operations Research 2, 1977), which cannot cycle. Slow, and always right.
/// </summary>
internal sealed class ExactSimplex
{
    const int Stall = 20;

    readonly LinearProgram lp;
    readonly int m, n;
    readonly int[] basis, rowPower;
    readonly bool[] basic, atUpper;
    readonly BigInteger[][] table; // m rows and the costs' row, of n + m columns, over divisor
    readonly BigInteger[] beta; // values of the basic variables, over divisor
    readonly BigInteger?[] lower, upper;
    readonly int costPower, xPower;
    BigInteger divisor = 1;
    int stalled;

    public ExactSimplex(LinearProgram lp, ReadOnlySpan<int> start, ReadOnlySpan<bool> upperAtStart)
    {
        (this.lp, m, n) = (lp, lp.Rows, lp.Columns);
        (basis, rowPower, basic, atUpper) = (new int[m], new int[m], new bool[n + m], upperAtStart.ToArray());
        (table, beta, lower, upper) = (new BigInteger[m + 1][], new BigInteger[m], new BigInteger?[n + m], new BigInteger?[n + m]);
        costPower = Power(lp.Cost);
        xPower = Math.Max(Power(lp.Lower), Power(lp.Upper));
        table[m] = new BigInteger[n + m];
        for (var j = 0; j < n; j++) table[m][j] = Whole(lp.Cost[j], costPower);
        for (var i = 0; i < m; i++)
        {
            var row = lp.Matrix.AsSpan(i * n, n);
            rowPower[i] = Math.Max(Power(row), Power(lp.Right.AsSpan(i, 1)));
            table[i] = new BigInteger[n + m];
            for (var j = 0; j < n; j++) table[i][j] = Whole(row[j], rowPower[i]);
            table[i][n + i] = 1;
            (basis[i], basic[n + i]) = (n + i, true);
        }
        for (var j = 0; j < n + m; j++)
        {
            var power = xPower + (j < n ? 0 : rowPower[j - n]);
            if (double.IsFinite(lp.Lower[j])) lower[j] = Whole(lp.Lower[j], power);
            if (double.IsFinite(lp.Upper[j])) upper[j] = Whole(lp.Upper[j], power);
        }
        for (var i = 0; i < m; i++) beta[i] = Whole(lp.Right[i], rowPower[i] + xPower);
        for (var j = 0; j < n; j++)
            if (Rest(j) is { IsZero: false } rest) for (var i = 0; i < m; i++) beta[i] -= table[i][j] * rest;
        Begin(start);
    }

    public ReadOnlySpan<int> Basis => basis;

    public ReadOnlySpan<bool> AtUpper => atUpper;

    // From the rows' own variables to the basis that doubles had come to, as far as it is one.
    void Begin(ReadOnlySpan<int> start)
    {
        var wanted = new HashSet<int>(start.ToArray());
        foreach (var j in start)
            for (var i = 0; i < m && !basic[j]; i++)
                if (!wanted.Contains(basis[i]) && !table[i][j].IsZero) Turn(i, j, Rest(basis[i]), false);
    }

    public SolveState Solve(int limit, out int steps)
    {
        for (steps = 0; steps < limit; steps++)
        {
            var outside = Enumerable.Range(0, m).Select(Outside).ToArray();
            var first = outside.Any(o => o != 0);
            if (Enter(first, outside) is not ( >= 0 and var enter, var up)) return first ? SolveState.Infeasible : SolveState.Optimal;
            if (!Move(enter, up, outside)) return SolveState.Unbounded;
        }
        return SolveState.Uncertain;
    }

    // Below its lower bound -1, above its upper one 1.
    int Outside(int i)
    {
        var v = basis[i];
        if (lower[v] is { } low && beta[i] < low * divisor) return -1;
        return upper[v] is { } high && beta[i] > high * divisor ? 1 : 0;
    }

    BigInteger Rest(int j) => lower[j] is null || atUpper[j] && upper[j] is not null ? upper[j] ?? BigInteger.Zero : lower[j]!.Value;

    bool High(int j) => upper[j] is not null && (atUpper[j] || lower[j] is null);

    (int Enter, bool Up) Enter(bool first, int[] outside)
    {
        var (enter, rises, most) = (-1, false, BigInteger.Zero);
        for (var j = 0; j < n + m; j++)
        {
            if (basic[j] || lower[j] is { } low && low == upper[j]) continue;
            var d = first ? BigInteger.Zero : table[m][j];
            for (var i = 0; i < m && first; i++) if (outside[i] != 0) d -= outside[i] * table[i][j];
            if (d.IsZero) continue;
            var up = d.Sign < 0;
            if ((lower[j] is not null || upper[j] is not null) && up == High(j)) continue;
            var size = BigInteger.Abs(d);
            if (size <= most) continue;
            (enter, rises, most) = (j, up, size);
            if (stalled > Stall) break;
        }
        return (enter, rises);
    }

    bool Move(int enter, bool up, int[] outside)
    {
        var sign = up ? 1 : -1;
        // How far each may go is top / bottom; the least, and of equal ones the variable that comes first.
        var (leave, toUpper) = (-1, false);
        BigInteger top = 0, bottom = 1;
        for (var i = 0; i < m; i++)
        {
            var rate = -sign * table[i][enter];
            if (rate.IsZero || outside[i] < 0 && rate.Sign < 0 || outside[i] > 0 && rate.Sign > 0) continue;
            var isUpper = outside[i] > 0 || outside[i] == 0 && rate.Sign > 0;
            if ((isUpper ? upper : lower)[basis[i]] is not { } bound) continue;
            var (t, b) = (BigInteger.Abs(bound * divisor - beta[i]), BigInteger.Abs(rate));
            var order = leave < 0 ? -1 : (t * bottom).CompareTo(top * b);
            if (order < 0 || order == 0 && basis[i] < basis[leave]) (leave, toUpper, top, bottom) = (i, isUpper, t, b);
        }
        if (lower[enter] is { } low && upper[enter] is { } high && (leave < 0 || (high - low) * bottom < top))
        {
            for (var i = 0; i < m; i++) beta[i] -= sign * (high - low) * table[i][enter];
            (atUpper[enter], stalled) = (up, 0);
            return true;
        }
        if (leave < 0) return false;
        stalled = top.IsZero ? stalled + 1 : 0;
        Turn(leave, enter, (toUpper ? upper : lower)[basis[leave]]!.Value, toUpper);
        return true;
    }

    // The basic variable of a row goes to a value and leaves; the other takes its place.
    void Turn(int row, int enter, BigInteger goes, bool toUpper)
    {
        var pivot = table[row][enter];
        var way = beta[row] - goes * divisor;
        for (var i = 0; i < m; i++) if (i != row) beta[i] = (beta[i] * pivot - table[i][enter] * way) / divisor;
        beta[row] = Rest(enter) * pivot + way;
        for (var i = 0; i <= m; i++)
        {
            if (i == row) continue;
            var factor = table[i][enter];
            for (var j = 0; j < n + m; j++)
                if (!factor.IsZero && !table[row][j].IsZero) table[i][j] = (table[i][j] * pivot - factor * table[row][j]) / divisor;
                else if (!table[i][j].IsZero) table[i][j] = table[i][j] * pivot / divisor;
        }
        divisor = pivot;
        var gone = basis[row];
        (basic[gone], atUpper[gone], basis[row], basic[enter]) = (false, toUpper, enter, true);
        if (divisor.Sign > 0) return;
        divisor = -divisor;
        for (var i = 0; i < m; i++) beta[i] = -beta[i];
        foreach (var its in table) for (var j = 0; j < n + m; j++) its[j] = -its[j];
    }

    /// <summary>The solution, columns then logicals.</summary>
    public void Values(double[] full)
    {
        for (var j = 0; j < n + m; j++) if (!basic[j]) full[j] = High(j) ? lp.Upper[j] : lower[j] is null ? 0 : lp.Lower[j];
        for (var i = 0; i < m; i++) full[basis[i]] = Ratio(beta[i], divisor, xPower + (basis[i] < n ? 0 : rowPower[basis[i] - n]));
    }

    /// <summary>The rows' duals and the columns' reduced costs; of the rows' own variables they are the duals with the other sign.</summary>
    public void Prices(double[] rows, double[] columns)
    {
        for (var j = 0; j < n; j++) columns[j] = basic[j] ? 0 : Ratio(table[m][j], divisor, costPower);
        for (var i = 0; i < m; i++) rows[i] = basic[n + i] ? 0 : -Ratio(table[m][n + i], divisor, costPower - rowPower[i]);
    }

    // The least power of two that makes all of them whole.
    static int Power(ReadOnlySpan<double> values)
    {
        var power = 0;
        foreach (var v in values)
        {
            if (v == 0 || !double.IsFinite(v)) continue;
            var (mantissa, exponent) = Split(v);
            power = Math.Max(power, -(exponent + BitOperations.TrailingZeroCount(mantissa)));
        }
        return power;
    }

    static (long Mantissa, int Exponent) Split(double v)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(v));
        var exponent = (int)(bits >> 52);
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        return exponent == 0 ? (mantissa, -1074) : (mantissa | 1L << 52, exponent - 1075);
    }

    static BigInteger Whole(double v, int power)
    {
        if (v == 0) return BigInteger.Zero;
        var (mantissa, exponent) = Split(v);
        var at = exponent + power;
        var whole = at >= 0 ? (BigInteger)mantissa << at : (BigInteger)mantissa >> -at;
        return v < 0 ? -whole : whole;
    }

    static double Ratio(BigInteger top, BigInteger bottom, int power)
    {
        if (top.IsZero) return 0;
        var shift = 64 - (int)(top.GetBitLength() - bottom.GetBitLength());
        var quotient = shift >= 0 ? (top << shift) / bottom : top / (bottom << -shift);
        return Math.ScaleB((double)quotient, -shift - power);
    }
}
