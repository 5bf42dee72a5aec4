using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>Super-efficiency by slacks (Tone, EJOR 143, 2002): how far an efficient unit may worsen before the others reach it. At least 1.</summary>
internal sealed class SuperSbm
{
    readonly DeaData data;
    readonly Orientation orientation;
    readonly LinearProgram lp;
    readonly Simplex simplex;
    readonly int m, s, n, t;

    public SuperSbm(DeaData data, Returns returns, Orientation orientation)
    {
        (this.data, this.orientation) = (data, orientation);
        (m, s, n) = (data.X.Length, data.Y.Length, data.Count);
        t = n + m + s;
        // columns: intensities, P (inputs grow), Q (outputs shrink), t; rows: scale, inputs, outputs, outputs stay positive
        lp = new LinearProgram(1 + m + 2 * s + Runs.Extra(returns), t + 1);
        for (var i = 0; i < m; i++) { for (var j = 0; j < n; j++) lp[1 + i, j] = data.X[i][j]; lp[1 + i, n + i] = -1; lp.Row(1 + i, RowSense.AtMost, 0); }
        for (var r = 0; r < s; r++)
        {
            for (var j = 0; j < n; j++) lp[1 + m + r, j] = data.Y[r][j];
            var bad = data.Outputs[r].Bad;
            lp[1 + m + r, n + m + r] = bad ? -1 : 1;
            lp.Row(1 + m + r, bad ? RowSense.AtMost : RowSense.AtLeast, 0);
            if (!bad) lp[1 + m + s + r, n + m + r] = 1;
            lp.Row(1 + m + s + r, RowSense.AtMost, 0);
        }
        lp.Row(0, RowSense.Equal, 1);
        lp[0, t] = 1;
        Runs.Convexity(lp, 1 + m + 2 * s, n, returns, t);
        simplex = new Simplex(lp);
    }

    public DeaScore Solve(int o)
    {
        Array.Clear(lp.Cost);
        lp.Cost[t] = 1;
        for (var i = 0; i < m; i++)
        {
            lp[1 + i, t] = -data.X[i][o];
            if (orientation != Orientation.Output) lp.Cost[n + i] = 1 / (m * data.X[i][o]);
            lp.Upper[n + i] = orientation == Orientation.Output ? 0 : double.PositiveInfinity;
        }
        for (var r = 0; r < s; r++)
        {
            lp[1 + m + r, t] = -data.Y[r][o];
            if (!data.Outputs[r].Bad) lp[1 + m + s + r, t] = -data.Y[r][o];
            lp[0, n + m + r] = orientation == Orientation.Input ? 0 : -1 / (s * data.Y[r][o]);
            lp.Upper[n + m + r] = orientation == Orientation.Input ? 0 : double.PositiveInfinity;
        }
        lp.Upper[o] = 0;
        var proof = simplex.Solve();
        lp.Upper[o] = double.PositiveInfinity;
        return proof.State == SolveState.Optimal ? new DeaScore(proof.Primal, proof, Runs.Peers(simplex.X, n, simplex.X[t]), [], []) : DeaScore.None(proof);
    }
}
