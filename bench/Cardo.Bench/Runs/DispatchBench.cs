using System.Diagnostics;
using System.Text.Json;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>Dispatch learned from three cities' pasts, against TF-IDF and LinearSVC on the same rows and the same split.</summary>
internal sealed class DispatchBench : IBench
{
    const string Python = "/usr/bin/python3";

    static readonly Trial[] trials =
    [
        new("Tainan category, leak removed", "tainan/requests_1999/requests_2015-04_2018-12.csv.gz", "service_name", "requested_datetime", "description", ["char", "1", "3"],
            ["--leak-remove", "service_name", "--leak-remove", "subproject", "--drop-own-words", "address", "--zone", "Asia/Taipei"], []),
        new("Boston text, service", "civic/boston_text/requests_2018.csv.gz", "service_name", "requested_datetime", "description", ["word", "1", "2"],
            ["--zone", "America/New_York"], []),
        new("Boston department", "civic/boston311/handover.csv.gz", "department", "opened_utc", null, ["word", "1", "1"],
            ["--context", "service", "--context", "source", "--context", "neighborhood", "--context", "pw_district", "--zone", "America/New_York"], ["--lon", "lon", "--lat", "lat"]),
        new("Boston team", "civic/boston311/handover.csv.gz", "team", "opened_utc", null, ["word", "1", "1"],
            ["--context", "service", "--context", "source", "--context", "neighborhood", "--context", "pw_district", "--zone", "America/New_York"], ["--lon", "lon", "--lat", "lat"]),
    ];

    /// <param name="Peer">the peer's analyzer and its n-grams</param>
    /// <param name="Both">options of both</param>
    /// <param name="Own">options of Cardo alone: the peer has no notion of a place</param>
    sealed record Trial(string Name, string File, string Label, string Time, string? Text, string[] Peer, string[] Both, string[] Own);

    public string Name => "dispatch";

    public string What => "dispatch predicted for the last fifth of three cities' cases, against scikit-learn's TF-IDF and LinearSVC on the same rows";

    public string? Missing()
    {
        if (!Directory.Exists(Path.Combine(Root(), "../shared/data"))) return "the reference data (../shared/data beside the checkout)";
        if (!File.Exists(Python)) return "python3 with python3-sklearn (Debian)";
        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import sklearn"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : "python3-sklearn (Debian)";
    }

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var figures = new List<Figure>();
        foreach (var trial in trials)
        {
            var (own, peer) = (new List<JsonElement>(), new List<JsonElement>());
            for (var i = 0; i < Math.Min(rounds.Count, 2); i++)
            {
                own.Add(await Own(trial, cancel));
                peer.Add(await Peer(trial, cancel));
            }
            void Add(string what, string unit, Func<JsonElement, double> ours, Func<JsonElement, double>? theirs, string? asked = null)
            {
                figures.Add(new($"{trial.Name}: {what}, cardo", unit, [.. own.Select(ours)], asked));
                if (theirs is not null) figures.Add(new($"{trial.Name}: {what}, scikit-learn", unit, [.. peer.Select(theirs)]));
            }
            if (own[0].GetProperty("test_rows").GetInt32() != peer[0].GetProperty("test_rows").GetInt32()) throw new InvalidOperationException($"{trial.Name}: the two saw different rows");
            Add("accuracy", "share", o => Number(o, "accuracy"), p => Number(p, "accuracy"), "above the peer");
            Add("macro-F1", "share", o => Number(o, "macro_f1"), p => Number(p, "macro_f1"), "above the peer");
            Add("training", "CPU s", o => o.GetProperty("seconds").GetProperty("train_cpu").GetDouble(), p => Number(p, "train_cpu_s"), "a fifth of the peer's");
            Add("covered by itself at 98.6 %", "share", o => Number(o.GetProperty("at_threshold"), "coverage"), null);
            Add("right among these", "share", o => Number(o.GetProperty("at_threshold"), "accuracy"), null);
            Add("coverage at 98.6 % in hindsight", "share", o => Number(o.GetProperty("at_threshold"), "hindsight_coverage"), null, trial.Label == "department" ? ">= 0.9" : null);
            Add("calibration error", "share", o => Number(o, "calibration_error"), null);
        }
        return figures;
    }

    static async Task<JsonElement> Own(Trial trial, CancellationToken cancel)
    {
        var report = Path.GetTempFileName();
        string[] text = trial.Text is null ? [] : ["--text", trial.Text];
        await Output("dotnet", [ServerProcess.CardoDll(), "cases", "learn", Data(trial), "--label", trial.Label, "--time", trial.Time, .. text, .. trial.Both, .. trial.Own, "--json", report], cancel);
        using var read = JsonDocument.Parse(await File.ReadAllTextAsync(report, cancel));
        File.Delete(report);
        return read.RootElement.Clone();
    }

    static async Task<JsonElement> Peer(Trial trial, CancellationToken cancel)
    {
        var said = await Output(Python, [Path.Combine(Root(), "bench/peers/dispatch_sklearn.py"), Data(trial), trial.Label, trial.Time, trial.Text ?? "-", .. trial.Peer, .. trial.Both], cancel);
        using var read = JsonDocument.Parse(said);
        return read.RootElement.Clone();
    }

    static async Task<string> Output(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(output + await error);
    }

    static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    static string Data(Trial trial) => Path.GetFullPath(Path.Combine(Root(), "../shared/data", trial.File));

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "imports.txt"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no checkout above the bench");
        return folder;
    }
}
