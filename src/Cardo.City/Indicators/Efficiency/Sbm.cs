using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>
/// Slacks-based measure (Tone, EJOR 130, 2001), made linear after Charnes and Cooper; undesirable outputs after Tone
/// (2004, in Cooper, Seiford and Tone, Data Envelopment Analysis, 2nd edition, chapter 13).
/// </summary>
internal sealed class Sbm
{
    readonly DeaData data;
    readonly Orientation orientation;
    readonly LinearProgram lp;
    readonly Simplex simplex;
    readonly int m, s, n, t;

    public Sbm(DeaData data, Returns returns, Orientation orientation)
    {
        (this.data, this.orientation) = (data, orientation);
        (m, s, n) = (data.X.Length, data.Y.Length, data.Count);
        t = n + m + s;
        lp = new LinearProgram(1 + m + s + Runs.Extra(returns), t + 1);
        for (var i = 0; i < m; i++) { for (var j = 0; j < n; j++) lp[1 + i, j] = data.X[i][j]; lp[1 + i, n + i] = 1; }
        for (var r = 0; r < s; r++) { for (var j = 0; j < n; j++) lp[1 + m + r, j] = data.Y[r][j]; lp[1 + m + r, n + m + r] = data.Outputs[r].Bad ? 1 : -1; }
        for (var r = 0; r < m + s; r++) lp.Row(1 + r, RowSense.Equal, 0);
        lp.Row(0, RowSense.Equal, 1);
        lp[0, t] = 1;
        Runs.Convexity(lp, 1 + m + s, n, returns, t);
        simplex = new Simplex(lp);
    }

    public DeaScore Solve(int o)
    {
        Array.Clear(lp.Cost);
        var counted = data.Inputs.Count(c => !c.Fixed);
        var outputs = data.Outputs.Count(c => !c.Fixed);
        for (var i = 0; i < m; i++)
        {
            lp[1 + i, t] = -data.X[i][o];
            if (orientation != Orientation.Output && !data.Inputs[i].Fixed) lp.Cost[n + i] = -1 / (counted * data.X[i][o]);
        }
        for (var r = 0; r < s; r++)
        {
            lp[1 + m + r, t] = -data.Y[r][o];
            var share = data.Outputs[r].Fixed ? 0 : 1 / (outputs * data.Y[r][o]);
            lp[0, n + m + r] = orientation == Orientation.None ? share : 0;
            if (orientation == Orientation.Output) lp.Cost[n + m + r] = -share;
        }
        if (orientation != Orientation.Output) lp.Cost[t] = 1;
        var proof = simplex.Solve();
        if (proof.State != SolveState.Optimal) return DeaScore.None(proof);
        var at = simplex.X[t];
        var slacks = new double[m + s];
        for (var i = 0; i < m; i++) slacks[i] = Clean(simplex.X[n + i] / at) * data.ScaleX[i];
        for (var r = 0; r < s; r++) slacks[m + r] = Clean(simplex.X[n + m + r] / at) * data.ScaleY[r];
        var score = orientation == Orientation.Output ? 1 / (1 - proof.Primal) : proof.Primal;
        return new DeaScore(score, proof, Runs.Peers(simplex.X, n, at), slacks, []);
    }

    static double Clean(double v) => Math.Abs(v) < 1e-11 ? 0 : v;
}
