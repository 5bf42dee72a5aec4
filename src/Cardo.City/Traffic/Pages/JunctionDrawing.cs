using Cardo.Traffic.Live;
using Cardo.Ui;
using Microsoft.AspNetCore.Components;

namespace Cardo.Traffic.Pages;

/// <summary>One junction from above: its lanes, what each stop line shows (a bar at red, an arrow at green, dashes at yellow), who stands and who drives.</summary>
internal static class JunctionDrawing
{
    /// <summary>So far from the middle, m.</summary>
    const double Around_m = 78;

    public static MarkupString Of(TrafficView view, int j, Reader R)
    {
        var (scene, picture) = view;
        var junction = scene.Junctions[j];
        var (x, y) = junction.Middle;
        var svg = new Svg(x - Around_m * 1.25, y - Around_m, x + Around_m * 1.25, y + Around_m, "junction", null);
        Lane[] lanes = [.. junction.Approaches.SelectMany(a => a.LaneShapes), .. junction.Exits, .. junction.Inside];
        foreach (var lane in lanes) svg.Line(lane.Shape, "lane-edge");
        foreach (var lane in junction.Inside) svg.Line(lane.Shape, "lane-inside");
        foreach (var lane in lanes) svg.Line(lane.Shape, "lane");
        foreach (var approach in junction.Approaches) Stops(svg, junction, approach, picture.Junctions[j].Lamps);
        foreach (var v in picture.Vehicles)
        {
            var lane = scene.Source.Network.Lanes[scene.Source.LaneIds[v.Lane]];
            var at = Geometries.Along(lane.Shape, v.Position_m / lane.Length_m);
            if (Geometries.Far(at, junction.Middle) > Around_m * 1.25) continue;
            if (picture.Emergencies.Any(e => e.Vehicle == v.Vehicle)) svg.Diamond(at, 5, "siren");
            else svg.Dot(at, 1.7, v.Speed_m_s < Measures.Queued_m_s ? "car still" : "car");
        }
        foreach (var approach in junction.Approaches) Name(svg, scene, approach, junction.Middle, R);
        return svg.Done();
    }

    static void Stops(Svg svg, JunctionLayout junction, ApproachLayout approach, string lamps)
    {
        for (var i = 0; i < approach.LaneShapes.Length; i++)
        {
            var shape = approach.LaneShapes[i].Shape;
            if (shape.Count < 2) continue;
            var (end, before) = (shape[^1], shape[^2]);
            var length = Math.Max(0.1, Geometries.Far(end, before));
            var (dx, dy) = ((end.X - before.X) / length, (end.Y - before.Y) / length);
            var movements = junction.Intersection.Approaches[approach.Lanes[i]].Movements;
            if (movements.Any(m => lamps[m] is 'G' or 'g'))
                svg.Line([(end.X - 3 * dx - 1.4 * dy, end.Y - 3 * dy + 1.4 * dx), (end.X + dx, end.Y + dy), (end.X - 3 * dx + 1.4 * dy, end.Y - 3 * dy - 1.4 * dx)], "stop go");
            else if (movements.Any(m => lamps[m] != '?')) svg.Line([(end.X - 1.6 * dy, end.Y + 1.6 * dx), (end.X + 1.6 * dy, end.Y - 1.6 * dx)], movements.Any(m => lamps[m] is 'y' or 'Y' or 'u') ? "stop soon" : "stop wait");
        }
    }

    static void Name(Svg svg, TrafficScene scene, ApproachLayout approach, (double X, double Y) middle, Reader R)
    {
        if (approach.StopLines.Count == 0 || approach.Road < 0) return;
        // Where the road leaves the picture, beside it.
        var lane = approach.LaneShapes[0];
        var share = 1.0;
        var (x, y) = (0.0, 0.0);
        for (; share > 0 && Math.Abs(x) < Around_m * 1.12 && Math.Abs(y) < Around_m * 0.84; share -= 2 / Math.Max(2, lane.Length_m))
        {
            var at = Geometries.Along(lane.Shape, share);
            (x, y) = (at.X - middle.X, at.Y - middle.Y);
        }
        var aside = approach.LaneShapes.Length * 3.4 + 4;
        if (Math.Abs(x) * Around_m * 0.84 > Math.Abs(y) * Around_m * 1.12) svg.Words((middle.X + Math.Clamp(x, -Around_m * 1.2, Around_m * 1.2), middle.Y + y + (x > 0 ? aside : -aside - 4)), 5.5, x > 0 ? "end" : "start", Naming.Of(scene, approach.Road, R.Lang));
        else svg.Words((middle.X + x + (y > 0 ? -aside : aside), middle.Y + Math.Clamp(y, -Around_m * 0.92, Around_m * 0.86)), 5.5, y > 0 ? "end" : "start", Naming.Of(scene, approach.Road, R.Lang));
    }
}
