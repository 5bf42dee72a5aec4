namespace Cardo.Storage;

/// <summary>How history is kept.</summary>
/// <param name="SealPoints">a series is sealed into a chunk when it has so many open points</param>
/// <param name="ShelfBytes">how much of what was sealed last stays in memory too, compressed as it is; about 0.6 bytes a point</param>
public sealed record SeriesOptions(int SealPoints = 144, long ShelfBytes = 64 << 20);
