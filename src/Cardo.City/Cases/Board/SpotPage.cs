using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cardo.Cases.Board;

/// <summary>
/// Some hundred cases beside each other that never change once they can be seen, with what is asked most of them all set apart: bits
/// for the states, a column each for service and unit, and the span of their moments, by which whole pages are passed over.
/// </summary>
internal sealed class SpotPage
{
    /// <summary>Below the size from which on the runtime keeps an array apart and frees it late: pages are copied often.</summary>
    public const int Length = 512;

    /// <summary>Words of 64 bits that hold a bit for each case.</summary>
    public const int Words = Length / 64;

    public static readonly SpotPage Empty = new(new Spot[Length]);

    readonly Spot[] spots;
    readonly ushort[] services = new ushort[Length], units = new ushort[Length];
    readonly ulong[] there = new ulong[Words], live = new ulong[Words], open = new ulong[Words], drawn = new ulong[Words];

    SpotPage(Spot[] spots)
    {
        this.spots = spots;
        for (var i = 0; i < Length; i++)
        {
            ref readonly var spot = ref spots[i];
            if (!spot.There) continue;
            var (word, bit) = (i / 64, 1UL << i);
            there[word] |= bit;
            if (spot.Status != CaseStatus.Joined) live[word] |= bit;
            if (spot.IsOpen)
            {
                open[word] |= bit;
                OpenCount++;
            }
            if (spot.Check == 1) drawn[word] |= bit;
            (services[i], units[i]) = (spot.Service, spot.Unit);
            (FirstOpenedUs, LastOpenedUs) = (Math.Min(FirstOpenedUs, spot.OpenedUs), Math.Max(LastOpenedUs, spot.OpenedUs));
            (FirstUpdatedUs, LastUpdatedUs) = (Math.Min(FirstUpdatedUs, spot.UpdatedUs), Math.Max(LastUpdatedUs, spot.UpdatedUs));
            (FirstDueUs, LastDueUs) = (Math.Min(FirstDueUs, spot.SortDueUs), Math.Max(LastDueUs, spot.SortDueUs));
        }
    }

    public int OpenCount { get; }

    // Of a page without cases the last is before the first: nothing lies between.
    public long FirstOpenedUs { get; } = long.MaxValue;

    public long LastOpenedUs { get; } = long.MinValue;

    public long FirstUpdatedUs { get; } = long.MaxValue;

    public long LastUpdatedUs { get; } = long.MinValue;

    public long FirstDueUs { get; } = long.MaxValue;

    public long LastDueUs { get; } = long.MinValue;

    /// <summary>All there are.</summary>
    public ReadOnlySpan<ulong> There => there;

    /// <summary>Those that were not joined into another.</summary>
    public ReadOnlySpan<ulong> Live => live;

    public ReadOnlySpan<ulong> Open => open;

    /// <summary>Those that were drawn for a check and wait for it.</summary>
    public ReadOnlySpan<ulong> Drawn => drawn;

    public ref readonly Spot this[int at] => ref spots[at];

    /// <summary>The page after some changes.</summary>
    public SpotPage With(IEnumerable<Spot> changed)
    {
        var next = (Spot[])spots.Clone();
        foreach (var spot in changed) next[spot.Number % Length] = spot;
        return new SpotPage(next);
    }

    /// <summary>Leaves the bits of those that have one of the services.</summary>
    public void OfService(ushort service, Span<ulong> bits) => Keep(services, [service], bits);

    /// <summary>Leaves the bits of those that one of the units has.</summary>
    public void OfUnits(ReadOnlySpan<ushort> wanted, Span<ulong> bits) => Keep(units, wanted, bits);

    static void Keep(ushort[] column, ReadOnlySpan<ushort> wanted, Span<ulong> bits)
    {
        var lanes = MemoryMarshal.Cast<ushort, Vector256<ushort>>(column);
        for (var word = 0; word < Words; word++)
        {
            if (bits[word] == 0) continue;
            var found = 0UL;
            foreach (var one in wanted)
            {
                var sought = Vector256.Create(one);
                for (var k = 0; k < 4; k++) found |= (ulong)Vector256.Equals(lanes[word * 4 + k], sought).ExtractMostSignificantBits() << (16 * k);
            }
            bits[word] &= found;
        }
    }

    /// <summary>Visits those whose bit is set; false when the visitor wants no more.</summary>
    public bool Visit(ReadOnlySpan<ulong> bits, bool newestFirst, SpotVisitor visitor)
    {
        for (var w = 0; w < Words; w++)
        {
            var word = newestFirst ? Words - 1 - w : w;
            for (var left = bits[word]; left != 0;)
            {
                var bit = newestFirst ? 63 - BitOperations.LeadingZeroCount(left) : BitOperations.TrailingZeroCount(left);
                left &= ~(1UL << bit);
                if (!visitor(in spots[word * 64 + bit])) return false;
            }
        }
        return true;
    }
}
