namespace Cardo.Storage;

/// <summary>Something wrong with stored history.</summary>
/// <param name="Seq">the number of the chunk</param>
/// <param name="Code"><c>chunk-changed</c> its hash is another, <c>chunk-unreadable</c>, <c>chunk-statistics</c> they are
/// not those of its points, <c>chunk-unsealed</c> nobody recorded its hash, <c>chunk-missing</c> it was sealed and is gone
/// without a word, <c>seal-changed</c> the hashes are not those that were witnessed</param>
/// <param name="What">one sentence</param>
/// <param name="Series">whose points it holds, as far as that can be read</param>
public sealed record ChunkFault(long Seq, string Code, string What, IReadOnlyList<SeriesName> Series);

/// <summary>What a check went through.</summary>
public sealed record HistoryTally(long Chunks, long Points, long Bytes, long Hashes, long Faults);
