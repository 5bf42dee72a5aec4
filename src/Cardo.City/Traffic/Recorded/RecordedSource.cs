using System.IO.Compression;
using System.Text;
using Cardo.Kernel;
using Cardo.Traffic.Live;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Traffic.Recorded;

/// <summary>Plays a recorded run second by second. A file that is damaged is refused with what was wrong; nothing throws.</summary>
internal sealed class RecordedSource : ITrafficSource
{
    /// <summary>More of anything is damage.</summary>
    const int MostLanes = 500_000, MostJunctions = 20_000, MostStages = 64, MostVehicles = 200_000, MostServed = 256, MostEdges = 10_000;

    readonly BinaryReader file;
    readonly Dictionary<int, RunWriter.Track> tracks = [];
    readonly Dictionary<int, string[]> ways = [];
    readonly JunctionNow[] last;
    readonly string name;

    RecordedSource(string name, BinaryReader file, RoadNetwork network, string[] lanes, StagedIntersection[] junctions)
    {
        (this.name, this.file, Network, LaneIds, Junctions) = (name, file, network, lanes, junctions);
        last = [.. junctions.Select(j => new JunctionNow(0, j.Stages[0], Reason.None))];
    }

    public RoadNetwork Network { get; }
    public IReadOnlyList<string> LaneIds { get; }
    public IReadOnlyList<StagedIntersection> Junctions { get; }
    public bool Recorded => true;

    /// <summary>Opens a recording and the network it was made on.</summary>
    public static Outcome<RecordedSource> Open(CityNetwork city)
    {
        if (city.RecordingFile is not { } recording) return Refusal.NotFound("recording-missing", $"There is no recorded run beside {city.ConfigFile}; make one with cardo traffic record.");
        if (!SumoScenario.Read(city.ConfigFile).Try(out var scenario, out var refusal)) return refusal;
        if (!ReadNetwork.Read(scenario.NetworkFile, scenario.Additional).Try(out var network, out refusal)) return refusal;
        BinaryReader? file = null;
        try
        {
            file = new BinaryReader(new GZipStream(File.OpenRead(recording), CompressionMode.Decompress), Encoding.UTF8);
            if (Open(recording, file, network).Try(out var source, out refusal)) return source;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            refusal = Damaged(recording, e.Message);
        }
        file?.Dispose();
        return refusal;
    }

    static Outcome<RecordedSource> Open(string name, BinaryReader file, RoadNetwork network)
    {
        if (file.ReadString() != "cardo-traffic-run" || file.Read7BitEncodedInt() is < 1 or > RunWriter.Version) return Damaged(name, "it is of another kind or version");
        var lanes = new string[Count(file, MostLanes)];
        for (var i = 0; i < lanes.Length; i++) lanes[i] = file.ReadString();
        if (Array.Find(lanes, l => !network.Lanes.ContainsKey(l)) is { } strange) return Damaged(name, $"lane {strange} is not in the network; make the recording again");
        var junctions = new StagedIntersection[Count(file, MostJunctions)];
        for (var j = 0; j < junctions.Length; j++)
        {
            var id = file.ReadString();
            var stages = new string[Count(file, MostStages)];
            for (var s = 0; s < stages.Length; s++) stages[s] = file.ReadString();
            if (network.Intersections.FirstOrDefault(i => i.Id == id) is not { } intersection || stages.Length == 0 || Array.Exists(stages, s => s.Length != intersection.Movements.Count))
                return Damaged(name, $"signal {id} does not fit the network; make the recording again");
            junctions[j] = new StagedIntersection(intersection, stages);
        }
        return new RecordedSource(name, file, network, lanes, junctions);
    }

    public Outcome<bool> Next(TrafficFrame frame)
    {
        try
        {
            if (!file.ReadBoolean()) return false;
            frame.Time_s = file.ReadDouble();
            Vehicles(frame);
            for (var j = 0; j < last.Length; j++) frame.Junctions[j] = last[j] = Junction(j, last[j]);
            Emergencies(frame);
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            return Damaged(name, e.Message);
        }
    }

