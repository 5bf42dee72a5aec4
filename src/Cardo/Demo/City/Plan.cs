namespace Cardo.Server.Demo.City;

/// <summary>
/// The ground plan in metres east and north of the middle: irregular lines of streets, a river that winds through, and
/// the bend that keeps anything from being quite straight.
/// </summary>
internal sealed class Plan
{
    public const double HalfWidth_m = 1500;

    const double MetresADegree = 111_194.93, Turn = 0.19;

    readonly ulong seed;
    readonly double lon0, lat0, phase;

    public Plan(ulong seed, double lon0, double lat0)
    {
        (this.seed, this.lon0, this.lat0) = (seed, lon0, lat0);
        phase = Noise.Share(seed, 1) * Math.Tau;
        Xs = Lines(11);
        Ys = Lines(12);
    }

    /// <summary>Where streets run north, and where they run east.</summary>
    public double[] Xs { get; }

    public double[] Ys { get; }

    public double Chance(long a, long b = 0) => Noise.Share(seed, a, b);

    double[] Lines(long which)
    {
        var lines = new List<double> { -HalfWidth_m };
        for (var at = -HalfWidth_m; ; lines.Add(at))
        {
            at += 85 + 75 * Noise.Share(seed, which, lines.Count);
            if (at > HalfWidth_m - 60) break;
        }
        lines.Add(HalfWidth_m);
        return [.. lines];
    }

    /// <summary>The breadth of a street by its place in the order of lines: every sixth is an avenue, every third a main street.</summary>
    public static string ClassOf(int line) => line % 6 == 3 ? "primary" : line % 3 == 0 ? "secondary" : "residential";

    public static double Breadth_m(int line) => line % 6 == 3 ? 24 : line % 3 == 0 ? 16 : 10;

    /// <summary>Metres north of the river's middle.</summary>
    public double RiverAt(double x) => 120 + 250 * Math.Sin(x / 640 + phase) + 55 * Math.Sin(x / 230 + 2 * phase);

    public double RiverHalf(double x) => 42 + 9 * Math.Sin(x / 310);

    public bool IsWet(double x, double y, double margin_m = 0) => Math.Abs(y - RiverAt(x)) < RiverHalf(x) + margin_m;

    /// <summary>Avenues and every other main street cross the river.</summary>
    public static bool HasBridge(int line) => line % 6 is 0 or 3;

    /// <summary>From the plan to longitude and latitude: bent, turned and laid on the earth.</summary>
    public (double Lon, double Lat) Lay(double x, double y)
    {
        var bx = x + 38 * Math.Sin(y / 410 + phase) + 14 * Math.Sin(x / 190);
        var by = y + 42 * Math.Sin(x / 520 + 2 * phase) + 12 * Math.Sin(y / 240);
        var (cos, sin) = (Math.Cos(Turn), Math.Sin(Turn));
        var (east, north) = (bx * cos - by * sin, bx * sin + by * cos);
        return (Math.Round(lon0 + east / (MetresADegree * Math.Cos(lat0 * Math.PI / 180)), 7), Math.Round(lat0 + north / MetresADegree, 7));
    }
}
