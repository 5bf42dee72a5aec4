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
    readonly double[] slackCost, one;
    readonly int m, s, n;

    public Radial(DeaData frontier, DeaData points, Returns returns, Orientation orientation, bool super = false, bool slacks = true)
    {
        (this.frontier, this.points, this.orientation, this.super, this.slacks) = (frontier, points, orientation, super, slacks);
        (m, s, n) = (frontier.X.Length, frontier.Y.Length, frontier.Count);
        lp = new LinearProgram(m + s + Runs.Extra(returns), n + 1);
        (slackCost, one) = (new double[n], new double[m + s]);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < m; i++) slackCost[j] += frontier.X[i][j] * frontier.ScaleX[i];
            for (var r = 0; r < s; r++) slackCost[j] -= Sign(r) * frontier.Y[r][j] * frontier.ScaleY[r];
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
        var weights = Weights();
        if (slacks && proof.Proven) proof = Slacks(proof);
        if (!proof.Proven) { Lift(o); return DeaScore.None(proof); }
        // The others make nothing of what it makes: there is no expansion to divide by.
        if (orientation == Orientation.Output && proof.Primal > -1e-12) { Lift(o); return DeaScore.None(proof with { State = SolveState.Infeasible }); }
        var score = new DeaScore(orientation == Orientation.Output ? -1 / proof.Primal : proof.Primal, proof, Runs.Peers(simplex.X, n), slacks ? SlackValues() : [], weights);
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
            var (moves, own) = (input && !frontier.Inputs[i].Fixed, points.X[i][o]);
            one[i] = Runs.InOwn(lp, i, frontier.X[i], own);
            lp[i, n] = moves ? -own / one[i] : 0;
            lp.Row(i, RowSense.AtMost, moves ? 0 : own / one[i]);
        }
        for (var r = 0; r < s; r++)
        {
            var (moves, own) = (!input && !frontier.Outputs[r].Fixed && !frontier.Outputs[r].Bad, points.Y[r][o]);
            one[m + r] = Runs.InOwn(lp, m + r, frontier.Y[r], own, Sign(r));
            lp[m + r, n] = moves ? -own / one[m + r] : 0;
            lp.Row(m + r, RowSense.AtLeast, moves ? 0 : Sign(r) * own / one[m + r]);
        }
        if (super) lp.Upper[o] = 0;
    }

    void Lift(int o)
    {
        if (super) lp.Upper[o] = double.PositiveInfinity;
    }

    // Of all optimal solutions the one with the greatest sum of slacks: columns and rows that have a price at the optimum
    // stay where they are, which keeps the score exactly, where fixing it at a rounded number would not. Where rounding
    // hides which they are, both are done in whole numbers.
    Certificate Slacks(Certificate first)
    {
        var cost = (double[])lp.Cost.Clone();
        if (Greatest(exactly: false).Proven) return first;
        cost.CopyTo(lp.Cost, 0);
        var again = simplex.Exactly();
        if (again.State != SolveState.Optimal) return again;
        var second = Greatest(exactly: true);
        // The score's own proof stands; the second programme must be proven as well.
        return second.Proven ? again : second with { State = SolveState.Uncertain };
    }

    Certificate Greatest(bool exactly)
    {
        double[] lower = [.. lp.Lower], upper = [.. lp.Upper];
        for (var j = 0; j < n; j++) if (simplex.Priced(j)) lp.Upper[j] = 0;
        for (var i = 0; i < lp.Rows; i++) if (simplex.Priced(n + 1 + i)) (lp.Lower[n + 1 + i], lp.Upper[n + 1 + i]) = (0, 0);
        slackCost.CopyTo(lp.Cost, 0);
        lp.Cost[n] = 0;
        for (var i = 0; i < m; i++) lp.Cost[n] += lp[i, n] * Raw(i);
        for (var r = 0; r < s; r++) lp.Cost[n] -= lp[m + r, n] * Raw(m + r);
        var proof = exactly ? simplex.Exactly() : simplex.Solve();
        lower.CopyTo(lp.Lower, 0);
        upper.CopyTo(lp.Upper, 0);
        return proof;
    }

    // What one of a row is in the file's own units.
    double Raw(int c) => one[c] * (c < m ? frontier.ScaleX[c] : frontier.ScaleY[c - m]);

    double[] SlackValues() => [.. Enumerable.Range(0, m + s).Select(c => Runs.Clean((c < m ? 1 : -1) * simplex.X[n + 1 + c]) * Raw(c))];

    double[] Weights() => [.. Enumerable.Range(0, m + s).Select(c => Runs.Clean((c < m ? -1 : 1) * simplex.Duals[c]) / Raw(c))];
}
