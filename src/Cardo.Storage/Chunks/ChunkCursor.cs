using Cardo.Storage.Store;

namespace Cardo.Storage.Chunks;

/// <summary>Walks the rows of one leader, in order or late ones, up or down in time, a page at a time.</summary>
internal sealed class ChunkCursor(int leader, bool late, bool down, long fromUs, long toUs, long lateSpanUs)
{
    const int MostRows = 64;

    long t1 = down ? toUs : fromUs;
    long seq = long.MinValue;
    int page = 2;

    public bool Ended { get; private set; }

    /// <summary>
    /// Nothing that is still to come reaches past here: going up, it begins after this moment; going down, it ends at or
    /// before it.
    /// </summary>
    public long EdgeUs { get; private set; } = down ? long.MaxValue : long.MinValue;

    public IReadOnlyList<SeriesTables.ChunkRow> Next(Tx tx)
    {
        var rows = down
            ? SeriesTables.Down(tx, leader, late ? 1 : 0, t1, seq, fromUs, page)
            : SeriesTables.Up(tx, leader, late ? 1 : 0, t1, seq, toUs, page);
        Ended = rows.Count < page;
        if (rows.Count == 0) return rows;
        page = Math.Min(MostRows, 4 * page);
        var last = rows[^1];
        (t1, seq) = (last.T1Us, last.Seq);
        EdgeUs = (down, late) switch
        {
            (false, false) => last.T1Us,
            (false, true) => last.T1Us - Math.Min(lateSpanUs, last.T1Us - long.MinValue - 1) - 1,
            (true, false) => last.T0Us - 1,
            (true, true) => last.T1Us,
        };
        return rows;
    }
}
