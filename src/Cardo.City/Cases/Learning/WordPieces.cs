using System.Runtime.CompilerServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// The pieces of texts as sorted sets, cut once for each text: one report is compared with hundreds of others, and they with
/// each other. Kept no longer than the text itself is, so that what was redacted leaves no trace here. Bounded; calls may
/// come from any thread.
/// </summary>
internal sealed class WordPieces
{
    /// <summary>Texts kept: a few hundred bytes to a few kilobytes each.</summary>
    const int Most = 16_384;

    // Cutting needs room that is used again; so few threads compare that they may wait for each other.
    readonly Lock cutting = new();
    readonly Grams grams = new();
    readonly ConditionalWeakTable<string, ulong[]> kept = [];
    int count;

    /// <summary>Share of pieces that both have, by Dice: 0 to 1.</summary>
    public float Overlap(string a, string b)
    {
        var (one, other) = (Of(a), Of(b));
        var sum = one.Length + other.Length;
        return sum == 0 ? 0 : 2f * Common(one, other) / sum;
    }

    static int Common(ulong[] a, ulong[] b)
    {
        var (i, j, both) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j]) (i, j, both) = (i + 1, j + 1, both + 1);
            else if (a[i] < b[j]) i++;
            else j++;
        }
        return both;
    }

    ulong[] Of(string text)
    {
        if (kept.TryGetValue(text, out var known)) return known;
        var pieces = Cut(text);
        if (!kept.TryAdd(text, pieces)) return pieces;
        if (Interlocked.Increment(ref count) > Most)
        {
            // What is compared now comes again at once; what isn't was in the way.
            kept.Clear();
            Volatile.Write(ref count, 0);
        }
        return pieces;
    }

    ulong[] Cut(string text)
    {
        lock (cutting)
        {
            grams.Read(text);
            var sorted = grams.Hashes.ToArray();
            Array.Sort(sorted);
            var used = 0;
            for (var i = 0; i < sorted.Length; i++)
                if (i == 0 || sorted[i] != sorted[i - 1]) sorted[used++] = sorted[i];
            return sorted.AsSpan(0, used).ToArray();
        }
    }
}
