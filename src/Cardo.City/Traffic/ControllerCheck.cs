using System.Globalization;
using Cardo.Kernel;
using Cardo.Traffic.Cabinets;

namespace Cardo.Traffic;

/// <summary>Reads signal controllers and says what was found and whether the city's profiles fit them. Nothing is set.</summary>
public static class ControllerCheck
{
    /// <summary>So many are asked at once.</summary>
    const int AtOnce = 16;

    /// <param name="settings">the city, or null where only files are looked at</param>
    /// <param name="names">names of the city's controllers or files; none for all of the city's</param>
    public static async Task<Outcome<IReadOnlyList<ControllerFinding>>> Check(Settings? settings, IReadOnlyList<string> names, CancellationToken cancel)
    {
        var known = settings is null ? [] : CabinetFolder.Files(settings);
        var files = names.Count == 0 ? known : [.. names.Select(n => known.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == n) ?? n)];
        if (files.Count == 0) return Refusal.NotFound("controllers-none", "The city has no signal controllers; put traffic/controllers/NAME.yaml into its folder (docs/formats/traffic-controller.md), or name a file.");
        using var turns = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(files.Select(async file =>
        {
            await turns.WaitAsync(cancel);
            try { return await One(file, settings, cancel); }
            finally { turns.Release(); }
        }));
    }

    static async Task<ControllerFinding> One(string file, Settings? settings, CancellationToken cancel)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!CabinetFolder.Read(file, settings).Try(out var profile, out var refusal)) return new ControllerFinding(name, file, false, [refusal.Message, .. refusal.Details ?? []], []);
        using var client = CabinetSource.Client(profile);
        if (!(await CabinetTimings.Read(client, cancel)).Try(out var timings, out refusal)) return new ControllerFinding(name, profile.Address.ToString(), false, [refusal.Message], []);
        if (!(await client.Get(CabinetReading.Objects(profile), cancel)).Try(out var answers, out refusal) || !CabinetReading.Of(profile, answers).Try(out var reading, out refusal))
            return new ControllerFinding(name, profile.Address.ToString(), false, [refusal.Message], []);
        var wrong = timings.Misfits(profile);
        if (JudgeCabinet.Hindered(profile, timings, reading) is { } hindered && !wrong.Contains(hindered.Detail)) wrong.Add($"It would not be controlled now: {hindered.State} {hindered.Detail}".TrimEnd() + ".");
        if (timings.BackupTime_s is < JudgeCabinet.LeastBackup_s or > JudgeCabinet.MostBackup_s)
            wrong.Add($"unitBackupTime is {timings.BackupTime_s} s; set it at the cabinet to {JudgeCabinet.LeastBackup_s} to {JudgeCabinet.MostBackup_s} s, or the last order would stay after a lost link.");
        return new ControllerFinding(name, profile.Address.ToString(), wrong.Count == 0, wrong, Found(profile, timings, reading));
    }

    static List<string> Found(CabinetProfile profile, CabinetTimings timings, CabinetReading reading)
    {
        static string N(double n) => n.ToString("0.#", CultureInfo.InvariantCulture);
        List<string> lines =
        [
            $"run by {reading.Control}, {(reading.Flash == 0 ? "flash not told" : reading.Flash)}, pattern {(reading.Pattern == 254 ? "free" : N(reading.Pattern))}; alarms: {reading.Short}; back to its own plan after {timings.BackupTime_s} s; counts every {timings.Period_s} s; {(profile.Control ? "may be controlled" : "watched only")}",
        ];
        var lamps = reading.Lamps([.. timings.Phases.Select(p => p.Phase)]);
        foreach (var p in timings.Phases.Where(p => p.Enabled || profile.Phases.Contains(p.Phase)))
        {
            var who = profile.WalkPhases.Contains(p.Phase) ? "on foot" : string.Join(", ", profile.Approaches.SelectMany(a => a.Lanes.Where(l => l.Phase == p.Phase).Select(l => $"from {a.From}: {l.Turns}")));
            lines.Add($"phase {p.Phase}: ring {p.Ring}, with {string.Join(' ', p.Concurrency)}; green {N(p.MinGreen_s)} to {N(p.Max1_s)} s, yellow {N(p.Yellow_s)} s, red {N(p.RedClear_s)} s, walk {N(p.Walk_s)} + {N(p.PedClear_s)} s; now {lamps[timings.Phases.ToList().IndexOf(p)] switch { 'G' => "green", 'y' => "yellow", _ => "red" }}; {(who.Length > 0 ? who : "no meaning in the profile")}");
        }
        foreach (var d in profile.Detectors) lines.Add($"detector {d.Number}: {(d.ToStop_m > 0 ? $"{N(d.ToStop_m)} m before the stop line" : "at the stop line")}; {(reading.Failed(d.Number) ? "FAILED" : reading.On(d.Number) ? "somebody is there" : "nobody is there")}");
        return lines;
    }
}

/// <param name="Fits">whether all is as the profile says and it could be controlled</param>
/// <param name="Wrong">what is not, in sentences</param>
/// <param name="Found">what the cabinet says, line by line; empty where it says nothing</param>
public sealed record ControllerFinding(string Name, string Where, bool Fits, IReadOnlyList<string> Wrong, IReadOnlyList<string> Found);
