using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>Some cases after one another, taken apart: what one thread does while another does the next ones.</summary>
internal sealed class ReadBlock(CaseFeatures features)
{
    readonly List<ulong> words = [];
    readonly List<(ulong Kind, ulong Key)> known = [];
    readonly List<(int Words, int Known, int Given)> ends = [];

    /// <summary>Takes cases apart, from one on and so many; fewer where the history ends.</summary>
    public void Read(IReadOnlyList<(CaseText Text, string Label)> history, int from, int most)
    {
        words.Clear();
        known.Clear();
        ends.Clear();
        for (var i = from; i < Math.Min(history.Count, from + most); i++)
        {
            features.Read(history[i].Text);
            words.AddRange(features.Words);
            known.AddRange(features.Known);
            ends.Add((words.Count, known.Count, features.Given));
        }
    }

    /// <summary>Counts their pieces, in the order of time: a piece's number is given when it is met first.</summary>
    public CountedBlock Counted(CaseFeatures counter)
    {
        var (pieces, made, of) = (new int[words.Count + known.Count + ends.Count], 0, new CountedCase[ends.Count]);
        var some = new int[256];
        var allWords = CollectionsMarshal.AsSpan(words);
        var allKnown = known.ToArray();
        for (var k = 0; k < of.Length; k++)
        {
            var (from, to) = (k == 0 ? default : ends[k - 1], ends[k]);
            var (said, all) = counter.Count(allWords[from.Words..to.Words], allKnown.AsSpan(from.Known..to.Known), ref some);
            some.AsSpan(0, all).CopyTo(pieces.AsSpan(made));
            of[k] = new(made, made += all, said, from.Known, to.Known, to.Given);
        }
        return new(pieces[..made], allKnown, of);
    }
}

/// <summary>Cases whose pieces have numbers.</summary>
internal sealed record CountedBlock(int[] Pieces, (ulong Kind, ulong Key)[] Known, CountedCase[] Cases);

/// <summary>Where a case's pieces and clues stand in its block, how many pieces are of words, and how many clues were given.</summary>
internal readonly record struct CountedCase(int From, int To, int Words, int KnownFrom, int KnownTo, int Given);
