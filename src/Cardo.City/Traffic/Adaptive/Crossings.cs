using Cardo.Traffic.Guarding;

namespace Cardo.Traffic.Adaptive;

/// <summary>Where the ways through a junction meet, from the shapes of its inside lanes.</summary>
internal static class Crossings
{
    /// <summary>Paths nearer than this touch; a vehicle and a step beyond the last such point it is out of the way, m.</summary>
    const double Near_m = 2.5, Vehicle_m = 6;

    const double Step_m = 1;

    readonly record struct Point(double X, double Y, float ToEnd_m);

    /// <summary>[from, foe]: so much of the way through may be left when the last of the foe's way is passed; 0 where both leave by the same lane.</summary>
    public static float[,] ClearAt_m(Intersection intersection, SafetyRules rules, RoadNetwork network)
    {
        var clear = new float[rules.Lamps, rules.Lamps];
        var ways = intersection.Movements.Select(m => m.Ways.Select(w => Points(w.Via, network)).ToArray()).ToArray();
        for (var k = 0; k < rules.Lamps; k++)
            for (var j = 0; j < rules.Lamps; j++)
            {
                if (k == j || !rules.Foes(k, j) || ways[k].Length == 0 || ways[j].Length == 0) continue;
                var least = float.MaxValue;
                foreach (var mine in ways[k])
                    foreach (var theirs in ways[j]) least = Math.Min(least, Last(mine, theirs));
                clear[k, j] = Math.Max(0, least - (float)Vehicle_m);
            }
        return clear;
    }

    /// <summary>What is left of one way after the last point at which it touches the other; 0 where they never do, though they are foes.</summary>
    static float Last(Point[] mine, Point[] theirs)
    {
        for (var i = mine.Length - 1; i >= 0; i--)
            foreach (var p in theirs)
            {
                var (dx, dy) = (p.X - mine[i].X, p.Y - mine[i].Y);
                if (dx * dx + dy * dy < Near_m * Near_m) return mine[i].ToEnd_m;
            }
        return 0;
    }

    /// <summary>A point a metre of the way inside, with what is left of it.</summary>
    static Point[] Points(string? via, RoadNetwork network)
    {
        var points = new List<(double X, double Y, double At_m)>();
        var at = 0.0;
        // A way inside has a few pieces at most.
        for (var piece = 0; via is not null && piece < 4 && network.Lanes.TryGetValue(via, out var lane); piece++, via = network.Inside(via))
        {
            for (var i = 1; i < lane.Shape.Count; i++)
            {
                var ((x0, y0), (x1, y1)) = (lane.Shape[i - 1], lane.Shape[i]);
                var length = Math.Sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
                var steps = Math.Clamp((int)(length / Step_m), 1, 200);
                for (var k = 0; k < steps; k++) points.Add((x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps, at + length * k / steps));
                at += length;
            }
            if (lane.Shape.Count > 0) points.Add((lane.Shape[^1].X, lane.Shape[^1].Y, at));
        }
        return [.. points.Select(p => new Point(p.X, p.Y, (float)(at - p.At_m)))];
    }
}