    void Vehicles(TrafficFrame frame)
    {
        frame.Vehicles.Clear();
        var vehicle = 0;
        for (var left = Count(file, MostVehicles); left > 0; left--)
        {
            vehicle += file.Read7BitEncodedInt();
            var known = tracks.TryGetValue(vehicle, out var was);
            var lane = was.Lane + Signed();
            var at = Signed();
            var speed = was.Speed_dm_s + Signed();
            if ((uint)lane >= (uint)LaneIds.Count) throw new InvalidDataException($"a vehicle is on lane {lane}");
            var now = new RunWriter.Track(lane, at + (lane == was.Lane ? was.At_dm + speed : 0), speed);
            frame.Vehicles.Add(new Sighting(vehicle, lane, now.At_dm / 10f, now.Speed_dm_s / 10f, known ? was.Lane : -1));
            tracks[vehicle] = now;
        }
    }

    JunctionNow Junction(int j, JunctionNow was)
    {
        var what = file.ReadByte();
        if ((what & 1) != 0)
        {
            was = was with { Stage = file.Read7BitEncodedInt(), Lamps = file.ReadString() };
            if ((uint)was.Stage >= (uint)Junctions[j].Stages.Count || was.Lamps.Length != Junctions[j].Intersection.Movements.Count) throw new InvalidDataException($"the lamps of signal {Junctions[j].Intersection.Id} do not fit");
        }
        if ((what & 2) == 0) return was;
        var approaches = Junctions[j].Intersection.Approaches.Count;
        var why = Why(approaches);
        return was with { Reason = (what & 4) == 0 ? why : why with { Counted = CountedOf(approaches) } };
    }

    Counted[] CountedOf(int approaches)
    {
        var counted = new Counted[Count(file, MostServed)];
        for (var i = 0; i < counted.Length; i++) counted[i] = new Counted(Approach(approaches), file.Read7BitEncodedInt() / 100f);
        return counted;
    }

    int Approach(int approaches) => file.Read7BitEncodedInt() is >= 0 and var a && a < approaches ? a : throw new InvalidDataException("a reason names an approach that is not there");

    Reason Why(int approaches)
    {
        var (cause, keep, change, hold) = ((Cause)file.ReadByte(), Signed(), Signed(), file.Read7BitEncodedInt());
        var served = new Served[Count(file, MostServed)];
        for (var i = 0; i < served.Length; i++) served[i] = new Served(Approach(approaches), file.Read7BitEncodedInt() / 10f, file.Read7BitEncodedInt() / 10f);
        if (!Enum.IsDefined(cause)) throw new InvalidDataException("a reason is of no kind that is known");
        return new Reason(cause, keep, change, hold, served);
    }

    void Emergencies(TrafficFrame frame)
    {
        frame.Emergencies.Clear();
        for (var left = Count(file, MostVehicles); left > 0; left--)
        {
            var vehicle = file.Read7BitEncodedInt();
            if (Count(file, MostEdges) is > 0 and var length)
            {
                var way = new string[length];
                for (var i = 0; i < length; i++) way[i] = file.ReadString();
                ways[vehicle] = way;
            }
            if (ways.TryGetValue(vehicle, out var known)) frame.Emergencies[vehicle] = known;
        }
    }

    static int Count(BinaryReader file, int most) => file.Read7BitEncodedInt() is >= 0 and var n && n <= most ? n : throw new InvalidDataException("a count is out of bounds");

    int Signed()
    {
        var n = file.Read7BitEncodedInt();
        return (int)((uint)n >> 1) ^ -(n & 1);
    }

    static Refusal Damaged(string file, string why) => Refusal.Bad("recording-damaged", $"{file} cannot be played: {why}.");

    public void Dispose() => file.Dispose();
}
