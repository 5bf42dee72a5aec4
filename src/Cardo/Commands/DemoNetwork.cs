using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Cardo.Kernel;
using Cardo.Server.Demo;
using Cardo.Server.Demo.City;
using Cardo.Server.Demo.Network;

namespace Cardo.Server.Commands;

/// <summary><c>cardo demo network</c>: makes the SUMO network of the demo's city anew (it comes with the demo; this is how it was made).</summary>
internal static class DemoNetwork
{
    public static Command Command(Func<string> folder)
    {
        var output = new Option<string?>("--out") { Description = "where to (default: the demo's folder traffic/)" };
        var seed = new Option<int>("--seed") { Description = "the city's seed, as in its city.yaml", DefaultValueFactory = _ => 1 };
        var command = new Command("network", "Draw the demo city's signalled streets and make them a SUMO network with netconvert.") { output, seed };
        command.SetAction(parsed => Make(folder(), parsed.GetValue(output) ?? Path.Combine(folder(), "traffic"), parsed.GetValue(seed)));
        return command;
    }

    static int Make(string city, string output, int seed)
    {
        var draw = new DrawNetwork(DemoCity.PlanOf(seed, DemoMode.Lon, DemoMode.Lat), CityNames.Read(Path.Combine(city, "names.json")));
        Directory.CreateDirectory(output);
        var scratch = Directory.CreateTempSubdirectory("cardo-network-").FullName;
        try
        {
            var (nodes, edges, kinds) = (Path.Combine(scratch, "city.nod.xml"), Path.Combine(scratch, "city.edg.xml"), Path.Combine(scratch, "city.typ.xml"));
            var turns = Path.Combine(scratch, "city.con.xml");
            File.WriteAllText(kinds, DrawNetwork.Kinds());
            File.WriteAllText(turns, DrawNetwork.Turns());
            File.WriteAllText(nodes, draw.Nodes());
            File.WriteAllText(edges, draw.Edges());
            File.WriteAllText(Path.Combine(output, "linhe.rou.xml"), DrawNetwork.Routes());
            File.WriteAllText(Path.Combine(output, "linhe.emergency.xml"), DrawNetwork.Emergencies());
            File.WriteAllText(Path.Combine(output, "linhe.sumocfg"), DrawNetwork.Config("linhe"));
            var made = Path.Combine(scratch, "city.net.xml");
            if (!Netconvert("-n", nodes, "-e", edges, "-t", kinds, "-x", turns, "--proj.utm", "true", "--no-turnarounds", "true", "--tls.default-type", "static", "--tls.cycle.time", "90", "--junctions.corner-detail", "3", "--output.street-names", "true", "-o", made).Try(out _, out var refusal)) return Cli.Say(refusal);
            Pack(made, Path.Combine(output, "linhe.net.xml.gz"));
            return Cli.Ok;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>Without netconvert's comment, which names the folder and the day it was made in.</summary>
    static void Pack(string made, string output)
    {
        var text = File.ReadAllText(made);
        var (begin, end) = (text.IndexOf("<!--", StringComparison.Ordinal), text.IndexOf("-->", StringComparison.Ordinal));
        if (begin >= 0 && end > begin) text = text[..begin] + text[(end + 3)..].TrimStart();
        using var packed = new GZipStream(File.Create(output), CompressionLevel.SmallestSize);
        packed.Write(Encoding.UTF8.GetBytes(text));
    }

    static Outcome<Done> Netconvert(params string[] arguments)
    {
        var start = new ProcessStartInfo("netconvert") { RedirectStandardError = true, RedirectStandardOutput = true };
        if (!start.Environment.ContainsKey("SUMO_HOME") && Directory.Exists("/usr/share/sumo")) start.Environment["SUMO_HOME"] = "/usr/share/sumo";
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Done.It : Refusal.Bad("netconvert-failed", $"netconvert ended with code {process.ExitCode}: {said.Result}");
        }
        catch (Win32Exception)
        {
            return Refusal.NotFound("sumo-missing", "netconvert cannot be started. Install SUMO (Debian: apt-get install sumo).");
        }
    }
}
