using Cardo.Kernel;
using Cardo.Traffic.Live;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Traffic.Cabinets;

/// <summary>What cabinets say as entities of the twin: how each stands and what its phases show (TrafficSignal), and each detector of a profile (TrafficDetector).</summary>
internal sealed class CabinetsInTwin(TwinDesk twin, TimeProvider clock)
{
    const int AWrite = 1000;

    public async Task Observe(TrafficScene scene, TrafficPicture now, IReadOnlyList<CabinetLink> links)
    {
        var commands = new List<TwinCommand>();
        for (var j = 0; j < links.Count; j++) Cabinet(scene.Name, links[j], now.Junctions[j], clock.NowUs(), commands);
        foreach (var chunk in commands.Chunk(AWrite)) await twin.Write("", chunk);
    }

    static void Cabinet(string network, CabinetLink link, JunctionPicture picture, long atUs, List<TwinCommand> commands)
    {
        var profile = link.Profile;
        var signal = NetworkInTwin.IdOf("TrafficSignal", network, profile.Id);
        List<Attribute> said = [NetworkInTwin.Text("controlStatus", (picture.Cabinet?.State ?? CabinetState.Starting).ToString().ToLowerInvariant(), atUs)];
        if (link.Reading is { } reading)
        {
            var lamps = reading.Lamps(profile.Phases);
            said.Add(NetworkInTwin.Text("phaseStates", string.Join(' ', profile.Phases.Select((p, i) => $"{p}:{lamps[i]}")), atUs));
            said.Add(NetworkInTwin.Number("coordPattern", reading.Pattern, atUs));
        }
        commands.Add(new Observe(signal, NetworkInTwin.Type("TrafficSignal"), said));
        // Of a silent cabinet nobody knows who stands on its loops: the last word stays with its age.
        if (link.Reading is not { } heard) return;
        lock (link.Gate)
            foreach (var d in profile.Detectors)
            {
                var tally = link.Detectors[d.Number];
                List<Attribute> told = [NetworkInTwin.Bool("occupied", heard.On(d.Number), atUs), NetworkInTwin.Bool("failed", tally.Failed, atUs), NetworkInTwin.Number("detectorNumber", d.Number, atUs), NetworkInTwin.Number("distanceToStopLine", d.ToStop_m, atUs, "MTR"), NetworkInTwin.Link("refTrafficSignal", signal)];
                if (tally.Report is { } report)
                {
                    told.Add(NetworkInTwin.Number("vehicleCount", report.Volume, atUs));
                    told.Add(NetworkInTwin.Number("occupancy", Math.Round(report.Occupancy, 3), atUs));
                    if (link.Timings is { Period_s: > 0 } timings) told.Add(NetworkInTwin.Number("countingPeriod", timings.Period_s, atUs, "SEC"));
                }
                commands.Add(new Observe(NetworkInTwin.IdOf("TrafficDetector", network, $"{profile.Id}:{d.Number}"), NetworkInTwin.Type("TrafficDetector"), told));
            }
    }
}
