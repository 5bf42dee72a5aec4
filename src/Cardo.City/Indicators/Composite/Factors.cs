using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Composite;

/// <summary>
/// Weights by factor analysis (Nicoletti, Scarpetta and Boylaud, OECD 2000; Handbook 6.1.1 and tables 16-18): principal
/// factors of the correlation matrix, turned by varimax (Kaiser, Psychometrika 23(3), 1958).
/// </summary>
internal static class Factors
{
    /// <summary>Turned loadings of factors with an eigenvalue of 1 or more that explain a tenth or more (and of the first always).</summary>
    public static double[,] Loadings(double[][] columns, int factors = 0)
    {
        var (values, vectors) = Symmetric.Eigen(Correlation.Matrix(columns));
        var p = columns.Length;
        if (factors == 0) factors = Math.Max(1, values.TakeWhile(v => v >= 1 - 1e-9 && v / p >= .1).Count());
        var loadings = new double[p, factors];
        for (var i = 0; i < p; i++)
            for (var f = 0; f < factors; f++) loadings[i, f] = vectors[i, f] * Math.Sqrt(values[f]);
        return Varimax(loadings);
    }

    /// <summary>Each column takes its squared loading on the factor it loads on most, times that factor's share of what is explained.</summary>
    public static double[] Weights(double[][] columns, int kept = 0)
    {
        var loadings = Loadings(columns, kept);
        var (p, factors) = (loadings.GetLength(0), loadings.GetLength(1));
        var explained = new double[factors];
        for (var f = 0; f < factors; f++)
            for (var i = 0; i < p; i++) explained[f] += loadings[i, f] * loadings[i, f];
        var weights = new double[p];
        for (var i = 0; i < p; i++)
        {
            var own = Enumerable.Range(0, factors).MaxBy(f => loadings[i, f] * loadings[i, f]);
            // squared loading scaled to the factor's unity sum, times the factor's share: the factor's own sum cancels out.
            weights[i] = loadings[i, own] * loadings[i, own] / explained[own] * (explained[own] / explained.Sum());
        }
        return weights;
    }

    /// <summary>Varimax with Kaiser's normalisation, plane by plane.</summary>
    static double[,] Varimax(double[,] given)
    {
        var (p, k) = (given.GetLength(0), given.GetLength(1));
        var a = (double[,])given.Clone();
        if (k < 2) return a;
        var length = Enumerable.Range(0, p).Select(i => Math.Sqrt(Enumerable.Range(0, k).Sum(f => given[i, f] * given[i, f]))).ToArray();
        for (var i = 0; i < p; i++) for (var f = 0; f < k; f++) a[i, f] /= length[i] > 0 ? length[i] : 1;
        for (var round = 0; round < 1000; round++)
        {
            var turned = 0.0;
            for (var f = 0; f < k; f++)
                for (var g = f + 1; g < k; g++) turned = Math.Max(turned, Math.Abs(Turn(a, f, g)));
            if (turned < 1e-12) break;
        }
        for (var i = 0; i < p; i++) for (var f = 0; f < k; f++) a[i, f] *= length[i];
        return a;
    }

    static double Turn(double[,] a, int f, int g)
    {
        var p = a.GetLength(0);
        double su = 0, sv = 0, suv = 0, sq = 0;
        for (var i = 0; i < p; i++)
        {
            var u = a[i, f] * a[i, f] - a[i, g] * a[i, g];
            var v = 2 * a[i, f] * a[i, g];
            su += u;
            sv += v;
            sq += u * u - v * v;
            suv += 2 * u * v;
        }
        var angle = Math.Atan2(suv - 2 * su * sv / p, sq - (su * su - sv * sv) / p) / 4;
        var (sin, cos) = Math.SinCos(angle);
        for (var i = 0; i < p; i++) (a[i, f], a[i, g]) = (cos * a[i, f] + sin * a[i, g], -sin * a[i, f] + cos * a[i, g]);
        return angle;
    }
}
