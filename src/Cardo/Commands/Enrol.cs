using System.CommandLine;

namespace Cardo.Server.Commands;

/// <summary><c>cardo enrol</c>: a one-time link with which a person becomes an officer.</summary>
internal static class Enrol
{
    public static Command Command()
    {
        var store = new StoreOptions();
        var role = new Option<string[]>("--role") { Description = "the roles of the new officer", DefaultValueFactory = _ => ["admin"], AllowMultipleArgumentsPerToken = true };
        var command = new Command("enrol", "Print a one-time link with which an officer enrols a passkey.") { role };
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
            Devices.Print(office.Identity.Officers.Invite(parsed.GetValue(role)!, "cli").Then(l => (Kernel.Outcome<string>)l.Path),
                "Open this path on the city's address within 24 hours; it works once:")));
        return command;
    }
}
