using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>
/// Radial DEA: CCR (Charnes, Cooper, Rhodes, EJOR 2, 1978), BCC (Banker, Charnes, Cooper, Management Science 30, 1984),
/// NIRS and NDRS; non-discretionary columns (Banker and Morey, Operations Research 34, 1986); super-efficiency (Andersen
/// and Petersen, Management Science 39, 1993). Then, at that score, the greatest sum of slacks. Points may be judged
/// against the technology of others (Malmquist).
/// </summary>
internal sealed class Radial
{
    readonly DeaData frontier, points;
    readonly Orientation orientation;
    readonly bool super, slacks;
    readonly LinearProgram lp;
    readonly Simplex simplex;
    readonly double[] slackCost;
    readonly int m, s, n;

    public Radial(DeaData frontier, DeaData points, Returns returns, Orientation orientation, bool super = false, bool slacks = true)
    {
        (this.frontier, this.points, this.orientation, this.super, this.slacks) = (frontier, points, orientation, super, slacks);
        (m, s, n) = (frontier.X.Length, frontier.Y.Length, frontier.Count);
        lp = new LinearProgram(m + s + Runs.Extra(returns), n + 1);
        slackCost = new double[n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < m; i++) { lp[i, j] = frontier.X[i][j]; slackCost[j] += frontier.X[i][j] * frontier.ScaleX[i]; }
            for (var r = 0; r < s; r++) { lp[m + r, j] = Sign(r) * frontier.Y[r][j]; slackCost[j] -= Sign(r) * frontier.Y[r][j] * frontier.ScaleY[r]; }
        }
        Runs.Convexity(lp, m + s, n, returns);
        simplex = new Simplex(lp);
    }

    // A bad output behaves as an input: less of it is better, and it is not scored radially.
    int Sign(int output) => frontier.Outputs[output].Bad ? -1 : 1;

    public DeaScore Solve(int o)
    {
        Aim(o);
        var proof = simplex.Solve();
        if (proof.State != SolveState.Optimal) { Lift(o); return DeaScore.None(proof); }
        var theta = simplex.X[n];
        var weights = Weights();
        if (slacks && proof.Proven) proof = Slacks(proof);
        var score = new DeaScore(orientation == Orientation.Output ? 1 / theta : theta, proof, Runs.Peers(simplex.X, n), slacks ? SlackValues() : [], weights);
        Lift(o);
        return score;
    }

    void Aim(int o)
    {
        var input = orientation == Orientation.Input;
        Array.Clear(lp.Cost);
        lp.Cost[n] = input ? 1 : -1;
        (lp.Lower[n], lp.Upper[n]) = (0, double.PositiveInfinity);
        for (var i = 0; i < m; i++)
        {
            var moves = input && !frontier.Inputs[i].Fixed;
            lp[i, n] = moves ? -points.X[i][o] : 0;
            lp.Row(i, RowSense.AtMost, moves ? 0 : points.X[i][o]);
        }
        for (var r = 0; r < s; r++)
        {
            var moves = !input && !frontier.Outputs[r].Fixed && !frontier.Outputs[r].Bad;
            lp[m + r, n] = moves ? -points.Y[r][o] : 0;
            lp.Row(m + r, RowSense.AtLeast, moves ? 0 : Sign(r) * points.Y[r][o]);
        }
        if (super) lp.Upper[o] = 0;
    }

    void Lift(int o)
    {
        if (super) lp.Upper[o] = double.PositiveInfinity;
    }

    // Of all optimal solutions the one with the greatest sum of slacks: columns and rows that have a price at the optimum
    // stay where they are, which keeps the score exactly, where fixing it at a rounded number would not.
    Certificate Slacks(Certificate first)
    {
        for (var j = 0; j < n; j++) if (simplex.Reduced[j] > 1e-9) lp.Upper[j] = 0;
        var (lower, upper) = (lp.Lower[(n + 1)..], lp.Upper[(n + 1)..]);
        for (var i = 0; i < lp.Rows; i++) if (Math.Abs(simplex.Duals[i]) > 1e-9) (lp.Lower[n + 1 + i], lp.Upper[n + 1 + i]) = (0, 0);
        slackCost.CopyTo(lp.Cost, 0);
        lp.Cost[n] = 0;
        for (var i = 0; i < m; i++) lp.Cost[n] += lp[i, n] * frontier.ScaleX[i];
        for (var r = 0; r < s; r++) lp.Cost[n] -= lp[m + r, n] * frontier.ScaleY[r];
        var second = simplex.Solve();
        Array.Fill(lp.Upper, double.PositiveInfinity, 0, n);
        lower.CopyTo(lp.Lower, n + 1);
        upper.CopyTo(lp.Upper, n + 1);
        // The score's own proof stands; the second programme must be proven as well.
        return second.Proven ? first : second with { State = SolveState.Uncertain };
    }

    double[] SlackValues()
    {
        var values = new double[m + s];
        for (var i = 0; i < m; i++) values[i] = Clean(simplex.X[n + 1 + i]) * frontier.ScaleX[i];
        for (var r = 0; r < s; r++) values[m + r] = Clean(-simplex.X[n + 1 + m + r]) * frontier.ScaleY[r];
        return values;
    }

    static double Clean(double v) => Math.Abs(v) < 1e-11 ? 0 : v;

    double[] Weights()
    {
        var weights = new double[m + s];
        for (var i = 0; i < m; i++) weights[i] = Clean(-simplex.Duals[i]) / frontier.ScaleX[i];
        for (var r = 0; r < s; r++) weights[m + r] = Clean(simplex.Duals[m + r]) / frontier.ScaleY[r];
        return weights;
    }
}
