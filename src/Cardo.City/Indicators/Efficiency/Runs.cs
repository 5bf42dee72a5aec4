using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Efficiency;

/// <summary>
/// Runs one programme a unit on all cores. Units go in stretches of fixed length, each with its own programme that starts
/// from the basis of the unit before, so that the result does not depend on how many cores there are.
/// </summary>
internal static class Runs
{
    const int Stretch = 64;

    public static DeaScore[] All(int units, Func<Func<int, DeaScore>> make)
    {
        var scores = new DeaScore[units];
        Parallel.For(0, (units + Stretch - 1) / Stretch, make, (stretch, _, solve) =>
        {
            // A fresh programme a stretch: what came before on this core must not matter.
            solve = make();
            for (var u = stretch * Stretch; u < Math.Min(units, (stretch + 1) * Stretch); u++) scores[u] = solve(u);
            return solve;
        }, _ => { });
        return scores;
    }

    /// <summary>The intensities that matter.</summary>
    public static Peer[] Peers(double[] x, int units, double per = 1)
    {
        List<Peer> peers = [];
        for (var j = 0; j < units; j++) if (x[j] / per > 1e-9) peers.Add(new Peer(j, x[j] / per));
        return [.. peers];
    }

    /// <summary>Adds the row that the returns to scale ask of the intensities; none for constant returns.</summary>
    public static void Convexity(LinearProgram lp, int row, int units, Returns returns, int scaleColumn = -1)
    {
        if (returns == Returns.Constant) return;
        for (var j = 0; j < units; j++) lp[row, j] = 1;
        if (scaleColumn >= 0) lp[row, scaleColumn] = -1;
        lp.Row(row, returns switch { Returns.NonIncreasing => RowSense.AtMost, Returns.NonDecreasing => RowSense.AtLeast, _ => RowSense.Equal }, scaleColumn >= 0 ? 0 : 1);
    }

    /// <summary>Fills a row with a column of the data in the unit's own amounts, so that small units and large ones are judged with the same care.</summary>
    /// <returns>what one is in the data's amounts: the unit's own, or 1 where it has none</returns>
    public static double InOwn(LinearProgram lp, int row, double[] values, double own, double sign = 1, int from = 0)
    {
        var one = own > 0 ? own : 1;
        for (var j = 0; j < values.Length; j++) lp[row, from + j] = sign * values[j] / one;
        return one;
    }

    /// <summary>What is nothing but rounding is nothing.</summary>
    public static double Clean(double v) => Math.Abs(v) < 1e-11 ? 0 : v;

    public static int Extra(Returns returns) => returns == Returns.Constant ? 0 : 1;
}
