using System.Collections.Frozen;
using Cardo.Kernel;

namespace Cardo.Sensing.Payloads;

/// <summary>The payload profiles a city knows: those of its packs, then its own, which win by name.</summary>
internal sealed class ProfileShelf
{
    const int MaxFiles = 2000;
    const int MaxFileBytes = 262_144;

    public static readonly ProfileShelf Empty = new(FrozenDictionary<string, Profile>.Empty, []);

    readonly FrozenDictionary<string, Profile> profiles;

    ProfileShelf(FrozenDictionary<string, Profile> profiles, IReadOnlyList<Refusal> refused) => (this.profiles, Refused) = (profiles, refused);

    /// <summary>Files that can't be used, with everything that is wrong in each.</summary>
    public IReadOnlyList<Refusal> Refused { get; }

    public IEnumerable<Profile> All => profiles.Values;

    public Profile? Find(string name) => profiles.GetValueOrDefault(name);

    public static ProfileShelf Of(IEnumerable<Profile> profiles) => new(profiles.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal), []);

    /// <param name="folders">folders of *.json files, in rising order of weight; absent ones are empty</param>
    public static ProfileShelf Load(IEnumerable<string> folders, NameTable names)
    {
        var found = new Dictionary<string, Profile>(StringComparer.Ordinal);
        var refused = new List<Refusal>();
        foreach (var file in folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.json").Order(StringComparer.Ordinal)).Take(MaxFiles))
        {
            if (!Bytes(file).Try(out var bytes, out var unreadable)) refused.Add(unreadable);
            else if (!ProfileReader.Read(bytes, Path.GetFileName(file), names).Try(out var profile, out var wrong)) refused.Add(wrong);
            else found[profile.Name] = profile;
        }
        return new ProfileShelf(found.ToFrozenDictionary(StringComparer.Ordinal), refused);
    }

    static Outcome<byte[]> Bytes(string file)
    {
        try
        {
            return new FileInfo(file).Length > MaxFileBytes
                ? Refusal.TooLarge("profile-too-large", $"{Path.GetFileName(file)} is larger than {MaxFileBytes} bytes.")
                : File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("profile-unreadable", $"{Path.GetFileName(file)}: {e.Message}");
        }
    }
}
