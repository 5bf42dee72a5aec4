using System.CommandLine;
using Cardo.Kernel;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary>The commands. Exit codes: 0 done, 1 refused with its reason, 2 not understood.</summary>
internal static class Cli
{
    public const int Ok = 0, Refused = 1, Usage = 2;

    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Cardo, an open city operating platform: senses, twin, map and more in one program.\n\nFrom a checkout there are two more: ./cardo test runs every test, ./cardo bench measures it against its peers.")
        {
            Serve.Command(),
            DemoCommand.Command(),
            Import.Command(),
            Devices.Command(),
            Tokens.Command(),
            Enrol.Command(),
            CaseCommands.Command(),
            JournalCommands.Command(),
            IndexCommands.Command(),
            StoreCommands.Backup(),
            StoreCommands.Restore(),
            StoreCommands.Store(),
            TrafficCommands.Command(),
        };
        // "cardo help token add" is what many type first.
        var parsed = root.Parse(args is ["help", .. var about] ? [.. about, "--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var line in Misread.Lines(parsed)) Console.Error.WriteLine(line);
            return Usage;
        }
        // A city that is asked to stop makes a last checkpoint: the two seconds that a program is given otherwise are for small ones.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(5) });
    }

    /// <summary>Says why not, on standard error.</summary>
    public static int Say(Refusal refusal)
    {
        Console.Error.WriteLine($"cardo: {refusal.Message}");
        foreach (var detail in refusal.Details ?? []) Console.Error.WriteLine($"  {detail}");
        return Refused;
    }

    /// <summary>Human output goes to standard error where a command prints a result for others on standard output.</summary>
    /// <remarks>Into a file or the journal of a service it is plain text: colours are for whoever looks at a screen.</remarks>
    public static IAnsiConsole Talk { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error), Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect });
}
