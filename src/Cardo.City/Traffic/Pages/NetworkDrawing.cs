using Cardo.Traffic.Live;
using Cardo.Ui;
using Microsoft.AspNetCore.Components;

namespace Cardo.Traffic.Pages;

/// <summary>The whole network: how freely each road flows, its signals, the ways of emergency vehicles.</summary>
internal static class NetworkDrawing
{
    /// <param name="chosen">a junction that is marked, or -1</param>
    /// <param name="links">whether signals lead to their pages</param>
    public static MarkupString Of(TrafficView view, Reader R, int chosen = -1, bool links = true)
    {
        var (scene, now) = view;
        var (svg, unit) = Begin(scene, links ? R["traffic.map.label"] : null);
        foreach (var road in scene.Roads) svg.Line(road.Shape, "road casing");
        for (var r = 0; r < scene.Roads.Length; r++) svg.Line(scene.Roads[r].Shape, "road " + (now.Roads[r].Vehicles == 0 ? "none" : Words.ToneOfIndex(now.Roads[r].Index)));
        foreach (var emergency in now.Emergencies)
            foreach (var r in emergency.Way) svg.Line(scene.Roads[r].Shape, "road corridor");
        foreach (var v in now.Vehicles) Vehicle(svg, scene, now, v, unit);
        for (var j = 0; j < scene.Junctions.Length; j++)
        {
            var junction = scene.Junctions[j];
            var kind = $"signal {Words.Tone(now.Junctions[j].Flow.Delay_s)}{(j == chosen ? " chosen" : "")}";
            if (links) svg.Link("/traffic/" + Uri.EscapeDataString(junction.Id), Naming.Of(scene, junction, R.Lang), s => s.Dot(junction.Middle, 2.6 * unit, kind));
            else svg.Dot(junction.Middle, (j == chosen ? 3.4 : 2) * unit, kind);
        }
        return svg.Done();
    }

    static (Svg, double) Begin(TrafficScene scene, string? label)
    {
        var (minX, minY, maxX, maxY) = scene.Box;
        var unit = Math.Max(maxX - minX, 1.6 * (maxY - minY)) / 220;
        return (new Svg(minX - 6 * unit, minY - 6 * unit, maxX + 6 * unit, maxY + 6 * unit, "net", label), unit);
    }

    static void Vehicle(Svg svg, TrafficScene scene, TrafficPicture now, Sighting v, double unit)
    {
        var lane = scene.Source.Network.Lanes[scene.Source.LaneIds[v.Lane]];
        var at = Geometries.Along(lane.Shape, v.Position_m / lane.Length_m);
        if (now.Emergencies.Any(e => e.Vehicle == v.Vehicle)) svg.Diamond(at, 3.4 * unit, "siren");
        else svg.Dot(at, 0.7 * unit, v.Speed_m_s < Measures.Queued_m_s ? "car still" : "car");
    }
}
