using System.Runtime.InteropServices;

namespace Cardo.Cases.Learning;

/// <summary>Some cases after one another, taken apart: what one thread does while another does the next ones.</summary>
internal sealed class ReadBlock(CaseFeatures features)
{
    readonly List<ulong> hashes = [];
    readonly List<(ulong Kind, ulong Key)> circumstances = [];
    readonly List<(int Hashes, int Words, int Circumstances)> ends = [];
    int first;

    /// <summary>Takes cases apart, from one on and so many; fewer where the history ends.</summary>
    public void Read(IReadOnlyList<(CaseText Text, string Label)> history, int from, int most)
    {
        first = from;
        hashes.Clear();
        circumstances.Clear();
        ends.Clear();
        for (var i = from; i < Math.Min(history.Count, from + most); i++)
        {
            features.Read(history[i].Text);
            hashes.AddRange(features.Hashes);
            circumstances.AddRange(features.Circumstances);
            ends.Add((hashes.Count, features.Words, circumstances.Count));
        }
    }

    /// <summary>How many cases.</summary>
    public int Count => ends.Count;

    /// <summary>The place of its first case in the history.</summary>
    public int First => first;

    /// <summary>Pieces of one of its cases, words first.</summary>
    public ReadOnlySpan<ulong> Hashes(int k) => CollectionsMarshal.AsSpan(hashes)[(k == 0 ? 0 : ends[k - 1].Hashes)..ends[k].Hashes];

    /// <summary>How many of them are of words.</summary>
    public int Words(int k) => ends[k].Words;

    public ReadOnlySpan<(ulong Kind, ulong Key)> Circumstances(int k) => CollectionsMarshal.AsSpan(circumstances)[(k == 0 ? 0 : ends[k - 1].Circumstances)..ends[k].Circumstances];
}
