namespace Cardo.Cases;

/// <summary>How far an import is: rows, and bytes of the file.</summary>
public sealed record HistoryProgress(long Rows, long Bytes, long TotalBytes);

/// <summary>What became of every row: read = taken + there before + refused.</summary>
public sealed record HistoryReport(long Read, long Taken, long Before, long Refused, IReadOnlyDictionary<string, long> Reasons, double Seconds);
