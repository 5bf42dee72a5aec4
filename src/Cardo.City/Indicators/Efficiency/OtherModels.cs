using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>Models that need little more than a sentence: FDH, cost, revenue, two-stage network.</summary>
internal static class OtherModels
{
    /// <summary>Free disposal hull (Deprins, Simar and Tulkens 1984): against single units, not mixtures of them.</summary>
    public static DeaScore Hull(DeaData data, int o, Orientation orientation)
    {
        var (best, peer) = (double.PositiveInfinity, -1);
        for (var j = 0; j < data.Count; j++)
        {
            var worst = 0.0;
            var free = true;
            for (var i = 0; i < data.X.Length && free; i++)
                if (orientation == Orientation.Input && !data.Inputs[i].Fixed) worst = Math.Max(worst, Ratio(data.X[i][j], data.X[i][o]));
                else free = data.X[i][j] <= data.X[i][o] + 1e-12;
            for (var r = 0; r < data.Y.Length && free; r++)
                if (data.Outputs[r].Bad) free = data.Y[r][j] <= data.Y[r][o] + 1e-12;
                else if (orientation == Orientation.Output && !data.Outputs[r].Fixed) worst = Math.Max(worst, Ratio(data.Y[r][o], data.Y[r][j]));
                else free = data.Y[r][j] >= data.Y[r][o] - 1e-12;
            if (free && worst < best - 1e-12) (best, peer) = (worst, j);
        }
        return DeaScore.Enumerated(best, [new Peer(peer, 1)]);
    }

    static double Ratio(double a, double b) => b > 0 ? a / b : a > 0 ? double.PositiveInfinity : 0;

    /// <summary>
    /// Cost efficiency (Farrell 1957; Fare, Grosskopf and Lovell 1985): the least the outputs could cost at the unit's own
    /// prices, over what its inputs cost. Or revenue: what its outputs earn over the most its inputs could earn.
    /// </summary>
    public static Func<int, DeaScore> Cost(DeaData data, Returns returns, bool revenue)
    {
        var (m, s, n) = (data.X.Length, data.Y.Length, data.Count);
        var rows = revenue ? m : s;
        var lp = new LinearProgram(rows + Runs.Extra(returns), n);
        Runs.Convexity(lp, rows, n, returns);
        var simplex = new Simplex(lp);
        return o =>
        {
            var own = 0.0;
            Array.Clear(lp.Cost);
            for (var c = 0; c < (revenue ? s : m); c++)
            {
                var price = revenue ? data.PriceY[c][o] * data.ScaleY[c] : data.PriceX[c][o] * data.ScaleX[c];
                var column = revenue ? data.Y[c] : data.X[c];
                own += price * column[o];
                for (var j = 0; j < n; j++) lp.Cost[j] += (revenue ? -1 : 1) * price * column[j];
            }
            for (var j = 0; j < n; j++) lp.Cost[j] /= own;
            for (var r = 0; r < rows; r++)
            {
                var column = revenue ? data.X[r] : data.Y[r];
                lp.Row(r, revenue ? RowSense.AtMost : RowSense.AtLeast, column[o] / Runs.InOwn(lp, r, column, column[o]));
            }
            var proof = simplex.Solve();
            if (proof.State != SolveState.Optimal) return DeaScore.None(proof);
            return new DeaScore(revenue ? 1 / -proof.Primal : proof.Primal, proof, Runs.Peers(simplex.X, n), [], []);
        };
    }

    /// <summary>
    /// Two stages in a row (Kao and Hwang, EJOR 185, 2008): inputs make links, links make outputs, with the same prices of
    /// links on both sides. The whole is the product of the stages; of all splits, that with the best first stage.
    /// </summary>
    public static Func<int, (DeaScore Whole, double First, double Second)> Network(DeaData data)
    {
        var (m, q, s, n) = (data.X.Length, data.Z.Length, data.Y.Length, data.Count);
        var lp = new LinearProgram(s + q + m, 2 * n + 2);
        var (theta, kappa) = (2 * n, 2 * n + 1);
        lp.Cost[theta] = 1;
        lp.Lower[theta] = double.NegativeInfinity;
        var simplex = new Simplex(lp);
        return o =>
        {
            (lp.Lower[kappa], lp.Upper[kappa]) = (0, 0);
            for (var r = 0; r < s; r++) { lp[r, kappa] = data.Y[r][o] / Runs.InOwn(lp, r, data.Y[r], data.Y[r][o]); lp.Row(r, RowSense.AtLeast, lp[r, kappa]); }
            for (var d = 0; d < q; d++) { Runs.InOwn(lp, s + d, data.Z[d], data.Z[d][o], -1); Runs.InOwn(lp, s + d, data.Z[d], data.Z[d][o], 1, n); lp.Row(s + d, RowSense.AtLeast, 0); }
            for (var i = 0; i < m; i++) { lp[s + q + i, theta] = data.X[i][o] / Runs.InOwn(lp, s + q + i, data.X[i], data.X[i][o], -1, n); lp.Row(s + q + i, RowSense.AtLeast, 0); }
            var proof = simplex.Solve();
            if (!proof.Proven) return (DeaScore.None(proof), double.NaN, double.NaN);
            var whole = proof.Primal;
            var score = new DeaScore(whole, proof, Runs.Peers(simplex.X, n), [], []);
            // the second programme: the greatest first stage that keeps the whole
            (lp.Lower[kappa], lp.Upper[kappa]) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var r = 0; r < s; r++) lp.Row(r, RowSense.AtLeast, 0);
            for (var d = 0; d < q; d++) lp.Row(s + d, RowSense.AtLeast, data.Z[d][o] > 0 ? 1 : 0);
            for (var i = 0; i < m; i++) lp[s + q + i, kappa] = -whole * lp[s + q + i, theta];
            var second = simplex.Solve();
            for (var i = 0; i < m; i++) lp[s + q + i, kappa] = 0;
            return second.Proven ? (score, second.Primal, whole / second.Primal) : (score with { Proof = second }, double.NaN, double.NaN);
        };
    }
}
