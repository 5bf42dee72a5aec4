using System.Collections.Concurrent;
using Cardo.Cases.Learning;
using Cardo.Storage;

namespace Cardo.Cases.Board;

/// <summary>
/// The sketches of cases that were compared lately. A city compares the same few thousand open ones again and again: with
/// each new report, and with each other whenever somebody looks for duplicates. One is good until its case changes.
/// Bounded; calls may come from any thread.
/// </summary>
internal sealed class SketchShelf(Db db, CaseBoard board)
{
    /// <summary>Some hundred bytes each, and the pieces of its words.</summary>
    const int Most = 16_384;

    readonly ConcurrentDictionary<long, (Spot Of, MatterSketch Sketch)> kept = [];

    public WordPieces Words { get; } = new();

    /// <summary>The sketches of these cases; those that are not there are left out.</summary>
    public IReadOnlyDictionary<long, MatterSketch> Read(IReadOnlyCollection<long> numbers)
    {
        var read = new Dictionary<long, MatterSketch>(numbers.Count);
        var missing = new List<Spot>();
        foreach (var number in numbers)
        {
            // What is read is at least as new as the board was before: at worst it is read again.
            var spot = board.Find(number);
            if (kept.TryGetValue(number, out var known) && known.Of == spot) read[number] = known.Sketch;
            else if (spot.There) missing.Add(spot);
        }
        if (missing.Count == 0) return read;
        if (kept.Count + missing.Count > Most) kept.Clear();
        var fresh = Sketches.Read(db, [.. missing.Select(m => m.Number)]);
        foreach (var spot in missing)
        {
            if (!fresh.TryGetValue(spot.Number, out var sketch)) continue;
            read[spot.Number] = sketch;
            kept[spot.Number] = (spot, sketch);
        }
        return read;
    }
}
