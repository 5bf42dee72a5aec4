using System.Diagnostics;
using Cardo.Traffic.Sumo;

namespace Cardo.Tests.Traffic;

/// <summary>A small city of SUMO's own making, in a folder that goes with the test.</summary>
sealed class SumoSupport : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cardo-sumo-").FullName;

    public string Config => Path.Combine(Folder, "city.sumocfg");

    /// <summary>Skips where SUMO is not installed.</summary>
    public static void Need()
    {
        if (!SumoProcess.Start(["--version"], remote: false).Try(out var process, out _)) Assert.Skip("sumo is missing: apt-get install sumo");
        using (process) process!.Wait(TimeSpan.FromSeconds(20));
        if (Run("netgenerate", "--version") != 0) Assert.Skip("netgenerate is missing: apt-get install sumo");
    }

    /// <summary>A grid of signals with flows through it.</summary>
    public static SumoSupport Grid(int size, double flow_veh_h, int end_s, bool signals = true)
    {
        Need();
        var city = new SumoSupport();
        var net = Path.Combine(city.Folder, "city.net.xml.gz");
        var made = Run("netgenerate", "--grid", "--grid.number", $"{size}", "--grid.length", "200", "--grid.attach-length", "200", "-L", "2", "--default-junction-type", signals ? "traffic_light" : "priority", "--no-turnarounds", "true", "-o", net);
        made.ShouldBe(0);
        var last = (char)('A' + size - 1);
        var flows = string.Concat(Enumerable.Range(0, size).SelectMany(i => new[]
        {
            Flow($"w{i}", $"left{i}A{i}", $"{last}{i}right{i}", flow_veh_h, end_s),
            Flow($"s{i}", $"bottom{i}{(char)('A' + i)}0", $"{(char)('A' + i)}{size - 1}top{i}", flow_veh_h, end_s),
            Flow($"l{i}", $"left{i}A{i}", $"{(char)('A' + i)}{size - 1}top{i}", flow_veh_h / 4, end_s),
        }));
        File.WriteAllText(Path.Combine(city.Folder, "city.rou.xml"), $"<routes>{flows}</routes>");
        File.WriteAllText(city.Config, $"""<configuration><input><net-file value="city.net.xml.gz"/><route-files value="city.rou.xml"/></input><time><begin value="0"/><end value="{end_s}"/></time></configuration>""");
        return city;
    }

    static string Flow(string id, string from, string to, double veh_h, int end_s) => FormattableString.Invariant($"""<flow id="{id}" from="{from}" to="{to}" begin="0" end="{end_s}" vehsPerHour="{veh_h}" departLane="best" departSpeed="max"/>""");

    static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (!start.Environment.ContainsKey("SUMO_HOME")) start.Environment["SUMO_HOME"] = "/usr/share/sumo";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
