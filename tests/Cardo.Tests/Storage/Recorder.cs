using Cardo.Storage;

namespace Cardo.Tests.Storage;

/// <summary>A participant that remembers its records in a list, and keeps the list in a table at checkpoints.</summary>
internal sealed class Recorder(CityLog log, byte stream = 9) : ILogStream
{
    List<(long Lsn, byte[] Payload)> unsaved = [];
    int failures;

    public byte Stream => stream;

    public List<byte[]> Records { get; } = [];

    public int Saves { get; private set; }

    public void FailNextSaves(int count) => failures = count;

    public long Append(byte[] payload)
    {
        lock (log.Gate)
        {
            var lsn = log.Append(stream, payload);
            Records.Add(payload);
            unsaved.Add((lsn, payload));
            return lsn;
        }
    }

    sealed record Row(long Lsn, byte[] Payload);

    public void Load(Db db)
    {
        db.Write(tx => tx.Execute($"CREATE TABLE IF NOT EXISTS recorder_{stream} (lsn bigint NOT NULL PRIMARY KEY, payload bytea NOT NULL)"));
        Records.AddRange(db.Read(tx => tx.Query<Row>($"SELECT lsn, payload FROM recorder_{stream} ORDER BY lsn")).Select(r => r.Payload));
    }

    public void Replay(long lsn, ReadOnlySpan<byte> payload)
    {
        Records.Add(payload.ToArray());
        unsaved.Add((lsn, payload.ToArray()));
    }

    public object? Capture()
    {
        if (unsaved.Count == 0) return null;
        var captured = unsaved;
        unsaved = [];
        return captured;
    }

    public void Save(Tx tx, object captured)
    {
        Saves++;
        tx.Upsert($"recorder_{stream}", "lsn", ((List<(long Lsn, byte[] Payload)>)captured).Select(c => new Row(c.Lsn, c.Payload)));
        if (failures-- > 0) throw new IOException("the database is away");
    }
}
