using System.CommandLine;
using System.Globalization;
using Cardo.Sensing;

namespace Cardo.Server.Commands;

/// <summary><c>cardo device</c>: things and their own keys. A key is printed once, alone on the last line.</summary>
internal static class Devices
{
    const string By = "cli";

    public static Command Command() => new("device", "Add, list and revoke devices and their keys.") { Add(), Rotate(), Revoke(), List() };

    static Command Add()
    {
        var (store, id) = (new StoreOptions(), Id());
        var name = new Option<string?>("--name") { Description = "what people call it" };
        var profile = new Option<string?>("--profile") { Description = "how its messages are read (default: JSON with the attributes' names)" };
        var type = new Option<string?>("--type") { Description = "the type of its entity (default: Device)" };
        var entity = new Option<string?>("--entity") { Description = "the id of its entity (default: urn:ngsi-ld:TYPE:ID)" };
        var command = new Command("add", "Register a device and print its key, once. A device that is there already gets one more key.") { id, name, profile, type, entity };
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
        {
            var device = parsed.GetValue(id)!;
            if (office.Devices.Find(device) is not null)
                return Print(office.Devices.AddKey(device, By).Then(k => (Kernel.Outcome<string>)k.Secret), $"One more key for {device}; it is shown this once:");
            var thing = new Thing(device) { Name = parsed.GetValue(name), Profile = parsed.GetValue(profile), Type = parsed.GetValue(type), EntityId = parsed.GetValue(entity) };
            return Print(office.Devices.Add(thing, By).Then(d => (Kernel.Outcome<string>)d.Key), $"The key of {device}; it is shown this once:");
        }));
        return command;
    }

    static Command Rotate()
    {
        var (store, id) = (new StoreOptions(), Id());
        var grace = new Option<double>("--grace-hours") { Description = "how long the old key still works", DefaultValueFactory = _ => 24 };
        var command = new Command("rotate", "Give a device a new key; the old one ends after a grace.") { id, grace };
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
            Print(office.Devices.Rotate(parsed.GetValue(id)!, TimeSpan.FromHours(Math.Clamp(parsed.GetValue(grace), 0, 24 * 365)), By).Then(k => (Kernel.Outcome<string>)k.Secret), "The new key; it is shown this once:")));
        return command;
    }

    static Command Revoke()
    {
        var (store, id) = (new StoreOptions(), Id());
        var command = new Command("revoke", "End all keys of a device at once.") { id };
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
        {
            if (!office.Devices.Revoke(parsed.GetValue(id)!, By).Try(out var ended, out var refusal)) return Cli.Say(refusal);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ended} keys ended"));
            return Cli.Ok;
        }));
        return command;
    }

    static Command List()
    {
        var store = new StoreOptions();
        var command = new Command("list", "Devices: id, name and the entity each speaks for. How they fare stands at /ops.");
        store.AddTo(command);
        command.SetAction((parsed, _) => Office.Work(store.ReadKept(parsed), office =>
        {
            PlainTable.Print(Console.Out, ["device", "entity", "name"], [.. office.Devices.List().Select(d => new[] { d.Thing.Id, d.Thing.EntityId ?? "", d.Thing.Name ?? "" })]);
            return Cli.Ok;
        }));
        return command;
    }

    static Argument<string> Id() => new("id") { Description = "the device's id; its user name over MQTT" };

    internal static int Print(Kernel.Outcome<string> key, string before)
    {
        if (!key.Try(out var secret, out var refusal)) return Cli.Say(refusal);
        Console.Error.WriteLine(before);
        Console.WriteLine(secret);
        return Cli.Ok;
    }
}
