using System.Text;
using Cardo.Sensing.Mqtt.Store;
using Cardo.Storage;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// The ledger on the city's log (stream 4): every change is a record, durable with the group commit; a checkpoint moves
/// what is left of them into mqtt_state. It holds no copy of the state: only what changed since the last checkpoint.
/// </summary>
internal sealed class LogLedger : ILedger, ILogStream
{
    const byte PutOp = 1, PutSharedOp = 2, RemoveOp = 3, DropOp = 4;
    // Heads in one record: far below the longest record whatever the keys.
    const int HeadsPerRecord = 512;

    readonly CityLog log;
    readonly MemoryStream record = new();
    readonly BinaryWriter writer;
    // All three under the log's gate.
    Dictionary<string, Dictionary<string, byte[]>>? restored = [];
    Dictionary<string, Dictionary<string, Change>> dirty = [];
    HashSet<string> dropped = [];

    /// <param name="Body">null: removed</param>
    /// <param name="Fresh">it was made since the last checkpoint, so the database knows nothing of it</param>
    sealed record Change(byte[]? Body, bool Fresh);

    sealed record Captured(HashSet<string> Dropped, Dictionary<string, Dictionary<string, Change>> Dirty);

    public LogLedger(CityLog log)
    {
        this.log = log;
        writer = new BinaryWriter(record, Encoding.UTF8);
    }

    public byte Stream => 4;

    public IEnumerable<LedgerItem> Restore()
    {
        lock (log.Gate)
        {
            var all = restored ?? throw new InvalidOperationException("restored already");
            restored = null;
            return [.. all.SelectMany(o => o.Value.Select(i => new LedgerItem(o.Key, i.Key, i.Value)))];
        }
    }

    public ValueTask Durable(long position) => log.Durable(position);

    public long Put(string owner, string item, ReadOnlySpan<byte> body)
    {
        var kept = body.ToArray();
        lock (log.Gate)
        {
            Begin(PutOp);
            writer.Write(owner);
            writer.Write(item);
            writer.Write(kept);
            Applied(owner, item, kept, fresh: false);
            return Append();
        }
    }

    public long PutShared(IReadOnlyList<LedgerItem> heads, ReadOnlySpan<byte> shared)
    {
        long position = 0;
        lock (log.Gate)
        {
            for (var i = 0; i < heads.Count; i += HeadsPerRecord)
            {
                var chunk = heads.Skip(i).Take(HeadsPerRecord).ToList();
                Begin(PutSharedOp);
                writer.Write(chunk.Count);
                foreach (var head in chunk)
                {
                    writer.Write(head.Owner);
                    writer.Write(head.Item);
                    writer.Write((ushort)head.Body.Length);
                    writer.Write(head.Body);
                    Applied(head.Owner, head.Item, [.. head.Body, .. shared], fresh: true);
                }
                writer.Write(shared);
                position = Append();
            }
        }
        return position;
    }

    public long Remove(string owner, string item)
    {
        lock (log.Gate)
        {
            Begin(RemoveOp);
            writer.Write(owner);
            writer.Write(item);
            Applied(owner, item, null, fresh: false);
            return Append();
        }
    }

    public long Drop(string owner)
    {
        lock (log.Gate)
        {
            Begin(DropOp);
            writer.Write(owner);
            AppliedDrop(owner);
            return Append();
        }
    }

    void Begin(byte op)
    {
        record.SetLength(0);
        writer.Write(op);
    }

    long Append()
    {
        writer.Flush();
        var lsn = log.Append(Stream, record.GetBuffer().AsSpan(0, (int)record.Length));
        if (record.Capacity > 1 << 20) record.Capacity = 1 << 16;
        return lsn;
    }

    void Applied(string owner, string item, byte[]? body, bool fresh)
    {
        if (restored is not null)
        {
            var items = Of(restored, owner);
            if (body is null) items.Remove(item);
            else items[item] = body;
        }
        var changes = Of(dirty, owner);
        var known = changes.TryGetValue(item, out var before);
        // Made and gone between two checkpoints: the database never hears of it.
        if (body is null && known && before!.Fresh) changes.Remove(item);
        else changes[item] = new Change(body, known ? before!.Fresh : fresh);
    }

    void AppliedDrop(string owner)
    {
        restored?.Remove(owner);
        dirty.Remove(owner);
        dropped.Add(owner);
    }

    static Dictionary<string, T> Of<T>(Dictionary<string, Dictionary<string, T>> owners, string owner)
    {
        if (!owners.TryGetValue(owner, out var items)) owners[owner] = items = [];
        return items;
    }

    public void Load(Db db)
    {
        // A table that can't be made is a database that can't be used: the start ends here, saying why.
        if (!MqttState.Migrate(db).Try(out _, out var refusal)) throw new InvalidOperationException(refusal.Message);
        foreach (var item in db.Read(MqttState.All)) Of(restored!, item.Owner)[item.Item] = item.Body;
    }

    public void Replay(long lsn, ReadOnlySpan<byte> payload)
    {
        using var reader = new BinaryReader(new MemoryStream(payload.ToArray()), Encoding.UTF8);
        var op = reader.ReadByte();
        switch (op)
        {
            case PutOp: Applied(reader.ReadString(), reader.ReadString(), Rest(reader), fresh: false); break;
            case PutSharedOp: ReplayShared(reader); break;
            case RemoveOp: Applied(reader.ReadString(), reader.ReadString(), null, fresh: false); break;
            case DropOp: AppliedDrop(reader.ReadString()); break;
            default: throw new InvalidOperationException($"record {op} of stream 4 at {lsn} is of a newer program");
        }
    }

    void ReplayShared(BinaryReader reader)
    {
        var heads = new List<LedgerItem>();
        for (var left = reader.ReadInt32(); left > 0; left--) heads.Add(new LedgerItem(reader.ReadString(), reader.ReadString(), reader.ReadBytes(reader.ReadUInt16())));
        var shared = Rest(reader);
        foreach (var head in heads) Applied(head.Owner, head.Item, [.. head.Body, .. shared], fresh: true);
    }

    static byte[] Rest(BinaryReader reader) => reader.ReadBytes((int)(reader.BaseStream.Length - reader.BaseStream.Position));

    public object? Capture()
    {
        if (dirty.Count == 0 && dropped.Count == 0) return null;
        var captured = new Captured(dropped, dirty);
        (dropped, dirty) = ([], []);
        return captured;
    }

    public void Save(Tx tx, object captured)
    {
        var (owners, changes) = (Captured)captured;
        var all = changes.SelectMany(o => o.Value.Select(i => new LedgerItem(o.Key, i.Key, i.Value.Body!))).ToList();
        MqttState.Save(tx, owners, all.Where(i => i.Body is not null), all.Where(i => i.Body is null));
    }
}
