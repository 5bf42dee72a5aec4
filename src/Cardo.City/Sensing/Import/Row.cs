namespace Cardo.Sensing.Import;

/// <summary>
/// One record of a source file: the text of the columns a mapping asked for, where it stood, and its geometry where
/// the format carries one. The same object is filled again for each record, so a million rows cost no strings.
/// </summary>
internal sealed class Row(int columns)
{
    const int Absent = -1;

    readonly int[] starts = new int[columns];
    readonly int[] lengths = Enumerable.Repeat(Absent, columns).ToArray();
    char[] text = new char[1024];
    int used;

    public int Columns => starts.Length;

    /// <summary>Index into the mapping's list of files.</summary>
    public int File { get; set; }

    /// <summary>Line of the record's first character, from 1.</summary>
    public long Line { get; set; }

    /// <summary>Number of the record in its file, from 1.</summary>
    public long Number { get; set; }

    /// <summary>Why this record can't be read (broken quoting, wrong number of fields); null when it can.</summary>
    public string? Fault { get; set; }

    /// <summary>GeoJSON geometry as UTF-8; empty where the format has none or the record's is null.</summary>
    public ReadOnlyMemory<byte> Geometry { get; set; }

    public void Clear()
    {
        used = 0;
        Fault = null;
        Geometry = default;
        Array.Fill(lengths, Absent);
    }

    public bool Has(int column) => lengths[column] != Absent;

    /// <summary>The column's text; empty when absent (ask <see cref="Has"/>).</summary>
    public ReadOnlySpan<char> this[int column] =>
        lengths[column] <= 0 ? default : text.AsSpan(starts[column], lengths[column]);

    public void Set(int column, ReadOnlySpan<char> value)
    {
        Open(column);
        Add(value);
    }

    /// <summary>Starts a column; <see cref="Add"/> then lengthens it.</summary>
    public void Open(int column)
    {
        starts[column] = used;
        lengths[column] = 0;
        current = column;
    }

    int current;

    public void Add(ReadOnlySpan<char> more)
    {
        if (used + more.Length > text.Length) Array.Resize(ref text, Math.Max(text.Length * 2, used + more.Length));
        more.CopyTo(text.AsSpan(used));
        used += more.Length;
        lengths[current] += more.Length;
    }
}
