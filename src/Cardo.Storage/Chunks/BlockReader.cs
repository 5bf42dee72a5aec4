using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>Reads one series after another from a block, or the one that is asked for. Damage throws <see cref="InvalidDataException"/>.</summary>
internal ref struct BlockReader
{
    /// <summary>More points than any column has.</summary>
    public const int MostPoints = 1 << 20;

    readonly ReadOnlySpan<byte> whole;
    ByteSource rest;
    ReadOnlySpan<byte> column;
    ReadOnlySpan<byte> timed;
    long[]? times;

    public BlockReader(ReadOnlySpan<byte> block)
    {
        whole = block;
        rest = new ByteSource(block);
        var version = rest.Byte();
        if (version != BlockWriter.Version) throw new InvalidDataException($"a chunk of version {version}; this program reads {BlockWriter.Version}");
    }

    public int Series { get; private set; }

    public long Extra { get; private set; }

    public readonly bool Empty => column.IsEmpty;

    /// <summary>The column as it is written.</summary>
    public readonly ReadOnlySpan<byte> Column => column;

    /// <summary>Goes to the next series; false at the end.</summary>
    public bool Next()
    {
        if (rest.Left == 0) return false;
        Series = checked(Series + (int)rest.Number());
        Extra = (long)rest.Number();
        column = rest.Take(rest.Count(whole.Length));
        if (!column.IsEmpty && ColumnHead.From(column[0]).Time != TimeColumn.Mode.Same)
        {
            timed = column;
            times = null;
        }
        return true;
    }

    /// <summary>Goes to a series; false when the block hasn't got it.</summary>
    public bool Seek(int series)
    {
        while (Next())
            if (Series == series) return true;
        return false;
    }

    public Points Points()
    {
        if (column.IsEmpty) return new Points();
        var source = Open(out var head);
        var n = times!.Length;
        var kinds = head.Kinds ? ByteRuns.Read(ref source, n) : null;
        var doubts = head.Doubts ? ByteRuns.Read(ref source, n) : null;
        var texts = head.Texts ? Texts(ref source, kinds ?? throw new InvalidDataException("texts without kinds"), n) : null;
        return new Points(times, NumberColumn.Read(ref source, head.Number, n), kinds, doubts, texts);
    }

    /// <summary>How many points the column has, without unpacking anything.</summary>
    public readonly int Count()
    {
        if (column.IsEmpty) return 0;
        if (timed.IsEmpty) throw new InvalidDataException("a column that borrows moments from nowhere");
        var lender = new ByteSource(timed[1..]);
        return lender.Count(MostPoints);
    }

    // Reads the moments, own or borrowed, and stands behind them.
    ByteSource Open(out ColumnHead head)
    {
        var source = new ByteSource(column);
        head = ColumnHead.From(source.Byte());
        if (head.Time != TimeColumn.Mode.Same)
        {
            times = TimeColumn.Read(ref source, head.Time, MostPoints);
            return source;
        }
        if (times is not null) return source;
        if (timed.IsEmpty) throw new InvalidDataException("a column that borrows moments from nowhere");
        var lender = new ByteSource(timed);
        times = TimeColumn.Read(ref lender, ColumnHead.From(lender.Byte()).Time, MostPoints);
        return source;
    }

    static string?[] Texts(ref ByteSource source, byte[] kinds, int n)
    {
        var count = 0;
        foreach (var kind in kinds)
            if (IsText(kind)) count++;
        var body = new ByteSource(source.Take(source.Count(source.Left)));
        var read = TextColumn.Read(ref body, count);
        var texts = new string?[n];
        for (int i = 0, at = 0; i < n; i++)
            if (IsText(kinds[i])) texts[i] = read[at++];
        return texts;
    }

    static bool IsText(byte kind) => (SampleKind)(kind & 0x7f) is SampleKind.Text or SampleKind.Json;

    /// <summary>The statistics of a column that is all numbers, without unpacking it; null when it has none.</summary>
    public Bucket? Stats(long startUs)
    {
        var source = Open(out var head);
        var n = times!.Length;
        var kinds = head.Kinds ? ByteRuns.Read(ref source, n) : null;
        var doubts = head.Doubts ? ByteRuns.Read(ref source, n) : null;
        if (head.Texts || NumberColumn.ReadStats(ref source, head.Number) is not { } s) return null;
        var edges = times;
        return new Bucket(startUs, n, s.Min, s.Max, s.Sum, s.SumSquares, Edge(0, s.First), Edge(n - 1, s.Last));

        Sample Edge(int i, double value) => new(edges[i], SampleKind.Number, value, null, doubts is null ? Quality.Good : (Quality)doubts[i], kinds is null || (kinds[i] & 0x80) == 0);
    }
}
