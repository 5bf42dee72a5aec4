using Cardo.Kernel;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Traffic.Live;

/// <summary>A simulation in SUMO whose signals are controlled here, second by second.</summary>
internal sealed class SumoSource : ITrafficSource
{
    readonly SumoProcess process;
    readonly SumoPlant plant;
    readonly SignalRoom room;
    readonly double end_s;
    readonly Reason[] reasons;
    readonly Dictionary<int, string[]> ways = [];
    CancellationTokenRegistration ended;

    SumoSource(SumoProcess process, SumoPlant plant, SignalRoom room, double end_s, bool emergencies)
    {
        (this.process, this.plant, this.room, this.end_s) = (process, plant, room, end_s);
        reasons = [.. room.Models.Select(_ => Reason.None)];
        room.Decided = (j, decision, seen) => reasons[j] = ReasonOf(room.Models[j], decision, seen);
        Junctions = [.. room.Models.Select(m => new StagedIntersection(m.Intersection, m.Stages))];
        if (!emergencies) return;
        var priority = room.GiveWay();
        plant.Way = (vehicle, edges) =>
        {
            ways[vehicle] = edges;
            priority.Follow(vehicle, edges);
        };
    }

    public RoadNetwork Network => plant.Network;

    public IReadOnlyList<string> LaneIds => plant.LaneIds;

    public IReadOnlyList<StagedIntersection> Junctions { get; }

    public bool Recorded => false;

    /// <summary>Starts the network's hour from its beginning.</summary>
    /// <param name="cancel">ends the simulator at once, also one that does not answer</param>
    public static Outcome<SumoSource> Start(CityNetwork city, int seed, CancellationToken cancel = default)
    {
        if (!SumoScenario.Read(city.ConfigFile).Try(out var scenario, out var refusal)) return refusal;
        if (!ReadNetwork.Read(scenario.NetworkFile, scenario.Additional).Try(out var network, out refusal)) return refusal;
        if (network.Intersections.Count == 0) return Refusal.Bad("no-signals", $"{scenario.NetworkFile} has no signal that can be controlled.");
        if (!EmergencyTrips.Read(city.EmergencyFile).Try(out var emergencies, out refusal)) return refusal;
        List<string> arguments = ["-c", scenario.File, "--step-length", "1", "--seed", $"{seed}", "--time-to-teleport", "-1", "--no-step-log", "--no-warnings", "--xml-validation", "never", "--xml-validation.net", "never", "--num-clients", "1"];
        if (city.EmergencyFile is { } more) arguments.AddRange(["--route-files", string.Join(',', [.. scenario.Routes, more])]);
        if (!SumoProcess.Start(arguments).Try(out var process, out refusal)) return refusal;
        // One that still reads, or hangs, would hear of the end too late.
        var ended = cancel.Register(process.Kill);
        if (!SumoPlant.Connect(process, network).Try(out var plant, out refusal))
        {
            ended.Dispose();
            process.Dispose();
            return refusal;
        }
        plant.Followed = emergencies.Contains;
        return new SumoSource(process, plant, new SignalRoom(plant, network, plant.LaneIds, Tuning.Usual), scenario.End_s, emergencies.Any) { ended = ended };
    }

    public Outcome<bool> Next(TrafficFrame frame)
    {
        if (plant.Time_s >= end_s) return false;
        room.Tick();
        if (!plant.Step().Try(out _, out var refusal)) return refusal;
        frame.Time_s = plant.Time_s;
        frame.Vehicles.Clear();
        foreach (var seen in plant.Seen) frame.Vehicles.Add(seen);
        for (var j = 0; j < frame.Junctions.Length; j++)
        {
            var guard = room.Guards[j];
            if (room.Priority?.Wanted(j) is not null) reasons[j] = reasons[j].Cause == Cause.Emergency ? reasons[j] : new Reason(Cause.Emergency, 0, 0, 0, []);
            else if (room.Fault(j) is not null) reasons[j] = reasons[j].Cause == Cause.Fallback ? reasons[j] : new Reason(Cause.Fallback, 0, 0, 0, []);
            else if (guard.TookOver) reasons[j] = new Reason(Cause.Patience, 0, 0, 0, []);
            frame.Junctions[j] = new JunctionNow(room.Models[j].StageOf(guard.Goal), guard.Shown, reasons[j]);
        }
        frame.Emergencies.Clear();
        foreach (var id in plant.OnTheWay)
            if (plant.VehicleOf(id) is >= 0 and var vehicle && ways.TryGetValue(vehicle, out var way)) frame.Emergencies[vehicle] = way;
        return true;
    }

    /// <summary>A decision with its terms, for people.</summary>
    public static Reason ReasonOf(JunctionModel model, Decision decision, Snapshot seen)
    {
        var served = new List<Served>();
        for (var l = 0; l < model.Lanes.Length; l++)
        {
            if (seen.Rate[decision.Stage * model.Lanes.Length + l] <= 0) continue;
            var coming = 0f;
            for (var t = 0; t < 15; t++) coming += seen.Arrivals[l * Snapshot.Horizon_s + t];
            if (seen.Queue[l] + coming > 0.2f) served.Add(new Served(l, seen.Queue[l], coming));
        }
        var cause = decision.Best < 0 ? Cause.NobodyElse : decision.Stage == seen.Stage ? Cause.Keep : Cause.Change;
        return new Reason(cause, decision.Keep_vs, decision.Change_vs, decision.Hold_s, served) { Counted = cause == Cause.NobodyElse ? [] : CountedIn(model, seen) };
    }

    /// <summary>Only what somebody could have waited for is worth a word.</summary>
    static List<Counted> CountedIn(JunctionModel model, Snapshot seen)
    {
        var counted = new List<Counted>();
        for (var l = 0; l < model.Lanes.Length; l++)
        {
            if (seen.Queue[l] < 0.5f) continue;
            if (Decision.Crowded(seen, l)) counted.Add(new Counted(l, seen.Weight[l]));
            if (Decision.Kept(model, seen, l) is > 0 and var kept) counted.Add(new Counted(l, 1 - kept));
        }
        return counted;
    }

    public void Dispose()
    {
        ended.Dispose();
        plant.Dispose();
        process.Dispose();
    }
}
