using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Cardo.Kernel;

namespace Cardo.Ui;

/// <summary>
/// What pages load beside themselves: the style sheet (embedded), and the islands and fonts that Vite built, found by
/// its manifest. Where <c>web/dist</c> is missing pages still work, they only don't move.
/// </summary>
public sealed class Assets
{
    const long MostBytes = 8 << 20;

    readonly string? dist;
    readonly FrozenDictionary<string, Built> manifest;
    readonly ConcurrentDictionary<string, Asset?> loaded = new(StringComparer.Ordinal);
    readonly FrozenSet<string> known;

    public Assets(Settings settings)
    {
        dist = Find(settings.Text("web.dist"));
        manifest = ReadManifest(dist);
        var files = dist is null ? [] : Directory.EnumerateFiles(dist, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(dist, f).Replace('\\', '/'));
        known = files.ToFrozenSet(StringComparer.Ordinal);
        var style = Embedded("cardo.css");
        var name = "cardo-" + Convert.ToHexStringLower(SHA256.HashData(style))[..10] + ".css";
        loaded[name] = Made(name, style);
        loaded["mark.svg"] = Made("mark.svg", Embedded("mark.svg"));
        StyleHref = "/assets/" + name;
        FontHref = Of("fonts.css")?.File is { } fonts ? "/assets/" + fonts : null;
    }

    public string StyleHref { get; }

    /// <summary>The fonts' style sheet; null before the web part was built.</summary>
    public string? FontHref { get; }

    /// <summary>Where the script of an island is (<c>home/map</c> stands for Home/Pages/map.island.ts); null before the web part was built.</summary>
    public Built? Island(string name)
    {
        var parts = name.Split('/', 2);
        return parts.Length == 2 && parts[0].Length > 0 ? Of($"Cardo.City/{char.ToUpperInvariant(parts[0][0])}{parts[0][1..]}/Pages/{parts[1]}.island.ts") : null;
    }

    Built? Of(string end) => manifest.FirstOrDefault(m => m.Key.EndsWith(end, StringComparison.Ordinal)).Value;

    /// <summary>The bytes of an asset, plain and compressed; null when there is none of this name.</summary>
    public Asset? Load(string name) => loaded.TryGetValue(name, out var asset) ? asset
        : !known.Contains(name) ? null
        : loaded.GetOrAdd(name, n =>
        {
            var file = new FileInfo(Path.Combine(dist!, n));
            return file.Exists && file.Length <= MostBytes ? Made(n, File.ReadAllBytes(file.FullName)) : null;
        });

    static Asset Made(string name, byte[] bytes)
    {
        var kind = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" or ".mjs" => "text/javascript; charset=utf-8",
            ".woff2" => "font/woff2",
            ".svg" => "image/svg+xml",
            ".json" => "application/json",
            _ => "application/octet-stream",
        };
        return new Asset(bytes, kind == "font/woff2" ? null : Gzip(bytes), kind);
    }

    /// <summary>Compressed once, served many times.</summary>
    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }

    static byte[] Embedded(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream("Cardo.Ui.Style." + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Beside the program when it was published; else the repository's own, looked for upwards.
    static string? Find(string? told)
    {
        if (told is not null) return Directory.Exists(told) ? Path.GetFullPath(told) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var there = Path.Combine(folder.FullName, "web", "dist");
            if (File.Exists(Path.Combine(there, "manifest.json"))) return there;
        }
        return null;
    }

    static FrozenDictionary<string, Built> ReadManifest(string? dist)
    {
        if (dist is null || !File.Exists(Path.Combine(dist, "manifest.json"))) return FrozenDictionary<string, Built>.Empty;
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(dist, "manifest.json")));
        return json.RootElement.EnumerateObject().ToFrozenDictionary(e => e.Name, e => new Built(
            e.Value.GetProperty("file").GetString()!,
            e.Value.TryGetProperty("css", out var css) ? [.. css.EnumerateArray().Select(c => c.GetString()!)] : []));
    }
}

/// <summary>What Vite made of one entry: its script and its style sheets, relative to /assets/.</summary>
public sealed record Built(string File, IReadOnlyList<string> Css);

/// <summary>A file as it is served.</summary>
/// <param name="Bytes">plain</param>
/// <param name="Packed">gzip; null where that gains nothing</param>
/// <param name="Kind">media type</param>
public sealed record Asset(byte[] Bytes, byte[]? Packed, string Kind);
