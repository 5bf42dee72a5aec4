using System.Text.Json;

namespace Cardo.Packs;

/// <summary>Reads files of a pack's folder with limits; what is wrong becomes a fault, never an exception.</summary>
internal sealed class PackFolder(string folder, List<string> faults)
{
    const int MaxFiles = 500, MaxBytes = 1_000_000;

    static readonly JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    public string Path => folder;

    public static IReadOnlyList<string> Files(string folder, string inner, string pattern)
    {
        var path = System.IO.Path.Combine(folder, inner);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal).Take(MaxFiles)] : [];
    }

    public IReadOnlyList<string> Files(string inner, string pattern = "*.json") => Files(folder, inner, pattern);

    public bool Has(string file) => File.Exists(System.IO.Path.Combine(folder, file));

    /// <summary>The JSON objects of a file: one, or those of an array.</summary>
    public IReadOnlyList<JsonElement> Objects(string file)
    {
        var name = System.IO.Path.GetRelativePath(folder, file);
        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                faults.Add($"{name} is larger than {MaxBytes} bytes.");
                return [];
            }
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), options);
            var root = document.RootElement;
            var items = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new[] { root };
            if (Array.TrueForAll(items, i => i.ValueKind == JsonValueKind.Object)) return [.. items.Select(i => i.Clone())];
            faults.Add($"{name} holds an object, or an array of them.");
        }
        catch (JsonException fault)
        {
            faults.Add($"{name}, line {fault.LineNumber + 1}: is not JSON.");
        }
        catch (IOException fault)
        {
            faults.Add($"{name}: {fault.Message}");
        }
        return [];
    }
}
