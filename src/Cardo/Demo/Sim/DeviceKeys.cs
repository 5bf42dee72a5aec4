using Cardo.Kernel;
using Cardo.Sensing;

namespace Cardo.Server.Demo.Sim;

/// <summary>
/// The simulated devices' own memory of their keys: a file that only its owner reads. The city keeps hashes alone, so
/// without this file each start would have to make new keys.
/// </summary>
internal static class DeviceKeys
{
    const string By = "demo";

    public static Outcome<IReadOnlyDictionary<string, string>> Take(string file, DeviceDesk desk, IReadOnlyList<Device> devices)
    {
        var keys = Read(file);
        var missing = devices.Where(d => !keys.ContainsKey(d.Id)).ToList();
        if (missing.Count == 0) return keys;
        // Keys were made and then their file was lost: those keys must end before new ones are made.
        foreach (var device in missing.Where(d => desk.Find(d.Id) is { HasKey: true })) desk.Revoke(device.Id, By);
        var things = missing.Select(d => new Thing(d.Id, d.Name.En, d.Kind.Profile, d.Kind.Type, d.EntityId, d.Lon, d.Lat)).ToList();
        if (!desk.Add(things, By).Try(out var issued, out var refusal)) return refusal;
        foreach (var device in issued) keys[device.Thing.Id] = device.Key;
        Write(file, keys);
        return keys;
    }

    static Dictionary<string, string> Read(string file) => !File.Exists(file) ? [] : File.ReadLines(file)
        .Select(l => l.Split('\t')).Where(p => p.Length == 2).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last()[1]);

    static void Write(string file, Dictionary<string, string> keys)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var fresh = file + ".new";
        using (var writer = new StreamWriter(fresh, options))
            foreach (var (id, key) in keys.OrderBy(k => k.Key, StringComparer.Ordinal)) writer.Write($"{id}\t{key}\n");
        File.Move(fresh, file, overwrite: true);
    }
}
