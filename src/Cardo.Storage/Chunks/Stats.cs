namespace Cardo.Storage.Chunks;

/// <summary>What a whole column of numbers comes to.</summary>
internal readonly record struct Stats(double Min, double Max, double Sum, double SumSquares, double First, double Last);
