namespace Cardo.Storage;

/// <summary>How history is kept.</summary>
/// <param name="SealPoints">a series is sealed into a chunk when it has so many open points</param>
public sealed record SeriesOptions(int SealPoints = 144);
