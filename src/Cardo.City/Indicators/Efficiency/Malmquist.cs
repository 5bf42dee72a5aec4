namespace Cardo.Indicators.Efficiency;

/// <summary>
/// Malmquist productivity between consecutive periods and its parts: Fare, Grosskopf, Norris and Zhang (AER 84, 1994), Ray
/// and Desli (AER 87, 1997), Grifell-Tatje and Lovell (J. Productivity Analysis 11, 1999). Efficiencies, not distances:
/// above 1 is better in all parts, whichever the orientation.
/// </summary>
internal static class Malmquist
{
    /// <param name="Index">the product of the four parts</param>
    public sealed record Change(string Unit, string From, string To, double Index, double Technical, double Pure, double Scale);

    public static IEnumerable<Change> Of(DeaData data, DeaModel model, List<DeaScore> proofs)
    {
        for (var p = 1; p < data.TimeOrder.Length; p++)
        {
            var (from, to) = (data.TimeOrder[p - 1], data.TimeOrder[p]);
            var both = data.Units.Where((_, r) => data.Periods[r] == from).Where(u => Row(data, u, to) >= 0).ToArray();
            var first = data.Take([.. Enumerable.Range(0, data.Count).Where(r => data.Periods[r] == from)]);
            var second = data.Take([.. Enumerable.Range(0, data.Count).Where(r => data.Periods[r] == to)]);
            var (a, b) = (both.Select(u => Row(first, u, from)).ToArray(), both.Select(u => Row(second, u, to)).ToArray());
            DeaScore[] E(DeaData frontier, DeaData points, int[] rows, Returns returns)
            {
                var chosen = points.Take(rows);
                var scores = Runs.All(rows.Length, () => new Radial(frontier, chosen, returns, model.Orientation, slacks: false).Solve);
                proofs.AddRange(scores);
                return scores;
            }
            // [technology][period of the points], constant and variable returns
            DeaScore[][][] C(Returns returns) => [[E(first, first, a, returns), E(first, second, b, returns)], [E(second, first, a, returns), E(second, second, b, returns)]];
            var (c, v) = (C(Returns.Constant), C(Returns.Variable));
            var mixed = model.Kind == MalmquistKind.GrifellLovell ? Mixed(first, second, a, b, model, proofs) : null;
            for (var u = 0; u < both.Length; u++) yield return Parts(both[u], from, to, u, c, v, mixed, model);
        }
    }

    static int Row(DeaData data, string unit, string period) => Enumerable.Range(0, data.Count).FirstOrDefault(r => data.Units[r] == unit && data.Periods[r] == period, -1);

    // Grifell and Lovell's scale: inputs of the second period with outputs of the first, against the first technology.
    static (DeaScore[] C, DeaScore[] V)? Mixed(DeaData first, DeaData second, int[] a, int[] b, DeaModel model, List<DeaScore> proofs)
    {
        var (was, now) = (first.Take(a), second.Take(b));
        var mixed = new DeaData
        {
            File = was.File,
            Units = was.Units,
            Periods = was.Periods,
            TimeOrder = was.TimeOrder,
            Lines = was.Lines,
            Inputs = was.Inputs,
            Outputs = was.Outputs,
            X = model.Orientation == Orientation.Output ? now.X : was.X,
            Y = model.Orientation == Orientation.Output ? was.Y : now.Y,
            ScaleX = was.ScaleX,
            ScaleY = was.ScaleY,
        };
        var c = Runs.All(a.Length, () => new Radial(first, mixed, Returns.Constant, model.Orientation, slacks: false).Solve);
        var v = Runs.All(a.Length, () => new Radial(first, mixed, Returns.Variable, model.Orientation, slacks: false).Solve);
        proofs.AddRange(c);
        proofs.AddRange(v);
        return (c, v);
    }

    static Change Parts(string unit, string from, string to, int u, DeaScore[][][] c, DeaScore[][][] v, (DeaScore[] C, DeaScore[] V)? mixed, DeaModel model)
    {
        double Mean(double first, double second) => model.Base switch { MalmquistBase.First => first, MalmquistBase.Second => second, _ => Math.Sqrt(first * second) };
        double C(int technology, int period) => c[technology][period][u].Score;
        double V(int technology, int period) => v[technology][period][u].Score;
        var index = Mean(C(0, 1) / C(0, 0), C(1, 1) / C(1, 0));
        var pure = V(1, 1) / V(0, 0);
        if (model.Kind == MalmquistKind.Fgnz)
        {
            var change = C(1, 1) / C(0, 0);
            return new Change(unit, from, to, index, index / change, pure, change / pure);
        }
        // With the first technology the frontier's move is seen where the unit went, with the second where it came from.
        var technical = Mean(V(0, 1) / V(1, 1), V(0, 0) / V(1, 0));
        var scale = index / (technical * pure);
        if (mixed is { } at)
        {
            scale = at.C[u].Score / at.V[u].Score / (C(0, 0) / V(0, 0));
            index = technical * pure * scale;
        }
        return new Change(unit, from, to, index, technical, pure, scale);
    }
}
