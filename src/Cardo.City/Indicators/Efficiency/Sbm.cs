using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>
/// Slacks-based measure (Tone, EJOR 130, 2001), made linear after Charnes and Cooper; undesirable outputs after Tone
/// (2004, in Cooper, Seiford and Tone, Data Envelopment Analysis, 2nd edition, chapter 13). As super-efficiency (Tone,
/// EJOR 143, 2002) the same frame with its signs turned and the unit itself left out: how far an efficient unit may
/// worsen before the others reach it, at least 1. Slacks are counted in the unit's own amounts, so that a small unit
/// among large ones is judged as exactly as any other.
/// </summary>
internal sealed class Sbm
{
    readonly DeaData data;
    readonly bool super;
    readonly LinearProgram lp;
    readonly Simplex simplex;
    readonly int m, s, n, t;

    public Sbm(DeaData data, Returns returns, Orientation orientation, bool super = false)
    {
        (this.data, this.super) = (data, super);
        (m, s, n) = (data.X.Length, data.Y.Length, data.Count);
        t = n + m + s;
        // columns: intensities, slacks (super: excesses) of inputs and outputs, t; rows: scale, inputs, outputs, super: outputs stay positive
        var rows = 1 + m + s + (super ? s : 0);
        lp = new LinearProgram(rows + Runs.Extra(returns), t + 1);
        var (sign, inputs, outputs) = (super ? -1 : 1, data.Inputs.Count(c => !c.Fixed), data.Outputs.Count(c => !c.Fixed));
        (lp.Cost[t], lp[0, t]) = (1, 1);
        lp.Row(0, RowSense.Equal, 1);
        for (var i = 0; i < m; i++)
        {
            (lp[1 + i, n + i], lp[1 + i, t]) = (sign, -1);
            lp.Row(1 + i, super ? RowSense.AtMost : RowSense.Equal, 0);
            if (orientation != Orientation.Output && !data.Inputs[i].Fixed) lp.Cost[n + i] = -sign / (double)inputs;
            if (super && orientation == Orientation.Output) lp.Upper[n + i] = 0;
        }
        for (var r = 0; r < s; r++)
        {
            var (row, bad) = (1 + m + r, data.Outputs[r].Bad);
            (lp[row, n + m + r], lp[row, t]) = (bad ? sign : -sign, -1);
            lp.Row(row, !super ? RowSense.Equal : bad ? RowSense.AtMost : RowSense.AtLeast, 0);
            if (orientation != Orientation.Input && !data.Outputs[r].Fixed) lp[0, n + m + r] = sign / (double)outputs;
            if (!super) continue;
            if (orientation == Orientation.Input) lp.Upper[n + m + r] = 0;
            if (!bad) (lp[row + s, n + m + r], lp[row + s, t]) = (1, -1);
            lp.Row(row + s, RowSense.AtMost, 0);
        }
        Runs.Convexity(lp, rows, n, returns, t);
        simplex = new Simplex(lp);
    }

    public DeaScore Solve(int o)
    {
        for (var i = 0; i < m; i++) Runs.InOwn(lp, 1 + i, data.X[i], data.X[i][o]);
        for (var r = 0; r < s; r++) Runs.InOwn(lp, 1 + m + r, data.Y[r], data.Y[r][o]);
        if (super) lp.Upper[o] = 0;
        var proof = simplex.Solve();
        if (super) lp.Upper[o] = double.PositiveInfinity;
        if (proof.State != SolveState.Optimal) return DeaScore.None(proof);
        var at = simplex.X[t];
        var slacks = new double[super ? 0 : m + s];
        for (var c = 0; c < slacks.Length; c++)
        {
            var own = c < m ? data.X[c][o] * data.ScaleX[c] : data.Y[c - m][o] * data.ScaleY[c - m];
            slacks[c] = Runs.Clean(simplex.X[n + c] / at) * own;
        }
        return new DeaScore(proof.Primal, proof, Runs.Peers(simplex.X, n, at), slacks, []);
    }
}
