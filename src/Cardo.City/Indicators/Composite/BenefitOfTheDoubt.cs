using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Benefit of the doubt (Melyn and Moesen 1991; Cherchye et al., Social Indicators Research 82, 2007): each row gets the
/// weights that suit it best, so long as no row scores above 1 with them. With a floor each column contributes at least
/// that share of the row's score.
/// </summary>
internal static class BenefitOfTheDoubt
{
    public static string? Score(double[] values, int rows, int[] children, int[] complete, double floor, Span<double> result, out double[,] found)
    {
        var k = children.Length;
        found = new double[rows, k];
        if (floor < 0 || floor * k > 1) return $"a floor of {floor} a column leaves no choice of weights";
        var lp = new LinearProgram(k, complete.Length + (floor > 0 ? k : 0));
        // The dual of: maximise w'y_o with w'y_j <= 1. Few rows (columns of the index), many columns (rows of the data).
        for (var j = 0; j < complete.Length; j++)
        {
            lp.Cost[j] = 1;
            for (var c = 0; c < k; c++)
            {
                var v = values[children[c] * rows + complete[j]];
                if (v < 0) return "benefit-of-the-doubt weights need values that are not negative";
                lp[c, j] = v;
            }
        }
        var simplex = new Simplex(lp);
        foreach (var r in complete)
        {
            for (var c = 0; c < k; c++)
            {
                lp.Row(c, RowSense.AtLeast, values[children[c] * rows + r]);
                for (var f = 0; floor > 0 && f < k; f++)
                {
                    // share floors: w_f y_f - floor * sum w_c y_c >= 0, each a column of the dual with no cost
                    lp[c, complete.Length + f] = (c == f ? values[children[f] * rows + r] : 0) - floor * values[children[c] * rows + r];
                    lp[c, complete.Length + f] *= -1;
                }
            }
            var proof = simplex.Solve();
            if (!proof.Proven) return $"no proven optimum for row {r + 1} ({proof.State})";
            result[r] = proof.Primal;
            for (var c = 0; c < k; c++) found[r, c] = simplex.Duals[c];
        }
        return null;
    }
}
