namespace Cardo.Indicators.Maths;

/// <summary>
/// A programme with each column multiplied by a power of two so that its entries lie about 1, and the costs by another:
/// what a tolerance means then doesn't hang on the units of the data, and nothing is rounded by it. Rows keep their size;
/// who makes a programme makes its rows of about the size 1.
/// </summary>
internal sealed class ScaledProgram(LinearProgram lp)
{
    readonly int m = lp.Rows, n = lp.Columns;
    readonly double[] big = new double[lp.Columns], least = new double[lp.Columns];

    public double[] Matrix { get; } = new double[lp.Rows * lp.Columns];

    public double[] Cost { get; } = new double[lp.Columns];

    /// <summary>Right sides, moved a little while a stall is being left.</summary>
    public double[] Right { get; } = new double[lp.Rows];

    public double[] Lower { get; } = new double[lp.Columns + lp.Rows];

    public double[] Upper { get; } = new double[lp.Columns + lp.Rows];

    /// <summary>A column's value in the programme is that in here times this; its price is that in here divided by this and by <see cref="CostScale"/>.</summary>
    public double[] Scale { get; } = new double[lp.Columns];

    public double CostScale { get; private set; } = 1;

    /// <summary>Takes what the programme says now.</summary>
    public void Load()
    {
        Array.Clear(big);
        Array.Fill(least, double.PositiveInfinity);
        for (var i = 0; i < m; i++)
        {
            var row = lp.Matrix.AsSpan(i * n, n);
            for (var j = 0; j < n; j++)
            {
                var a = Math.Abs(row[j]);
                if (a == 0) continue;
                big[j] = Math.Max(big[j], a);
                least[j] = Math.Min(least[j], a);
            }
        }
        var cost = 0.0;
        for (var j = 0; j < n; j++)
        {
            Scale[j] = big[j] == 0 ? 1 : PowerOfTwo(Math.Sqrt(big[j]) * Math.Sqrt(least[j]));
            Cost[j] = lp.Cost[j] * Scale[j];
            cost = Math.Max(cost, Math.Abs(Cost[j]));
            (Lower[j], Upper[j]) = (lp.Lower[j] / Scale[j], lp.Upper[j] / Scale[j]);
        }
        CostScale = cost == 0 ? 1 : PowerOfTwo(cost);
        for (var j = 0; j < n; j++) Cost[j] *= CostScale;
        for (var i = 0; i < m; i++)
        {
            var from = lp.Matrix.AsSpan(i * n, n);
            var to = Matrix.AsSpan(i * n, n);
            for (var j = 0; j < n; j++) to[j] = from[j] * Scale[j];
            (Lower[n + i], Upper[n + i]) = (lp.Lower[n + i], lp.Upper[n + i]);
        }
        Unshift();
    }

    /// <summary>Puts the right sides back.</summary>
    public void Unshift() => lp.Right.CopyTo(Right, 0);

    // A power of two within a factor of two of 1 / size.
    static double PowerOfTwo(double size) => Math.ScaleB(1, -Math.ILogB(size));
}
