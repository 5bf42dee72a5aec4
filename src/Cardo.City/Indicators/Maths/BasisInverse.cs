namespace Cardo.Indicators.Maths;

/// <summary>
/// The inverse of a basis, kept whole: for tens of rows that is both quickest and clearest. Columns from the
/// n-th on are the rows' own variables.
/// </summary>
internal sealed class BasisInverse(ScaledProgram lp, int m, int n, int[] basis)
{
    readonly double[] inverse = new double[m * m], work = new double[m * 2 * m], rest = new double[m];

    public ReadOnlySpan<double> Row(int i) => inverse.AsSpan(i * m, m);

    /// <summary>Inverse times column j.</summary>
    public void Column(int j, double[] into)
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

    /// <summary>The column w (already multiplied) takes the place of a row's variable.</summary>
    public void Turn(int row, double[] w)
    {
        var by = 1 / w[row];
        for (var k = 0; k < m; k++) inverse[row * m + k] *= by;
        for (var i = 0; i < m; i++)
        {
            if (i == row || w[i] == 0) continue;
            for (var k = 0; k < m; k++) inverse[i * m + k] -= w[i] * inverse[row * m + k];
        }
    }

    double Entry(int row, int place) => basis[place] >= n ? basis[place] - n == row ? 1 : 0 : lp.Matrix[row * n + basis[place]];

    /// <summary>x with B x = right, and once more for what rounding left over (Wilkinson's refinement).</summary>
    public void Solve(ReadOnlySpan<double> right, double[] x)
    {
        right.CopyTo(rest);
        Array.Clear(x);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < m; i++) for (var k = 0; k < m; k++) x[i] += inverse[i * m + k] * rest[k];
            if (pass == 1) break;
            for (var r = 0; r < m; r++)
            {
                var sum = right[r];
                for (var i = 0; i < m; i++) sum -= Entry(r, i) * x[i];
                rest[r] = sum;
            }
        }
    }

    /// <summary>y with y B = cost, refined once.</summary>
    public void Price(double[] cost, double[] y)
    {
        cost.AsSpan().CopyTo(rest);
        Array.Clear(y);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < m; i++)
                if (rest[i] != 0) for (var k = 0; k < m; k++) y[k] += rest[i] * inverse[i * m + k];
            if (pass == 1) break;
            for (var i = 0; i < m; i++)
            {
                var sum = cost[i];
                for (var k = 0; k < m; k++) sum -= y[k] * Entry(k, i);
                rest[i] = sum;
            }
        }
    }

    /// <summary>Moves the right sides by what moves each basic variable by so much.</summary>
    public void Shift(double[] by)
    {
        for (var r = 0; r < m; r++) for (var i = 0; i < m; i++) if (by[i] != 0) lp.Right[r] += Entry(r, i) * by[i];
    }

    /// <summary>Inverts anew (Gauss and Jordan, largest pivot of each column); false when the basis is singular.</summary>
    public bool Invert()
    {
        var width = 2 * m;
        Array.Clear(work);
        for (var c = 0; c < m; c++)
        {
            for (var r = 0; r < m; r++) work[r * width + c] = Entry(r, c);
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
}
