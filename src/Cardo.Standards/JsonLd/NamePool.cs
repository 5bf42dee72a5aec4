using System.Collections.Concurrent;

namespace Cardo.Standards.JsonLd;

/// <summary>
/// One copy of each name that comes from outside: a million lamps say "status" once. Bounded: names beyond the bound
/// are correct but not shared, so a sender that makes up names can't make memory grow for ever.
/// </summary>
public static class NamePool
{
    /// <summary>How many names are shared.</summary>
    public const int Capacity = 100_000;

    static readonly ConcurrentDictionary<string, string> pool = new(StringComparer.Ordinal);
    static readonly ConcurrentDictionary<string, string[]> alone = new(StringComparer.Ordinal);
    static int count;

    /// <summary>A list of nothing but this name; the names of types mostly stand alone. Nobody changes it.</summary>
    public static string[] Alone(string name)
    {
        if (alone.TryGetValue(name, out var list)) return list;
        return Volatile.Read(ref count) >= Capacity ? [name] : alone.GetOrAdd(One(name), static n => [n]);
    }

    public static string One(string name)
    {
        if (pool.TryGetValue(name, out var one)) return one;
        if (Volatile.Read(ref count) >= Capacity) return name;
        one = pool.GetOrAdd(name, name);
        if (ReferenceEquals(one, name)) Interlocked.Increment(ref count);
        return one;
    }
}
