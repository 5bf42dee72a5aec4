using System.Globalization;

namespace Cardo.Standards.Merkle;

/// <summary>
/// A tile of C2SP tlog-tiles: up to 256 hashes side by side. Level l, index n holds the nodes of tree level 8·l from
/// 256·n on; <c>Level = -1</c> is an entry bundle. <paramref name="Width"/> below 256 is a partial tile at the right edge.
/// </summary>
public readonly record struct Tile(int Level, long Index, int Width)
{
    public const int Height = 8;
    public const int Full = 256;

    /// <summary>The level that stands for entry bundles.</summary>
    public const int Entries = -1;

    /// <summary>Levels 0 to 5 and 9 more digits of index: more leaves than 63 bits count.</summary>
    const int MaxLevel = 7;

    /// <summary>The path below the log's prefix: <c>tile/0/x001/x234/067</c>, <c>tile/1/000.p/5</c>, <c>tile/entries/000</c>.</summary>
    public string Path
    {
        get
        {
            var path = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (var rest = Index / 1000; rest > 0; rest /= 1000) path = $"x{rest % 1000:000}/{path}";
            var level = Level == Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture);
            return Width == Full ? $"tile/{level}/{path}" : $"tile/{level}/{path}.p/{Width}";
        }
    }

    /// <summary>Reads a path as <see cref="Path"/> writes it, and nothing else (no leading zeroes, no other spelling).</summary>
    public static bool TryParse(string path, out Tile tile)
    {
        tile = default;
        if (path.Length > 64) return false;
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] != "tile") return false;
        var level = Entries;
        if (parts[1] != "entries" && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out level) || level > MaxLevel)) return false;
        var end = parts.Length;
        var width = Full;
        if (parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= Full) return false;
            end--;
        }
        long index = 0;
        for (var i = 2; i < end; i++)
        {
            var digits = parts[i].AsSpan();
            if (i < end - 1) { if (digits is not ['x', ..]) return false; digits = digits[1..]; }
            else if (width < Full) digits = digits.EndsWith(".p") ? digits[..^2] : digits;
            if (digits.Length != 3 || index > long.MaxValue / 1000 - 1 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var three)) return false;
            index = index * 1000 + three;
        }
        tile = new Tile(level, index, width);
        return tile.Path == path;
    }

    /// <summary>The tiles (without bundles) of a tree of this size, level by level; partial ones at the right edge.</summary>
    public static IEnumerable<Tile> Of(long size)
    {
        for (int level = 0; size > 0; level++, size >>= Height)
        {
            for (long i = 0; i < size >> Height; i++) yield return new Tile(level, i, Full);
            if ((size & 0xff) > 0) yield return new Tile(level, size >> Height, (int)(size & 0xff));
        }
    }

    /// <summary>The bundles of a tree of this size, in order.</summary>
    public static IEnumerable<Tile> BundlesOf(long size)
    {
        for (long i = 0; i < size >> Height; i++) yield return new Tile(Entries, i, Full);
        if ((size & 0xff) > 0) yield return new Tile(Entries, size >> Height, (int)(size & 0xff));
    }
}
