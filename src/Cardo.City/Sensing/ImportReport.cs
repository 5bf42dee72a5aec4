namespace Cardo.Sensing;

/// <summary>What became of one mapping's rows. Each row is counted once: Read = Imported + Unchanged + Duplicates + Rejected + LeftOut.</summary>
public sealed record ImportReport
{
    /// <summary>The mapping's name: its file without .yaml.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Neither mapping nor files changed since the last run, so nothing was read; the counts are that run's.</summary>
    public bool Skipped { get; init; }

    public long Read { get; init; }

    /// <summary>Rows that were written, the marked ones among them.</summary>
    public long Imported { get; init; }

    /// <summary>Rows that say what the twin already knew.</summary>
    public long Unchanged { get; init; }

    /// <summary>Rows of an id (and moment) that was there before in the same run.</summary>
    public long Duplicates { get; init; }

    public long Rejected { get; init; }

    /// <summary>Rows that are not this city's business by the mapping's <c>where</c>.</summary>
    public long LeftOut { get; init; }

    /// <summary>Imported, unchanged or duplicate rows with something odd about them; each is kept and told.</summary>
    public long Marked { get; init; }

    /// <summary>Different entities the rows are about.</summary>
    public long Entities { get; init; }

    /// <summary>Attribute values that went to history.</summary>
    public long Observations { get; init; }

    public required IReadOnlyDictionary<string, long> RejectedBy { get; init; }

    /// <summary>A row with two oddities counts in both reasons.</summary>
    public required IReadOnlyDictionary<string, long> MarkedBy { get; init; }

    /// <summary>The first few of each reason.</summary>
    public required IReadOnlyList<RowIssue> Examples { get; init; }

    /// <summary>The whole list as CSV, or null when there is nothing to list.</summary>
    public string? ListFile { get; init; }

    /// <summary>Files or columns that are missing and the like: what kept the whole from being read.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public double Seconds { get; init; }
}

public enum RowIssueKind { Rejected, Duplicate, Marked }

/// <summary>Something wrong or odd about one row.</summary>
/// <param name="File">relative to the data folder</param>
/// <param name="Line">of the record's first character, from 1 (in TopoJSON the record's number)</param>
/// <param name="Reason">one of few sentences, to count by</param>
/// <param name="Id">the entity, when it is known</param>
public sealed record RowIssue(RowIssueKind Kind, string File, long Line, string Reason, string Id);

/// <summary>How far an import is.</summary>
/// <param name="Bytes">read of the current file, packed where it is packed</param>
/// <param name="TotalBytes">of the current file</param>
public sealed record ImportProgress(string Name, string File, long Rows, long Bytes, long TotalBytes);

/// <summary>One mapping of the city.</summary>
/// <param name="Observations">its rows are moments of things, not things</param>
/// <param name="Missing">its files that aren't in the data folder</param>
public sealed record ImportSource(string Name, string Title, bool Observations, IReadOnlyList<string> Files, IReadOnlyList<string> Missing, IReadOnlyDictionary<string, string> Source);
