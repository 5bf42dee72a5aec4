namespace Cardo.Indicators.Maths;

/// <summary>Minimises without derivatives (Nelder and Mead, Computer Journal 7(4), 1965), for outer searches of few dimensions.</summary>
internal static class NelderMead
{
    public static (double[] At, double Value) Minimise(Func<double[], double> f, double[] start, double step, int evaluations, double tolerance = 1e-12)
    {
        var n = start.Length;
        var points = new double[n + 1][];
        var values = new double[n + 1];
        for (var i = 0; i <= n; i++)
        {
            points[i] = (double[])start.Clone();
            if (i > 0) points[i][i - 1] += step;
            values[i] = f(points[i]);
        }
        for (var used = n + 1; used < evaluations;)
        {
            Array.Sort(values, points);
            if (values[n] - values[0] <= tolerance * (Math.Abs(values[0]) + tolerance)) break;
            var centre = new double[n];
            for (var i = 0; i < n; i++)
                for (var k = 0; k < n; k++) centre[k] += points[i][k] / n;
            double[] Along(double t) => [.. centre.Select((c, k) => c + t * (points[n][k] - c))];
            var mirrored = Along(-1);
            var value = f(mirrored);
            used++;
            if (value < values[0])
            {
                var further = Along(-2);
                var beyond = f(further);
                used++;
                (points[n], values[n]) = beyond < value ? (further, beyond) : (mirrored, value);
            }
            else if (value < values[n - 1]) (points[n], values[n]) = (mirrored, value);
            else
            {
                var nearer = Along(value < values[n] ? -.5 : .5);
                var within = f(nearer);
                used++;
                if (within < Math.Min(value, values[n])) (points[n], values[n]) = (nearer, within);
                else
                {
                    for (var i = 1; i <= n; i++)
                    {
                        for (var k = 0; k < n; k++) points[i][k] = points[0][k] + .5 * (points[i][k] - points[0][k]);
                        values[i] = f(points[i]);
                    }
                    used += n;
                }
            }
        }
        Array.Sort(values, points);
        return (points[0], values[0]);
    }
}
