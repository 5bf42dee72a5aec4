using System.Runtime.CompilerServices;

namespace Cardo.Cases.Learning;

/// <summary>
/// Cuts what was said into words, pairs of words and pieces of words; where a script puts no spaces between words
/// (Chinese, Japanese, Thai …) into pieces of one to three characters, so that no dictionary and no segmenter is needed.
/// Each piece is a 64-bit hash (of two million pieces two collide with a chance of about one in ten million).
/// </summary>
internal sealed class Grams
{
    /// <summary>What is looked at of one text; a report is not a book.</summary>
    public const int MaxChars = 4_000;

    const int LongestPiece = 3, InWord = 4;
    const ulong WordSeed = 0x9e3779b97f4a7c15, PairSeed = 0xc2b2ae3d27d4eb4f, PieceSeed = 0x165667b19e3779f9, InWordSeed = 0x27d4eb2f165667c5;

    readonly char[] text = new char[MaxChars];
    ulong[] hashes = new ulong[256];
    (int Start, int Length)[] spans = new (int, int)[256];
    int count;

    /// <summary>The pieces of the last text, with repetitions, in the order of the text.</summary>
    public ReadOnlySpan<ulong> Hashes => hashes.AsSpan(0, count);

    /// <summary>The words of a piece, as they were folded.</summary>
    public string Text(int piece) => new(text, spans[piece].Start, spans[piece].Length);

    /// <summary>Where a piece stands in the text: folding keeps every character in its place.</summary>
    public (int At, int Length) Span(int piece) => spans[piece];

    /// <summary>Reads a text; the pieces stand in <see cref="Hashes"/> until the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(string said)
    {
        count = 0;
        var n = Fold(said);
        var (previous, previousStart) = (0UL, -1);
        for (var i = 0; i < n;)
        {
            if (text[i] == ' ')
            {
                i++;
                continue;
            }
            var start = i;
            var spaceless = Spaceless(text[i]);
            while (i < n && text[i] != ' ' && Spaceless(text[i]) == spaceless) i++;
            if (spaceless)
            {
                Pieces(start, i);
                (previous, previousStart) = (0, -1);
            }
            else
            {
                var word = Word(start, i);
                if (previousStart >= 0) Add(Mix((previous * 31 + word) ^ PairSeed), previousStart, i - previousStart);
                (previous, previousStart) = (word, start);
            }
        }
    }

    /// <summary>A clue as a piece of its own.</summary>
    public static ulong Clue(string name, string value)
    {
        var h = 0x2545f4914f6cdd1dUL;
        foreach (var c in name) h = (h ^ c) * 0x100000001b3;
        h = (h ^ 0x1f) * 0x100000001b3;
        foreach (var c in value) h = (h ^ c) * 0x100000001b3;
        return Mix(h);
    }

    /// <summary>A clue whose value is one or two numbers.</summary>
    public static ulong Clue(ulong kind, int a, int b) => Mix(kind + (((ulong)(uint)a << 32) | (uint)b) * 0x9e3779b97f4a7c15);

    /// <summary>Two clues together.</summary>
    public static ulong Both(ulong a, ulong b) => Mix(a * 31 + b * 0x9e3779b97f4a7c15 + 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Pieces(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var h = PieceSeed;
            for (var j = i; j < Math.Min(end, i + LongestPiece); j++)
            {
                h = (h ^ text[j]) * 0x100000001b3;
                Add(Mix(h), i, j - i + 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ulong Word(int start, int end)
    {
        var word = WordSeed;
        for (var i = start; i < end; i++) word = (word ^ text[i]) * 0x100000001b3;
        word = Mix(word);
        Add(word, start, end - start);
        // Pieces of four see the word's edges as spaces, so "light " and "lightning" share some and differ
        // in others. As reasons they are told as the whole word.
        for (var i = start - 1; i + InWord <= end + 1 && end - start + 2 > InWord; i++)
        {
            var h = InWordSeed;
            for (var j = i; j < i + InWord; j++) h = (h ^ (j < start || j >= end ? ' ' : text[j])) * 0x100000001b3;
            Add(Mix(h), start, end - start);
        }
        return word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(ulong hash, int start, int length)
    {
        if (count == hashes.Length) Grow();
        (hashes[count], spans[count++]) = (hash, (start, length));
    }

    void Grow()
    {
        Array.Resize(ref hashes, count * 2);
        Array.Resize(ref spans, count * 2);
    }

    /// <summary>Lower case, full-width forms as half-width ones, everything that is neither letter nor digit a space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Fold(string said)
    {
        var n = 0;
        foreach (var raw in said.AsSpan(0, Math.Min(said.Length, MaxChars)))
        {
            var c = raw is >= '\uff01' and <= '\uff5e' ? (char)(raw - 0xfee0) : raw;
            if (char.IsAsciiLetterUpper(c)) c = (char)(c | 0x20);
            else if (c >= 0x80) c = char.ToLowerInvariant(c);
            text[n++] = char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? c : c is '\'' or '\u2019' ? '\'' : ' ';
        }
        return n;
    }


    static bool Spaceless(char c) => c >= 0x0e00 && (c is <= '\u0eff' or >= '\u1000' and <= '\u109f' or >= '\u1780' and <= '\u17ff' or >= '\u2e80' and <= '\ua4cf' or >= '\uf900' and <= '\ufaff');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Mix(ulong h)
    {
        h ^= h >> 31;
        h *= 0x7fb5d329728ea185;
        h ^= h >> 27;
        h *= 0x81dadef4bc2dd44d;
        return h ^ h >> 33;
    }
}
