namespace Cardo.Storage;

/// <summary>
/// State that lives in memory, is made durable by the log, and is put into the database at checkpoints.
/// Numbers given: 1 series, 2 twin, 3 rules, 4 MQTT sessions; 0 is the log's own.
/// </summary>
public interface ILogStream
{
    byte Stream { get; }

    /// <summary>Fills memory from the database, as the last checkpoint left it. Called once, before any replay.</summary>
    void Load(Db db);

    /// <summary>Applies a record again that was appended after the last checkpoint, in the order of appending.</summary>
    /// <param name="lsn">what <see cref="CityLog.Append"/> returned for it</param>
    void Replay(long lsn, ReadOnlySpan<byte> payload);

    /// <summary>
    /// Takes hold of what changed since the last capture; null when nothing did. Called under the gate: swap a list,
    /// don't copy a city.
    /// </summary>
    object? Capture();

    /// <summary>
    /// Writes what was captured, or anything newer, into the database. Runs beside appends, off the gate. May be called
    /// again with the same object when the database failed, and everything it writes must then come out the same:
    /// upserts, not inserts.
    /// </summary>
    void Save(Tx tx, object captured);

    /// <summary>The transaction in which <paramref name="captured"/> was saved is committed. Off the gate.</summary>
    void Saved(object captured)
    {
    }
}
