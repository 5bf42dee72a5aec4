namespace Cardo.Storage;

/// <summary>How history is kept.</summary>
/// <param name="SealPoints">a series is sealed into a chunk when it has so many open points</param>
/// <param name="CacheBytes">how much memory unpacked chunks may take</param>
public sealed record SeriesOptions(int SealPoints = 144, long CacheBytes = 32 << 20);
