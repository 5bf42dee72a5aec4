using MathNet.Numerics.LinearAlgebra;

namespace Cardo.Indicators.Maths;

/// <summary>Eigenvalues and vectors of a symmetric matrix, greatest first; each vector's sign makes its largest entry positive.</summary>
internal static class Symmetric
{
    public static (double[] Values, double[,] Vectors) Eigen(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var evd = Matrix<double>.Build.DenseOfArray(matrix).Evd(Symmetricity.Symmetric);
        var (values, vectors) = (new double[n], new double[n, n]);
        for (var k = 0; k < n; k++)
        {
            var column = evd.EigenVectors.Column(n - 1 - k);
            values[k] = evd.EigenValues[n - 1 - k].Real;
            var sign = column[column.AbsoluteMaximumIndex()] < 0 ? -1 : 1;
            for (var i = 0; i < n; i++) vectors[i, k] = sign * column[i];
        }
        return (values, vectors);
    }
}
