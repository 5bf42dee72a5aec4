namespace Cardo.Indicators.Efficiency;

/// <summary>Returns to scale of the technology: what may be said of the sum of intensities.</summary>
internal enum Returns { Constant, Variable, NonIncreasing, NonDecreasing }

/// <summary>Whether inputs shrink, outputs grow, or both at once (slacks-based only).</summary>
internal enum Orientation { Input, Output, None }

/// <summary>A column of the technology.</summary>
/// <param name="Fixed">nobody can change it (non-discretionary): it limits, but is not scored</param>
/// <param name="Bad">an undesirable output: less is better</param>
internal sealed record DeaColumn(string Name, bool Fixed, bool Bad, string Price);

/// <summary>Inputs and outputs of units, each column divided by its mean so that no unit of measurement matters to the arithmetic.</summary>
internal sealed class DeaData
{
    public required string File { get; init; }

    public required string[] Units { get; init; }

    public required string[] Periods { get; init; }

    /// <summary>Rows in the order of time, when there are periods.</summary>
    public required string[] TimeOrder { get; init; }

    public required int[] Lines { get; init; }

    public required DeaColumn[] Inputs { get; init; }

    /// <summary>Good outputs first, then bad ones.</summary>
    public required DeaColumn[] Outputs { get; init; }

    public DeaColumn[] Links { get; init; } = [];

    /// <summary>[input][unit], scaled.</summary>
    public required double[][] X { get; init; }

    public required double[][] Y { get; init; }

    /// <summary>Intermediate products of a two-stage network.</summary>
    public double[][] Z { get; init; } = [];

    /// <summary>Scaled value times scale is the value in the file.</summary>
    public required double[] ScaleX { get; init; }

    public required double[] ScaleY { get; init; }

    /// <summary>Prices of inputs and outputs in the file's own units, [column][unit]; empty where none are named.</summary>
    public double[][] PriceX { get; init; } = [];

    public double[][] PriceY { get; init; } = [];

    public int Count => Units.Length;

    public int Goods => Outputs.Count(o => !o.Bad);

    public string Name(int unit) => Periods[unit].Length > 0 ? $"{Units[unit]} {Periods[unit]}" : Units[unit];

    public string Place(int unit, DeaColumn column) => $"{File} line {Lines[unit]}, column {column.Name}";

    /// <summary>The same columns for other rows, which may be changed.</summary>
    public DeaData Take(int[] rows) => new()
    {
        File = File,
        Units = [.. rows.Select(r => Units[r])],
        Periods = [.. rows.Select(r => Periods[r])],
        TimeOrder = TimeOrder,
        Lines = [.. rows.Select(r => Lines[r])],
        Inputs = Inputs,
        Outputs = Outputs,
        Links = Links,
        X = Rows(X, rows),
        Y = Rows(Y, rows),
        Z = Rows(Z, rows),
        ScaleX = ScaleX,
        ScaleY = ScaleY,
        PriceX = Rows(PriceX, rows),
        PriceY = Rows(PriceY, rows),
    };

    static double[][] Rows(double[][] columns, int[] rows) => [.. columns.Select(c => Array.ConvertAll(rows, r => c[r]))];
}
