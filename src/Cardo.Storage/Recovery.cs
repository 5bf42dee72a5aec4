namespace Cardo.Storage;

/// <summary>What a start found in the log.</summary>
/// <param name="FromLsn">the checkpoint the database stands at</param>
/// <param name="TailLsn">the end of the log</param>
/// <param name="Records">how many records were applied again</param>
/// <param name="Bytes">how long they were, frames included</param>
/// <param name="TornBytes">how much of an unfinished, never acknowledged write was cut off the end</param>
/// <param name="Seconds">how long loading and replaying took</param>
public sealed record Recovery(long FromLsn, long TailLsn, long Records, long Bytes, long TornBytes, double Seconds);
