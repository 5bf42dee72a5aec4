namespace Cardo.Indicators.Maths;

/// <summary>
/// minimise c'x subject to rows (&lt;=, = or &gt;=) and bounds. Dense, rows first: made for few rows and many columns.
/// The arrays are filled in place and may be changed between solves, which then start from the last basis.
/// </summary>
internal sealed class LinearProgram
{
    public LinearProgram(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        (Matrix, Cost, Right) = (new double[rows * columns], new double[columns], new double[rows]);
        (Lower, Upper) = (new double[columns + rows], new double[columns + rows]);
        Array.Fill(Upper, double.PositiveInfinity);
        Upper.AsSpan(columns).Clear();
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>[row * Columns + column].</summary>
    public double[] Matrix { get; }

    public double[] Cost { get; }

    public double[] Right { get; }

    /// <summary>Bounds of the columns (0 to infinity unless said otherwise), then of the rows' own logical variables.</summary>
    public double[] Lower { get; }

    public double[] Upper { get; }

    public double this[int row, int column] { get => Matrix[row * Columns + column]; set => Matrix[row * Columns + column] = value; }

    /// <summary>Row: a x + logical = right. At most: the logical is 0 or more; at least: 0 or less; equal: 0.</summary>
    public void Row(int row, RowSense sense, double right)
    {
        Right[row] = right;
        Lower[Columns + row] = sense == RowSense.AtLeast ? double.NegativeInfinity : 0;
        Upper[Columns + row] = sense == RowSense.AtMost ? double.PositiveInfinity : 0;
    }
}

internal enum RowSense { AtMost, Equal, AtLeast }

internal enum SolveState { Optimal, Infeasible, Unbounded, Uncertain }

/// <summary>What a solve found, with what proves it.</summary>
/// <param name="Primal">c'x at the solution</param>
/// <param name="Dual">the bound that the duals prove; equal to the primal at the optimum</param>
/// <param name="Gap">|primal - dual| / (1 + |primal|)</param>
/// <param name="Residual">largest breach of a row or bound, relative to the row's size</param>
/// <param name="Iterations">basis changes</param>
internal readonly record struct Certificate(SolveState State, double Primal, double Dual, double Gap, double Residual, int Iterations)
{
    public const double MaxGap = 1e-9, MaxResidual = 1e-8;

    public bool Proven => State == SolveState.Optimal && Gap <= MaxGap && Residual <= MaxResidual;
}
