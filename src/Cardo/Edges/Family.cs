using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Cardo.Server.Edges;

/// <summary>How an instrument's figures are told.</summary>
internal enum FamilyKind { Counter, Gauge, Histogram }

/// <summary>
/// One instrument and its cells by tags. Asked several times a request, so known tags are found without writing them out:
/// by a hash of their values, then value by value.
/// </summary>
internal sealed class Family
{
    const string Overflow = "{overflow=\"true\"}";

    readonly ConcurrentDictionary<int, Cell[]> byHash = new();
    readonly ConcurrentDictionary<string, Cell> byTags = new(StringComparer.Ordinal);

    public Family(Instrument instrument)
    {
        Instrument = instrument;
        var name = instrument.GetType().Name;
        Kind = name.StartsWith("Histogram", StringComparison.Ordinal) ? FamilyKind.Histogram
            : name.StartsWith("Counter", StringComparison.Ordinal) || name.StartsWith("ObservableCounter", StringComparison.Ordinal) ? FamilyKind.Counter : FamilyKind.Gauge;
        Sets = instrument.IsObservable || name.StartsWith("Gauge", StringComparison.Ordinal);
    }

    public Instrument Instrument { get; }

    public FamilyKind Kind { get; }

    /// <summary>A measurement is the figure itself, and not what is added to it.</summary>
    public bool Sets { get; }

    public ICollection<Cell> Cells => byTags.Values;

    public Cell? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (byHash.TryGetValue(Hash(tags), out var cells))
            foreach (var cell in cells)
                if (cell.Has(tags)) return cell;
        return null;
    }

    /// <param name="room">false: it is counted with all others for which there was no room</param>
    public Cell Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, bool room)
    {
        if (!room) return byTags.GetOrAdd(Overflow, static t => new Cell(t, []));
        var cell = byTags.GetOrAdd(Write(tags), static (t, given) => new Cell(t, given), tags.ToArray());
        byHash.AddOrUpdate(Hash(tags), static (_, c) => [c], static (_, there, c) => there.Contains(c) ? there : [.. there, c], cell);
        return cell;
    }

    static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = new HashCode();
        foreach (var tag in tags) hash.Add(tag.Value);
        return hash.ToHashCode();
    }

    static string Write(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(Metrics.Clean(name)).Append("=\"").Append((value?.ToString() ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }
        return text.Append('}').ToString();
    }
}
