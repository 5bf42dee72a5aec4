namespace Cardo.Storage;

/// <summary>How long a history is kept, and what of it stays longer.</summary>
/// <param name="FromUs">samples before this moment may go</param>
/// <param name="SummaryUs">before they go they are summarized by periods of this length (count, least, greatest, sum, sum of
/// squares), counted from 1970; 0: nothing stays</param>
/// <param name="SummariesFromUs">summaries before this moment go too</param>
public readonly record struct KeepPolicy(long FromUs, long SummaryUs = 0, long SummariesFromUs = long.MinValue);

/// <summary>A value that was there for a moment, and the one that stands there now.</summary>
public readonly record struct Correction(Sample Was, Sample Is);

/// <summary>What came to all series since the start.</summary>
/// <param name="Repeated">samples that said again what was known</param>
/// <param name="Corrected">samples that said something else of a moment that was known</param>
/// <param name="Late">samples of a moment before the newest that was not known</param>
public readonly record struct SeriesTally(long Repeated, long Corrected, long Late);
