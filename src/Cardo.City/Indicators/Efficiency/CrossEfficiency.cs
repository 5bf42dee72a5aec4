using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>How a unit chooses among its own best weights before it judges others with them.</summary>
internal enum CrossGoal { Arbitrary, Benevolent, Aggressive }

/// <summary>Cross-efficiency (Sexton, Silkman and Hogan 1986; Doyle and Green, JORS 45, 1994): everyone judged with everyone's weights.</summary>
internal static class CrossEfficiency
{
    /// <returns>score[judge, judged], and each judge's proof</returns>
    public static (double[,] Score, DeaScore[] Own) Matrix(DeaData data, CrossGoal goal)
    {
        var n = data.Count;
        var own = Runs.All(n, () => new Radial(data, data, Returns.Constant, Orientation.Input, slacks: false).Solve);
        var weights = goal == CrossGoal.Arbitrary
            ? own.Select(s => (s.Weights, s.Proof)).ToArray()
            : Enumerable.Range(0, n).Select(o => Secondary(data, o, own[o].Score, goal)).ToArray();
        var score = new double[n, n];
        var (m, s) = (data.X.Length, data.Y.Length);
        for (var o = 0; o < n; o++)
        {
            var w = weights[o].Weights;
            own[o] = own[o] with { Weights = w, Proof = weights[o].Proof.Proven ? own[o].Proof : weights[o].Proof };
            for (var j = 0; j < n && w.Length > 0; j++)
            {
                double made = 0, used = 0;
                for (var r = 0; r < s; r++) made += w[m + r] * data.Y[r][j] * data.ScaleY[r];
                for (var i = 0; i < m; i++) used += w[i] * data.X[i][j] * data.ScaleX[i];
                score[o, j] = made / used;
            }
        }
        return (score, own);
    }

    // The dual of Doyle and Green's secondary goal, since units are many and prices few; its duals are the prices.
    static (double[] Weights, Certificate Proof) Secondary(DeaData data, int o, double efficiency, CrossGoal goal)
    {
        var (m, s, n) = (data.X.Length, data.Y.Length, data.Count);
        var lp = new LinearProgram(s + m, n + 2);
        var (sum, keep) = (n, n + 1);
        (lp.Lower[sum], lp.Lower[keep], lp.Cost[sum]) = (double.NegativeInfinity, double.NegativeInfinity, 1);
        for (var r = 0; r < s; r++)
        {
            var others = 0.0;
            for (var j = 0; j < n; j++) if (j != o) { lp[r, j] = data.Y[r][j]; others += data.Y[r][j]; }
            lp[r, keep] = data.Y[r][o];
            lp.Row(r, RowSense.AtLeast, goal == CrossGoal.Benevolent ? others : -others);
        }
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++) if (j != o) { lp[s + i, j] = -data.X[i][j]; lp[s + i, sum] += data.X[i][j]; }
            lp[s + i, keep] = -efficiency * data.X[i][o];
            lp.Row(s + i, RowSense.AtLeast, 0);
        }
        var simplex = new Simplex(lp);
        var proof = simplex.Solve();
        if (!proof.Proven) return ([], proof);
        var weights = new double[m + s];
        for (var i = 0; i < m; i++) weights[i] = Math.Max(0, simplex.Duals[s + i]) / data.ScaleX[i];
        for (var r = 0; r < s; r++) weights[m + r] = Math.Max(0, simplex.Duals[r]) / data.ScaleY[r];
        return (weights, proof);
    }
}
