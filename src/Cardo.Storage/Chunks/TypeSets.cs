namespace Cardo.Storage.Chunks;

/// <summary>Sets of entity types by number, so that a type is asked for by comparing numbers. 0 is the empty set.</summary>
internal sealed class TypeSets
{
    /// <summary>A city that makes up more sets than this finds the rest under the empty one.</summary>
    const int Most = ushort.MaxValue;

    readonly Lock sync = new();
    readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal) { [""] = 0 };
    readonly List<string[]> sets = [[]];

    public ushort Number(IReadOnlyList<string> types)
    {
        var key = types.Count == 1 ? types[0] : string.Join('\n', types.Order(StringComparer.Ordinal));
        lock (sync)
        {
            if (numbers.TryGetValue(key, out var known)) return known;
            if (sets.Count == Most) return 0;
            sets.Add([.. types]);
            return numbers[key] = (ushort)(sets.Count - 1);
        }
    }

    /// <summary>Which numbers hold a type.</summary>
    public bool[] With(string type)
    {
        lock (sync) return sets.Select(s => Array.IndexOf(s, type) >= 0).ToArray();
    }
}
