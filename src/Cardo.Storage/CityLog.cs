using Cardo.Kernel;
using Cardo.Storage.Log;
using Cardo.Storage.Store;

namespace Cardo.Storage;

/// <summary>
/// The one way to durability for what lives in memory: records are appended under <see cref="Gate"/> and applied to
/// memory at once, and are acknowledged only after <see cref="Durable"/>. Checkpoints put memory into the database and
/// drop old segments; a start loads the database and replays the rest. When the disk fails, the process stops: nothing
/// more is acknowledged.
/// </summary>
public sealed class CityLog : IAsyncDisposable
{
    /// <summary>The longest payload of one record, in bytes.</summary>
    public const int MaxPayload = LogFormat.MaxPayload;

    readonly Db db;
    readonly TimeProvider clock;
    readonly LogOptions options;
    readonly Segments found;
    readonly SegmentWriter writer;
    readonly Committer committer;
    readonly ILogStream?[] streams = new ILogStream?[256];
    readonly Lock checkpointing = new();
    readonly Checkpointer checkpointer;
    (object? Captured, ILogStream Stream)[]? unsaved;
    long unsavedLsn;
    long checkpointLsn;
    long heldBytes;
    long unsavedHeld;
    bool started;
    bool ended;

    CityLog(Db db, TimeProvider clock, LogOptions options, long checkpointLsn, Segments found, SegmentWriter writer)
    {
        (this.db, this.clock, this.options, this.checkpointLsn, this.found, this.writer) = (db, clock, options, checkpointLsn, found, writer);
        committer = new Committer(writer, found.TailLsn, options.PendingBytes, FailStop, () => Committed?.Invoke());
        checkpointer = new Checkpointer(clock, options, () => TailLsn - CheckpointLsn + Interlocked.Read(ref heldBytes), CheckpointNow);
    }

    /// <summary>
    /// Opens the log of a database, checks every record after the last checkpoint and cuts an unfinished write off.
    /// Refusals: <c>log-corrupt</c>, <c>log-missing</c>, <c>log-short</c>, <c>log-folder</c>, and those of <see cref="Migrations"/>.
    /// </summary>
    public static Outcome<CityLog> Open(string dir, Db db, TimeProvider clock, LogOptions? options = null) => Open(dir, db, clock, options ?? new LogOptions(), SystemDisk.It, Ids.System);

    internal static Outcome<CityLog> Open(string dir, Db db, TimeProvider clock, LogOptions options, IDisk disk, Ids ids)
    {
        if (!Migrations.Apply(db, typeof(CityLog).Assembly, "Storage").Try(out _, out var refusal)) return refusal;
        try
        {
            Directory.CreateDirectory(dir);
            var row = db.Read(LogRow.Find);
            if (row is null)
            {
                if (Directory.EnumerateFiles(dir, "log-*.seg").Any())
                    return new Refusal(RefusalKind.Unavailable, "log-corrupt", $"The log in {dir} belongs to another database than {db.Place}.");
                row = new LogRow(NewId(ids), 0);
                db.Write(tx => LogRow.Make(tx, row.LogId));
            }
            var id = Guid.Parse(row.LogId);
            var found = new Segments(dir, id);
            if (found.Check(row.CheckpointLsn, disk) is { } fault) return fault;
            return new CityLog(db, clock, options, row.CheckpointLsn, found, new SegmentWriter(dir, id, disk, clock, options.SegmentBytes, found));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Refusal(RefusalKind.Unavailable, "log-folder", $"The log in {dir} can't be opened: {e.Message}");
        }
    }

    static string NewId(Ids ids)
    {
        Span<byte> bytes = stackalloc byte[16];
        ids.Fill(bytes);
        return new Guid(bytes, bigEndian: true).ToString("n");
    }

    /// <summary>Held while appending and while changing what records describe; never while waiting for anything.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The end of what was appended.</summary>
    public long TailLsn => committer.TailLsn;

    /// <summary>The end of what is on stable storage.</summary>
    public long DurableLsn => committer.DurableLsn;

    /// <summary>Where the database stands.</summary>
    public long CheckpointLsn => Interlocked.Read(ref checkpointLsn);

    /// <summary>How long the segment files are together.</summary>
    public long BytesOnDisk => writer.BytesOnDisk;

    /// <summary>
    /// Called after each group commit, on the log's own thread and before those who wait for it go on. What it takes is taken
    /// from the disk's time, and it must not throw.
    /// </summary>
    public Action? Committed { get; set; }

    /// <summary>
    /// Called once when the disk failed, before any waiter learns of it. Unset, the process says why on one line of
    /// stderr and ends with code 70 at once.
    /// </summary>
    public Action<string>? OnFailStop { get; set; }

    /// <summary>Why the last checkpoint failed; null when it didn't. Nothing is lost by it: the log keeps everything, and it is tried again.</summary>
    public string? CheckpointTrouble => checkpointer.Trouble;

    /// <summary>Adds a participant. Before <see cref="Start"/>.</summary>
    public void Register(ILogStream stream)
    {
        if (started) throw new InvalidOperationException("streams are registered before the start");
        if (stream.Stream == LogFormat.MarkStream || streams[stream.Stream] is not null) throw new ArgumentException($"stream {stream.Stream} is taken");
        streams[stream.Stream] = stream;
    }

