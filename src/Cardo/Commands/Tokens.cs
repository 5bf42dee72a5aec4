using System.CommandLine;
using Cardo.Identity;
using Cardo.Kernel;

namespace Cardo.Server.Commands;

/// <summary><c>cardo token</c>: keys of programs, each with the scopes it needs.</summary>
internal static class Tokens
{
    const string By = "cli";

    public static Command Command() => new("token", "Add, list and revoke keys of programs.") { Add(), Revoke(), List() };

    static Command Add()
    {
        var store = new StoreOptions();
        var scope = new Option<string[]>("--scope") { Description = $"what it may do: {string.Join(", ", Scopes.All)} (may be said again)", Required = true, AllowMultipleArgumentsPerToken = true };
        var name = new Option<string>("--name") { Description = "what it is called", DefaultValueFactory = _ => "token" };
        var days = new Option<double?>("--days") { Description = "how long it works (default: until revoked)" };
        var command = new Command("add", "Make a key with scopes and print it, once.") { scope, name, days };
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
        {
            var lifetime = parsed.GetValue(days) is { } d ? TimeSpan.FromDays(Math.Clamp(d, 0.001, 3650)) : (TimeSpan?)null;
            var scopes = parsed.GetValue(scope)!.SelectMany(s => s.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
            var issued = office.Identity.Keys.Issue(new KeyRequest(KeyKind.Token, parsed.GetValue(name)!, By, scopes, lifetime));
            return Devices.Print(issued.Then(k => (Outcome<string>)k.Secret), $"The key with {string.Join(", ", scopes)}; it is shown this once:");
        }));
        return command;
    }

    static Command Revoke()
    {
        var store = new StoreOptions();
        var id = new Argument<string>("id") { Description = "the key's id, as list shows it" };
        var command = new Command("revoke", "End a key at once.") { id };
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
            office.Identity.Keys.Revoke(parsed.GetValue(id)!, By).Try(out Done _, out var refusal) ? Cli.Ok : Cli.Say(refusal)));
        return command;
    }

    static Command List()
    {
        var store = new StoreOptions();
        var command = new Command("list", "Keys of programs, without their secrets.");
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
        {
            var now = TimeProvider.System.NowUs();
            PlainTable.Print(Console.Out, ["id", "state", "issued", "scopes", "name"], [.. office.Identity.Keys.List(KeyKind.Token).Select(k => new[] { k.Id, k.State(now), Instants.Format(k.IssuedUs), string.Join(' ', k.Scopes), k.Subject })]);
            return Cli.Ok;
        }));
        return command;
    }
}
