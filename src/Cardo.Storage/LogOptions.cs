namespace Cardo.Storage;

/// <summary>How the log behaves.</summary>
/// <param name="SegmentBytes">a new segment file is begun when one is this long</param>
/// <param name="PendingBytes">how much may wait for the disk before <see cref="CityLog.Room"/> makes senders wait; at four times as much <see cref="CityLog.Append"/> itself blocks</param>
/// <param name="CheckpointBytes">a checkpoint is begun when this much was appended since the last one, and the last one's rest is over</param>
/// <param name="CheckpointSeconds">a checkpoint is begun when the last one is this old and something was appended</param>
public sealed record LogOptions(
    int SegmentBytes = 32 << 20,
    int PendingBytes = 8 << 20,
    long CheckpointBytes = 64 << 20,
    int CheckpointSeconds = 300);
