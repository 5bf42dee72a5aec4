using System.Diagnostics;
using System.Globalization;
using Cardo.Kernel;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Traffic;

/// <summary>Runs a simulated city under a controller and reports what became of everybody who was due.</summary>
public static class ControlRun
{
    /// <summary>How much longer a run goes on for emergency vehicles that have not arrived.</summary>
    public const int MoreForEmergencies_s = 1800;

    const double MostScale = 100;

    /// <summary>Runs it; refused with the way out where the network, SUMO or the demand is not fit.</summary>
    /// <param name="progress">hears the share done, 0 to 1</param>
    public static Outcome<ControlResult> Run(ControlRequest request, Action<double>? progress, CancellationToken cancel) => Run(request, Tuning.Usual, progress, cancel);

    internal static Outcome<ControlResult> Run(ControlRequest request, Tuning tuning, Action<double>? progress, CancellationToken cancel)
    {
        if (request.Controller is not ("adaptive" or "fixed")) return Refusal.Bad("controller-unknown", $"There is no controller '{request.Controller}'; say adaptive or fixed.");
        if (!(request.Scale is > 0 and <= MostScale)) return Refusal.Bad("scale-out-of-bounds", $"The demand factor is more than 0 and at most {MostScale}.");
        if (!SumoScenario.Read(request.ConfigFile).Try(out var scenario, out var refusal)) return refusal;
        if (!ReadNetwork.Read(scenario.NetworkFile, scenario.Additional).Try(out var network, out refusal)) return refusal;
        if (network.Intersections.Count == 0)
            return Refusal.Bad("no-signals", $"{scenario.NetworkFile} has no signal that can be controlled. {(network.Remarks.Count > 0 ? string.Join("; ", network.Remarks.Take(5)) : "Give a network with traffic lights (tlLogic).")}");
        if (!EmergencyTrips.Read(request.EmergencyFile).Try(out var emergency, out refusal)) return refusal;
        var trips = request.TripFile ?? Path.Combine(Path.GetTempPath(), $"cardo-trips-{Environment.ProcessId}-{request.Seed}-{Path.GetRandomFileName()}.xml");
        try
        {
            return Drive(request, scenario, network, emergency, tuning, trips, progress, cancel);
        }
        finally
        {
            if (request.TripFile is null) File.Delete(trips);
        }
    }

    static Outcome<ControlResult> Drive(ControlRequest request, SumoScenario scenario, RoadNetwork network, EmergencyTrips emergency, Tuning tuning, string trips, Action<double>? progress, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        if (!SumoProcess.Start(Arguments(request, scenario, trips)).Try(out var process, out var refusal)) return refusal;
        using (process)
        {
            if (request.Patient) process.StandBack();
            // One that still reads a large network, or thinks long about a second, would hear of the end too late.
            using var ended = cancel.Register(process.Kill);
            var driven = Drive(process, request, network, emergency, tuning, (int)Math.Ceiling(scenario.End_s - scenario.Begin_s), progress, cancel);
            if (cancel.IsCancellationRequested) return Refusal.Conflict("cancelled", "The run was cancelled; nothing was reported.");
            if (!driven.Try(out var end, out refusal)) return refusal;
            if (!TripReport.Read(trips, emergency.Any ? emergency.Contains : null).Try(out var report, out refusal)) return refusal;
            return Result(request, network, end.Plant, end.Room, report, emergency, clock.Elapsed.TotalSeconds, Math.Max(end.Cpu_s, process.Cpu_s));
        }
    }