    /// <summary>Loads every participant from the database and replays the log's tail, in the order of registration's numbers.</summary>
    public Recovery Start()
    {
        if (started) throw new InvalidOperationException("the log is started already");
        var begin = clock.GetTimestamp();
        lock (Gate)
        {
            foreach (var stream in streams) stream?.Load(db);
            var records = found.Replay(checkpointLsn, (lsn, number, payload) =>
                (streams[number] ?? throw new InvalidOperationException($"the log holds records of stream {number}, which nobody registered")).Replay(lsn, payload));
            started = true;
            checkpointer.Start();
            return new Recovery(checkpointLsn, TailLsn, records, TailLsn - checkpointLsn, found.TornBytes, clock.GetElapsedTime(begin).TotalSeconds);
        }
    }

    /// <summary>
    /// Appends a record and returns the LSN after it. Under the gate. Does not wait for the disk, but blocks while four
    /// times <see cref="LogOptions.PendingBytes"/> are waiting for it: ask for <see cref="Room"/> before taking the gate.
    /// </summary>
    /// <param name="heldMore">what memory holds until a checkpoint beyond the record's own length, in bytes: a checkpoint comes the sooner</param>
    public long Append(byte stream, ReadOnlySpan<byte> payload, int heldMore = 0)
    {
        if (!Gate.IsHeldByCurrentThread) throw new InvalidOperationException("append under the gate");
        if (!started || stream == LogFormat.MarkStream) throw new InvalidOperationException("the log is not started, or the stream is the log's own");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayload);
        var lsn = committer.Append(stream, payload);
        var held = lsn - checkpointLsn + (heldMore == 0 ? Interlocked.Read(ref heldBytes) : Interlocked.Add(ref heldBytes, heldMore));
        if (held >= options.CheckpointBytes) checkpointer.Wake(held);
        return lsn;
    }

    /// <summary>Completes when every record before <paramref name="lsn"/> is on stable storage; faults when the log failed. Cheap for thousands at once.</summary>
    public ValueTask Durable(long lsn) => committer.Durable(lsn);

    /// <summary>Whether less than <see cref="LogOptions.PendingBytes"/> wait for the disk.</summary>
    public bool HasRoom => committer.HasRoom;

    /// <summary>Completes when there is room: a sender awaits it before it appends, so that a slow disk slows the senders and not the memory.</summary>
    public ValueTask Room() => committer.Room();

    /// <summary>Puts what changed into the database now and drops the segments that are no longer needed.</summary>
    public Task Checkpoint() => Task.Factory.StartNew(CheckpointNow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    void CheckpointNow()
    {
        lock (checkpointing)
        {
            if (!started || ended) return;
            // What a failed checkpoint had captured is no longer marked as changed: it must be saved before anything newer.
            if (unsaved is not null) SaveCaptured();
            Capture();
            SaveCaptured();
        }
    }

    void Capture()
    {
        lock (Gate)
        {
            unsavedLsn = TailLsn;
            unsavedHeld = Interlocked.Read(ref heldBytes);
            unsaved = [.. streams.OfType<ILogStream>().Select(s => (s.Capture(), s)).ToList()];
        }
    }

    void SaveCaptured()
    {
        var parts = unsaved!.Where(p => p.Captured is not null).ToList();
        if (parts.Count == 0 && unsavedLsn == checkpointLsn)
        {
            unsaved = null;
            return;
        }
        db.Write(tx =>
        {
            foreach (var (captured, stream) in parts) stream.Save(tx, captured!);
            LogRow.Advance(tx, unsavedLsn);
            // The database must never know of more than the log holds, or LSNs would be given twice.
            committer.WaitDurable(TailLsn);
        });
        Interlocked.Exchange(ref checkpointLsn, unsavedLsn);
        Interlocked.Add(ref heldBytes, -unsavedHeld);
        unsaved = null;
        foreach (var (captured, stream) in parts) stream.Saved(captured!);
        writer.Drop(checkpointLsn);
    }

    /// <summary>What stands in the log shall not stay there: the next write begins a new file, and the checkpoint after it removes this one.</summary>
    internal void Renew() => writer.Renew();

    void FailStop(Exception e)
    {
        var why = $"cardo: the log can't be written, stopping so that nothing is acknowledged that isn't kept: {e.Message}";
        if (OnFailStop is { } told)
        {
            told(why);
            return;
        }
        Console.Error.WriteLine(why);
        Console.Error.Flush();
        Native.EndNow(70);
    }

    /// <summary>The end without a last checkpoint, as a kill leaves it: for tests.</summary>
    internal async Task Abandon()
    {
        await checkpointer.DisposeAsync();
        lock (checkpointing) ended = true;
        committer.Dispose();
        writer.Dispose();
    }

    /// <summary>A last checkpoint, then the end. When the checkpoint fails nothing is lost: the log has it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ended) return;
        await checkpointer.DisposeAsync();
        try
        {
            await Checkpoint();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or TimeoutException)
        {
            Console.Error.WriteLine($"cardo: the last checkpoint failed; the next start replays the log: {e.Message}");
        }
        lock (checkpointing) ended = true;
        committer.Dispose();
        writer.Dispose();
    }
}
