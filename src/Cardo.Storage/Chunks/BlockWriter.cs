using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Writes a block: columns of several series, where one that has the same moments as the one before doesn't repeat them.
/// Layout: version, then for each series its id (as the difference to the one before), extra, length and column, in
/// rising order of ids. Kept by one thread.
/// </summary>
internal sealed class BlockWriter
{
    public const byte Version = 1;

    readonly ByteSink block = new();
    readonly ByteSink column = new();
    readonly ByteSink time = new();
    readonly ByteSink number = new();
    long[] longs = new long[256];
    ulong[] scratch = new ulong[256];
    ulong[] other = new ulong[256];
    Points? before;
    long id;

    public void Begin()
    {
        block.Clear();
        block.Byte(Version);
        before = null;
        id = 0;
    }

    public int Length => block.Length;

    public byte[] End() => block.Written.ToArray();

    /// <param name="extra">a number kept beside the column (the open points' LSN)</param>
    public void Add(int series, long extra, Points points)
    {
        Fit(points.Count);
        column.Clear();
        if (points.Count > 0) Column(points);
        block.Number((ulong)(series - id));
        id = series;
        block.Number((ulong)extra);
        block.Number(column.Length);
        block.Bytes(column.Written);
        if (points.Count > 0) before = points;
    }

    void Fit(int n)
    {
        if (n <= longs.Length) return;
        longs = new long[n];
        scratch = new ulong[n];
        other = new ulong[n];
    }

    void Column(Points points)
    {
        var n = points.Count;
        time.Clear();
        number.Clear();
        var timeMode = TimeColumn.Mode.Same;
        if (before is null || !before.SameTimes(points))
        {
            for (var i = 0; i < n; i++) longs[i] = points.TimeAt(i);
            timeMode = TimeColumn.Write(time, longs.AsSpan(0, n), scratch, other);
        }
        var allNumbers = points.Plain;
        if (!allNumbers)
        {
            allNumbers = true;
            for (var i = 0; i < n && allNumbers; i++) allNumbers = points.KindAt(i) == SampleKind.Number;
        }
        var numberMode = NumberColumn.Write(number, points, allNumbers, longs, scratch, other);
        column.Byte(new ColumnHead(timeMode, numberMode, !points.Plain, AnyDoubts(points), points.HasText).ToByte());
        column.Bytes(time.Written);
        if (!points.Plain) ByteRuns.Write(column, n, points.KindByteAt);
        if (AnyDoubts(points)) ByteRuns.Write(column, n, i => (byte)points.QualityAt(i));
        if (points.HasText) WriteTexts(points);
        column.Bytes(number.Written);
    }

    static bool AnyDoubts(Points points)
    {
        if (!points.HasDoubts) return false;
        for (var i = 0; i < points.Count; i++)
            if (points.QualityAt(i) != Quality.Good) return true;
        return false;
    }

    void WriteTexts(Points points)
    {
        var texts = new List<string>(points.Count);
        for (var i = 0; i < points.Count; i++)
            if (points.KindAt(i) is SampleKind.Text or SampleKind.Json) texts.Add(points.TextAt(i) ?? "");
        var body = new ByteSink();
        TextColumn.Write(body, texts);
        column.Number(body.Length);
        column.Bytes(body.Written);
    }
}
