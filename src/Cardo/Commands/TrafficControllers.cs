using System.CommandLine;
using Cardo.Kernel;
using Cardo.Traffic;

namespace Cardo.Server.Commands;

/// <summary><c>cardo traffic controllers</c>: the city's signal controllers (NTCIP 1202), looked at and rehearsed with.</summary>
internal static class TrafficControllers
{
    public static Command Command() => new("controllers", "Signal controllers in their cabinets (NTCIP 1202 over SNMP): check what they say, rehearse with a simulated one.") { Check(), Simulate() };

    static Command Check()
    {
        var store = new StoreOptions();
        var names = new Argument<string[]>("NAME|FILE") { Description = "controllers of the city by their names, or profiles by their files; none for all of the city's", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Reads controllers, prints what they say and whether the profiles fit. Sets nothing. Exit code 1 where one does not.") { names };
        store.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            Settings? settings = null;
            if (parsed.GetValue(store.City) is not null || parsed.GetValue(store.Data) is not null)
            {
                if (!store.Read(parsed).Try(out settings, out var why)) return Cli.Say(why);
            }
            if (!(await ControllerCheck.Check(settings, parsed.GetValue(names) ?? [], cancel)).Try(out var found, out var refusal)) return Cli.Say(refusal);
            foreach (var finding in found)
            {
                Console.Out.WriteLine($"{finding.Name} ({finding.Where}): {(finding.Fits ? "fits" : "does not fit")}");
                foreach (var line in finding.Found) Console.Out.WriteLine("  " + line);
                foreach (var line in finding.Wrong) Console.Out.WriteLine("  ! " + line);
            }
            return found.All(f => f.Fits) ? Cli.Ok : Cli.Refused;
        });
        return command;
    }

    static Command Simulate()
    {
        var file = new Argument<string>("FILE") { Description = "a controller's profile; it needs a write_community to be told anything" };
        var port = new Option<int>("--port") { Description = "UDP port on 127.0.0.1", DefaultValueFactory = _ => 10161 };
        var flow = new Option<double>("--flow") { Description = "vehicles an hour on each lane that goes straight on", DefaultValueFactory = _ => 300 };
        var command = new Command("simulate", "Plays a cabinet of this profile with traffic on its loops, on this machine, until Ctrl-C.") { file, port, flow };
        command.SetAction(async (parsed, cancel) =>
            (await ControllerRehearsal.Run(parsed.GetValue(file)!, parsed.GetValue(port), Math.Clamp(parsed.GetValue(flow), 0, 1800), TimeProvider.System,
                at => Console.Error.WriteLine($"A cabinet answers at {at}; write that as its address into the profile."), cancel)).Try(out _, out var refusal) ? Cli.Ok : Cli.Say(refusal));
        return command;
    }
}
