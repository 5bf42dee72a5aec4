using System.Text;

namespace Cardo.Cases.Board;

/// <summary>
/// What was said of each case, in memory: UTF-8 in capitals, one after another in large blocks. Looking through a million of
/// them is a matter of milliseconds and finds any part of any word in any script, which no index of whole words does.
/// Written by one, read by many without a lock.
/// </summary>
internal sealed class CaseWords
{
    const int BlockBytes = 1 << 20, PageLength = 8192;

    /// <summary>Words one after another, and which case begins where.</summary>
    sealed class Block
    {
        readonly Lock sync = new();
        long[] starts = new long[1024];
        int count;

        public byte[] Bytes { get; } = new byte[BlockBytes];

        public void Begin(int from, long number)
        {
            lock (sync)
            {
                if (count == starts.Length) Array.Resize(ref starts, 2 * count);
                starts[count++] = (long)from << 40 | number;
            }
        }

        public ReadOnlySpan<long> Starts
        {
            get { lock (sync) return starts.AsSpan(0, count); }
        }
    }

    Block[] blocks = [];
    long[][] pages = [];
    int used = BlockBytes;

    /// <summary>Bytes held.</summary>
    public long Held => (long)blocks.Length * BlockBytes + (long)pages.Length * PageLength * sizeof(long);

    public static byte[] Needle(string text) => Encoding.UTF8.GetBytes(text.ToUpperInvariant());

    /// <summary>What was said as it is kept here.</summary>
    public static byte[] Bytes(string words, string? place) => Needle(place is null ? words : words + "\n" + place);

    /// <summary>Keeps what was said of a case.</summary>
    public void Put(long number, string words, string? place) => Put(number, Bytes(words, place));

    /// <param name="bytes">as <see cref="Bytes(string, string?)"/> makes them</param>
    public void Put(long number, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return;
        var length = Math.Min(bytes.Length, ushort.MaxValue);
        if (used + length > BlockBytes)
        {
            Volatile.Write(ref blocks, [.. blocks, new Block()]);
            used = 0;
        }
        bytes[..length].CopyTo(blocks[^1].Bytes.AsSpan(used));
        blocks[^1].Begin(used, number);
        var page = (int)(number / PageLength);
        if (page >= pages.Length) Volatile.Write(ref pages, [.. pages, .. Enumerable.Range(0, page + 1 - pages.Length).Select(_ => new long[PageLength])]);
        // The place is told last: whoever reads it finds the bytes there.
        Volatile.Write(ref pages[page][number % PageLength], (blocks.Length - 1L) << 40 | (long)used << 16 | (uint)length);
        used += length;
    }

    /// <summary>The words were taken away: no byte of them stays.</summary>
    public void Forget(long number)
    {
        if (Place(number) is not { Length: > 0 } at) return;
        Volatile.Write(ref pages[number / PageLength][number % PageLength], 0);
        blocks[at.Block].Bytes.AsSpan(at.From, at.Length).Clear();
    }

    /// <param name="needle">as <see cref="Needle"/> makes it</param>
    public bool Holds(long number, ReadOnlySpan<byte> needle) => Place(number) is { Length: > 0 } at && Volatile.Read(ref blocks)[at.Block].Bytes.AsSpan(at.From, at.Length).IndexOf(needle) >= 0;

    /// <summary>All whose words hold it, a bit for each number: block after block in one go, which a million one by one are not.</summary>
    public ulong[] Find(ReadOnlySpan<byte> needle)
    {
        var found = new ulong[Volatile.Read(ref pages).Length * PageLength / 64];
        var now = Volatile.Read(ref blocks);
        for (var b = 0; b < now.Length; b++)
        {
            var bytes = now[b].Bytes.AsSpan();
            var starts = now[b].Starts;
            // Hits come in order, as what begins does: both are walked once.
            for (int at = 0, start = -1, hit; at < bytes.Length && (hit = bytes[at..].IndexOf(needle)) >= 0;)
            {
                at += hit;
                while (start + 1 < starts.Length && starts[start + 1] >> 40 <= at) start++;
                if (start < 0) break;
                var number = starts[start] & 0xFF_FFFF_FFFF;
                // Only what a case says now counts, and not what begins in one case and ends in the next.
                var place = Place(number);
                if (place.Block == b && place.From == (int)(starts[start] >> 40) && at + needle.Length <= place.From + place.Length && number / 64 < found.Length)
                {
                    found[number / 64] |= 1UL << (int)(number % 64);
                    at = place.From + place.Length;
                }
                else at++;
            }
        }
        return found;
    }

    (int Block, int From, int Length) Place(long number)
    {
        var now = Volatile.Read(ref pages);
        if (number / PageLength >= now.Length) return default;
        var at = Volatile.Read(ref now[number / PageLength][number % PageLength]);
        return ((int)(at >> 40), (int)(at >> 16 & 0xFFFFFF), (int)(at & 0xFFFF));
    }
}
