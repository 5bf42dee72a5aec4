using System.IO.Compression;
using System.Text;
using Cardo.Traffic.Live;

namespace Cardo.Traffic.Recorded;

/// <summary>Writes the seconds of a controlled city into a file that plays them again. The format is in docs/formats/traffic-run.md.</summary>
internal sealed class RunWriter : IDisposable
{
    /// <summary>2 knows approaches that counted for more or less; a file of version 1 has none and is read as well.</summary>
    public const int Version = 2;

    readonly BinaryWriter file;
    readonly Dictionary<int, Track> tracks = [];
    readonly JunctionNow[] last;
    readonly HashSet<int> told = [];

    /// <summary>Where a vehicle was last, in the file's whole numbers.</summary>
    internal record struct Track(int Lane, int At_dm, int Speed_dm_s);

    public RunWriter(Stream stream, ITrafficSource source)
    {
        file = new BinaryWriter(new GZipStream(stream, CompressionLevel.SmallestSize), Encoding.UTF8);
        file.Write("cardo-traffic-run");
        file.Write7BitEncodedInt(Version);
        file.Write7BitEncodedInt(source.LaneIds.Count);
        foreach (var lane in source.LaneIds) file.Write(lane);
        file.Write7BitEncodedInt(source.Junctions.Count);
        foreach (var junction in source.Junctions)
        {
            file.Write(junction.Intersection.Id);
            file.Write7BitEncodedInt(junction.Stages.Count);
            foreach (var stage in junction.Stages) file.Write(stage);
        }
        last = new JunctionNow[source.Junctions.Count];
    }

    public void Write(TrafficFrame frame)
    {
        file.Write(true);
        file.Write(frame.Time_s);
        var vehicles = frame.Vehicles.OrderBy(v => v.Vehicle).ToList();
        file.Write7BitEncodedInt(vehicles.Count);
        var before = 0;
        foreach (var v in vehicles)
        {
            Vehicle(v, before);
            before = v.Vehicle;
        }
        for (var j = 0; j < last.Length; j++) Junction(j, frame.Junctions[j]);
        file.Write7BitEncodedInt(frame.Emergencies.Count);
        foreach (var (vehicle, way) in frame.Emergencies)
        {
            file.Write7BitEncodedInt(vehicle);
            // A way is told once.
            var first = told.Add(vehicle);
            file.Write7BitEncodedInt(first ? way.Length : 0);
            if (first)
                foreach (var edge in way) file.Write(edge);
        }
    }

    void Vehicle(Sighting v, int before)
    {
        var now = new Track(v.Lane, (int)Math.Round(v.Position_m * 10), (int)Math.Round(v.Speed_m_s * 10));
        var was = tracks.GetValueOrDefault(v.Vehicle);
        file.Write7BitEncodedInt(v.Vehicle - before);
        Signed(now.Lane - was.Lane);
        // On the same lane he is about where his speed took him.
        Signed(now.At_dm - (now.Lane == was.Lane ? was.At_dm + now.Speed_dm_s : 0));
        Signed(now.Speed_dm_s - was.Speed_dm_s);
        tracks[v.Vehicle] = now;
    }

    void Junction(int j, JunctionNow now)
    {
        var lamps = now.Lamps != last[j].Lamps || now.Stage != last[j].Stage;
        var reason = !ReferenceEquals(now.Reason, last[j].Reason);
        var counted = reason && now.Reason.Counted.Count > 0;
        file.Write((byte)((lamps ? 1 : 0) | (reason ? 2 : 0) | (counted ? 4 : 0)));
        if (lamps)
        {
            file.Write7BitEncodedInt(now.Stage);
            file.Write(now.Lamps);
        }
        if (reason) Why(now.Reason);
        if (counted) Count(now.Reason.Counted);
        last[j] = now;
    }

    void Why(Reason reason)
    {
        file.Write((byte)reason.Cause);
        Signed((int)Math.Round(Math.Min(reason.Keep_vs, 1e6)));
        Signed((int)Math.Round(Math.Min(reason.Change_vs, 1e6)));
        file.Write7BitEncodedInt(reason.Hold_s);
        file.Write7BitEncodedInt(reason.Served.Count);
        foreach (var s in reason.Served)
        {
            file.Write7BitEncodedInt(s.Approach);
            file.Write7BitEncodedInt((int)Math.Round(s.Waiting * 10));
            file.Write7BitEncodedInt((int)Math.Round(s.Coming * 10));
        }
    }

    void Count(IReadOnlyList<Counted> counted)
    {
        file.Write7BitEncodedInt(counted.Count);
        foreach (var c in counted)
        {
            file.Write7BitEncodedInt(c.Approach);
            file.Write7BitEncodedInt((int)Math.Round(c.Times * 100));
        }
    }

    void Signed(int n) => file.Write7BitEncodedInt((n << 1) ^ (n >> 31));

    public void Dispose()
    {
        file.Write(false);
        file.Dispose();
    }
}
