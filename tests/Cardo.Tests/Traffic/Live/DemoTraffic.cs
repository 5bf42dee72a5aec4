using Cardo.Tests.Support;
using Cardo.Traffic.Live;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Recorded;

namespace Cardo.Tests.Traffic.Live;

/// <summary>The demo city's network and the run recorded on it, which need no SUMO.</summary>
static class DemoTraffic
{
    public static string Folder => Path.Combine(Repository.Root, "cities", "demo");

    public static CityNetwork Network => CityNetwork.Of(Path.Combine(Folder, "traffic", "linhe.sumocfg"));

    public static RecordedSource Open() => RecordedSource.Open(Network).Value;

    public static TrafficScene Scene(ITrafficSource source) => new("linhe", source, MapProjection.Of(source.Network.Frame, null));

    public static TrafficPicture Play(ITrafficSource source, TrafficScene scene, int seconds)
    {
        var measures = new Measures(scene);
        var frame = new TrafficFrame(source.Junctions.Count);
        TrafficPicture? picture = null;
        for (var s = 0; s < seconds; s++)
        {
            source.Next(frame).Value.ShouldBeTrue();
            picture = measures.Take(frame, 1_700_000_000_000_000 + s * 1_000_000L);
        }
        return picture!;
    }
}
