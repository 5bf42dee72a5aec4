using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>A real city's rows into an empty twin: everything that <c>cities/tainan</c> maps, in a process of its own.</summary>
internal sealed partial class ImportBench : IBench
{
    public string Name => "import";

    public string What => "import of every row of cities/tainan into an empty city";

    public string? Missing() => Data() is null ? "the reference data (../shared/data/tainan beside the checkout)" : null;

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var (seconds, rows, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Math.Min(rounds.Count, 2); i++)
        {
            var folder = Directory.CreateTempSubdirectory("cardo-bench-").FullName;
            var clock = Stopwatch.StartNew();
            var start = new ProcessStartInfo("dotnet", [ServerProcess.CardoDll(), "import", "--city", Path.Combine(Root(), "cities/tainan"), "--from", Data()!, "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["COLUMNS"] = "300";
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            if (process.ExitCode != 0) throw new InvalidOperationException(output + await error);
            seconds.Add(clock.Elapsed.TotalSeconds);
            rows.Add(Read().Matches(output).Sum(m => double.Parse(m.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
            rates.Add(rows[^1] / seconds[^1]);
            Directory.Delete(folder, true);
        }
        return [new("rows read", "rows", rows), new("whole import, process start to end", "s", seconds), new("import rate", "rows/s", rates)];
    }

    static string? Data() => Path.Combine(Root(), "../shared/data/tainan") is var there && Directory.Exists(there) ? Path.GetFullPath(there) : null;

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "imports.txt"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no checkout above the bench");
        return folder;
    }

    // The table's second column: what was read.
    [GeneratedRegex(@"^│ [a-z][\w\- ()]*?│ *([\d,]+) *│", RegexOptions.Multiline)]
    private static partial Regex Read();
}
