using Cardo.Traffic.Studio;
using Microsoft.AspNetCore.Components;

namespace Cardo.Traffic.Pages;

/// <summary>A network to compose on, and where a change makes the difference. Lists beside it say the same.</summary>
internal static class StudioDrawing
{
    /// <summary>Every road a line that knows its id, so that pressing it can choose it.</summary>
    public static MarkupString Roads(StudioNetwork network, IReadOnlyCollection<string> closed)
    {
        var (svg, unit) = Begin(network);
        foreach (var road in network.Roads) svg.Line(road.Shape, "road casing");
        foreach (var road in network.Roads) svg.Line(road.Shape, closed.Contains(road.Road.Edge) ? "road closed" : "road same", mark: road.Road.Edge);
        // What a finger meets is broader than what an eye sees.
        foreach (var road in network.Roads) svg.Line(road.Shape, "hit", mark: road.Road.Edge);
        return Signals(svg, network, unit);
    }

    /// <summary>Time lost on each road with the change beside today: broad where more is lost, dashed where less, thin where the seeds do not agree.</summary>
    public static MarkupString Difference(StudioNetwork network, TryResult result, IReadOnlyCollection<string> closed, string label)
    {
        var (svg, unit) = Begin(network, label);
        var by = result.Roads.ToDictionary(r => r.Edge, StringComparer.Ordinal);
        foreach (var road in network.Roads) svg.Line(road.Shape, "road casing");
        foreach (var road in network.Roads)
            svg.Line(road.Shape, "road " + (closed.Contains(road.Road.Edge) ? "closed" : by.TryGetValue(road.Road.Edge, out var lost) ? Kind(lost, result) : "none"));
        return Signals(svg, network, unit);
    }

    /// <summary>Whether a road's difference is worth a colour: of one pair all are that differ by a minute, else those whose interval leaves out zero.</summary>
    public static bool Stands(TryRoad road, TryResult result) => result.Seeds.Count < 2 ? Math.Abs(road.Difference.Mean) >= 60 : road.Sure && Math.Abs(road.Difference.Mean) >= 10;

    static string Kind(TryRoad road, TryResult result) => !Stands(road, result) ? "same" : road.Difference.Mean > 0 ? "worse" : "better";

    static (Svg, double) Begin(StudioNetwork network, string? label = null)
    {
        double minX = double.MaxValue, minY = double.MaxValue, maxX = double.MinValue, maxY = double.MinValue;
        foreach (var (x, y) in network.Roads.SelectMany(r => r.Shape))
            (minX, minY, maxX, maxY) = (Math.Min(minX, x), Math.Min(minY, y), Math.Max(maxX, x), Math.Max(maxY, y));
        if (minX > maxX) (minX, minY, maxX, maxY) = (0, 0, 1, 1);
        var unit = Math.Max(maxX - minX, 1.6 * (maxY - minY)) / 220;
        return (new Svg(minX - 6 * unit, minY - 6 * unit, maxX + 6 * unit, maxY + 6 * unit, "net", label, picture: true), unit);
    }

    static MarkupString Signals(Svg svg, StudioNetwork network, double unit)
    {
        foreach (var (_, at) in network.Signals) svg.Dot(at, 1.6 * unit, "signal");
        return svg.Done();
    }
}