    static Outcome<(SumoPlant Plant, SignalRoom? Room, double Cpu_s)> Drive(SumoProcess process, ControlRequest request, RoadNetwork network, EmergencyTrips emergency, Tuning tuning, int steps, Action<double>? progress, CancellationToken cancel)
    {
        var adaptive = request.Controller == "adaptive";
        if (!SumoPlant.Connect(process, network, adaptive).Try(out var plant, out var refusal)) return refusal;
        using (plant)
        {
            var room = adaptive ? new SignalRoom(plant, network, plant.LaneIds, tuning) : null;
            if (room is not null && request.Priority && emergency.Any)
            {
                plant.Followed = emergency.Contains;
                plant.Way = room.GiveWay().Follow;
            }
            using var log = request.LogFile is null || room is null ? null : new DecisionLog(request.LogFile, room);
            // Emergency vehicles that are still on their way at the end, or wait to begin it, are waited for.
            for (var step = 0; !cancel.IsCancellationRequested && (step < steps || (step < steps + MoreForEmergencies_s && plant.OnTheWay.Count + plant.Waiting > 0)); step++)
            {
                room?.Tick();
                if (!plant.Step().Try(out _, out refusal)) return refusal;
                if (step % 60 == 0) progress?.Invoke((double)step / steps);
            }
            var cpu = process.Cpu_s;
            return plant.Close().Try(out _, out refusal) ? (plant, room, cpu) : refusal;
        }
    }

    static string[] Arguments(ControlRequest request, SumoScenario scenario, string trips)
    {
        List<string> list =
        [
            "-c", scenario.File, "--step-length", "1", "--seed", request.Seed.ToString(CultureInfo.InvariantCulture), "--time-to-teleport", "-1",
            "--tripinfo-output", trips, "--tripinfo-output.write-unfinished", "--tripinfo-output.write-undeparted",
            "--no-step-log", "--no-warnings", "--xml-validation", "never", "--xml-validation.net", "never", "--num-clients", "1",
        ];
        if (request.Scale != 1) list.AddRange(["--scale", request.Scale.ToString(CultureInfo.InvariantCulture)]);
        if (request.EmergencyFile is { } more) list.AddRange(["--route-files", string.Join(',', [.. scenario.Routes, Path.GetFullPath(more)])]);
        list.AddRange(request.Extra);
        return [.. list];
    }

    static ControlResult Result(ControlRequest request, RoadNetwork network, SumoPlant plant, SignalRoom? room, TripReport trips, EmergencyTrips emergency, double wall_s, double sumoCpu_s) => new()
    {
        Controller = request.Controller,
        Seed = request.Seed,
        Due = trips.Due,
        Delay_s = Math.Round(trips.Delay_s, 2),
        Att_s = Math.Round(trips.Att_s, 2),
        Wait_s = Math.Round(trips.Wait_s, 2),
        Dur_s = Math.Round(trips.Dur_s, 2),
        Arrived = trips.Arrived,
        Undeparted = trips.Undeparted,
        Signals = plant.Intersections.Count,
        Decisions = room?.Decisions ?? 0,
        DecisionUsMean = room is { Decisions: > 0 } ? Math.Round(Stopwatch.GetElapsedTime(0, room.DecisionTicks).TotalMicroseconds / room.Decisions, 2) : 0,
        Wall_s = Math.Round(wall_s, 2),
        Cpu_s = Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 2),
        SumoCpu_s = Math.Round(sumoCpu_s, 2),
        EmergencyArrived = emergency.Any ? trips.EmergencyArrived : null,
        EmergencyMean_s = trips.Emergencies > 0 ? Math.Round(trips.EmergencyMean_s, 2) : null,
        OthersDelay_s = emergency.Any ? Math.Round(trips.Delay_s, 2) : null,
        Remarks = [.. network.Remarks, .. room?.Faults ?? [], .. plant.Refusals, .. LeftOut(emergency, trips)],
    };

    /// <summary>SUMO leaves out without a word who stands in the file after somebody later, and who departs after the end.</summary>
    static IEnumerable<string> LeftOut(EmergencyTrips emergency, TripReport trips)
    {
        if (trips.Emergencies < emergency.Single) yield return $"of {emergency.Single} emergency trips {trips.Emergencies} set out; the file must be sorted by departure and within the hour";
    }
}
