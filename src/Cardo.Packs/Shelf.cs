using Cardo.Kernel;

namespace Cardo.Packs;

/// <summary>
/// The shelf: every folder with a pack in it. The list of packs is the list of folders; there is no register. A pack
/// that is refused leaves the others alone and is named with its reasons.
/// </summary>
public sealed class Shelf
{
    const int MaxPacks = 200;

    Shelf(IReadOnlyList<Pack> packs, IReadOnlyList<Refusal> refused) => (Packs, Refused) = (packs, refused);

    /// <summary>In order of name.</summary>
    public IReadOnlyList<Pack> Packs { get; }

    /// <summary>Folders that are no packs, and why.</summary>
    public IReadOnlyList<Refusal> Refused { get; }

    /// <summary>The shelf beside the program (or above it, in a checkout), then the city's own; a city's pack takes the place of one with its name.</summary>
    public static Shelf Of(Settings settings) =>
        Read([settings.Text("packs_dir") ?? Beside(), settings.CityDir is null ? null : Path.Combine(settings.CityDir, "packs")]);

    public static Shelf Read(IEnumerable<string?> folders)
    {
        var packs = new SortedDictionary<string, Pack>(StringComparer.OrdinalIgnoreCase);
        var refused = new List<Refusal>();
        foreach (var folder in folders.Where(Directory.Exists))
            foreach (var inner in Directory.GetDirectories(folder!).Order(StringComparer.Ordinal).Take(MaxPacks))
            {
                if (ReadPack(inner).Try(out var pack, out var refusal)) packs[pack.Name] = pack;
                else refused.Add(refusal);
            }
        return new Shelf([.. packs.Values], refused);
    }

    /// <summary>One pack; refused with every reason when its manifest or a model is not in order.</summary>
    public static Outcome<Pack> ReadPack(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var faults = new List<string>();
        var folder = new PackFolder(path, faults);
        if (name.Length > 60 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) faults.Add("a pack's folder is named with letters, digits and hyphens.");
        var manifest = ReadManifest.Read(folder, faults);
        var models = ReadModels.Read(folder, faults);
        if (manifest is null || faults.Count > 0)
            return new Refusal(RefusalKind.BadRequest, "pack-refused", $"Pack {name}: {faults.FirstOrDefault() ?? "pack.json can't be read."}", faults);
        var (rung, missing) = Ladder.Climb(folder, true, models);
        return new Pack(name, path, manifest, models, rung, missing);
    }

    static string? Beside()
    {
        var folder = AppContext.BaseDirectory;
        for (var up = 0; up < 8 && folder is not null; up++, folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, "packs"))) return Path.Combine(folder, "packs");
        return null;
    }
}
