using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Cardo.Journal.Store;
using Cardo.Kernel;
using Cardo.Standards.Merkle;
using Cardo.Storage;

namespace Cardo.Journal;

/// <summary>
/// The doorway to the city's one append-only log. An entry is written in the transaction of the state it explains;
/// right after the commit it is taken into the tree and a new head is signed (many entries at once where many come).
/// </summary>
public sealed class JournalDesk
{
    /// <summary>More entries wait for the next round.</summary>
    const int MostARound = 8192;

    readonly Db db;
    readonly JournalKey key;
    readonly TimeProvider clock;
    readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(4 * MostARound) { FullMode = BoundedChannelFullMode.Wait });
    readonly SemaphoreSlim wake = new(0, 1);
    readonly Lock sequencing = new();
    TreeEdge? edge;
    volatile SignedHead? head;

    internal JournalDesk(Db db, JournalKey key, TimeProvider clock) => (this.db, this.key, this.clock) = (db, key, clock);

    /// <summary>
    /// Opens the journal of a city: brings its tables up to date, finds or makes its key (named by the setting
    /// <c>journal.origin</c>, else after the city) and writes its first words. Refusals are those of
    /// <see cref="Migrations"/> and <see cref="JournalKey.Open"/>.
    /// </summary>
    public static Outcome<JournalDesk> Open(Db db, Settings settings, TimeProvider clock, Ids ids)
    {
        if (!Migrations.Apply(db, typeof(JournalDesk).Assembly, "Journal").Try(out _, out var refusal)) return refusal;
        if (!JournalKey.Open(settings.DataDir, settings.Text("journal.origin") ?? settings.CityName + "/journal", ids).Try(out var key, out refusal)) return refusal;
        var desk = new JournalDesk(db, key, clock);
        desk.Start();
        return desk;
    }

    sealed record Waiting(long AtUs, string Kind, string Json, TaskCompletionSource<long> Done);

    /// <summary>The key others check the head with.</summary>
    public NoteVerifier Verifier => key.Verifier;

    /// <summary>
    /// Writes an entry with the state it explains: it is there if and only if the transaction commits. Returns a
    /// ticket, not the entry's number: that is given when the entry is taken into the tree, a moment after the commit.
    /// </summary>
    public long Append(Tx tx, JournalEntry entry)
    {
        var (atUs, json) = Spell(entry);
        var ticket = JournalStore.AddPending(tx, atUs, entry.Kind, json);
        Wake();
        return ticket;
    }

    /// <summary>
    /// Writes an entry that explains no row of its own (a sealed chunk's hash, a measured fact). Completes with its
    /// number when it is durable and under a signed head; entries that come together share one commit.
    /// </summary>
    public async ValueTask<long> Append(JournalEntry entry)
    {
        var (atUs, json) = Spell(entry);
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.Writer.WriteAsync(new Waiting(atUs, entry.Kind, json, done));
        Wake();
        return await done.Task;
    }

    (long AtUs, string Json) Spell(JournalEntry entry)
    {
        var atUs = clock.NowUs();
        if (!EntryText.TrySpell(atUs, entry, out var json, out var fault)) throw new ArgumentException($"an entry of kind {entry.Kind} can't be written: {fault}", nameof(entry));
        return (atUs, json);
    }

    void Wake()
    {
        // At most one token: a round takes everything that is there.
        try { if (wake.CurrentCount == 0) wake.Release(); }
        catch (SemaphoreFullException) { /* another writer was quicker */ }
    }

    /// <summary>Waits until something may have to be done, or the time is over (another process may have written).</summary>
    internal Task<bool> Called(TimeSpan atMost, CancellationToken stop) => wake.WaitAsync(atMost, stop);

    /// <summary>The journal's first words, and those after its key changed.</summary>
    void Start()
    {
        var stored = db.Read(JournalStore.Head);
        var known = stored.Size > 0 && SignedNote.TryParse(stored.Note, out var note) && note.SignedBy(key.Verifier, Signing.Ed25519.Verify);
        if (!known) db.Write(tx => Append(tx, new JournalEntry(stored.Size == 0 ? "journal.opened" : "journal.rekeyed", new JsonObject { ["verifier"] = key.Verifier.Text })));
        Integrate();
    }

    /// <summary>Takes everything written so far into the tree; how many entries that were.</summary>
    public int Integrate()
    {
        lock (sequencing)
        {
            int total = 0, round;
            do total += round = Round();
            while (round >= MostARound);
            return total;
        }
    }

    int Round()
    {
        var waiting = new List<Waiting>();
        while (waiting.Count < MostARound && queue.Reader.TryRead(out var one)) waiting.Add(one);
        if (waiting.Count == 0 && head is not null && !db.Read(JournalStore.AnyPending)) return 0;
        try
        {
            var (first, count, signed) = db.Write(tx => Take(tx, waiting));
            // Only now: a head that is shown must have its entries and tiles behind it, and one that was rolled back never was.
            head = signed;
            for (var i = 0; i < waiting.Count; i++) waiting[i].Done.SetResult(first + i);
            return count;
        }
        catch (Exception e)
        {
            // Nothing was committed: what the edge holds beyond the stored tree never was.
            edge = null;
            foreach (var one in waiting) one.Done.TrySetException(e);
            throw;
        }
    }

    /// <summary>One group: pending rows first, then those that wait in memory. Returns the number of the first of the latter, how many in all, and the head over them.</summary>
    (long FirstWaiting, int Count, SignedHead Head) Take(Tx tx, List<Waiting> waiting)
    {
        var stored = JournalStore.LockHead(tx);
        var tree = edge is { } known && known.Size == stored.Size ? known : new TreeEdge(stored.Size, (level, index) => JournalStore.Tile(tx, level, index));
        var pending = JournalStore.TakePending(tx, MostARound);
        var firstWaiting = stored.Size + pending.Count;
        var entries = new List<RecordedEntry>(pending.Count + waiting.Count);
        foreach (var p in pending) entries.Add(new RecordedEntry(stored.Size + entries.Count, p.AtUs, p.Kind, p.Json));
        foreach (var w in waiting) entries.Add(new RecordedEntry(stored.Size + entries.Count, w.AtUs, w.Kind, w.Json));
        if (entries.Count > 0)
        {
            foreach (var entry in entries) tree.Append(EntryText.Leaf(entry.Json));
            JournalStore.AddEntries(tx, entries);
            foreach (var (tile, hashes) in tree.TakeChanged()) JournalStore.PutTile(tx, tile, hashes);
        }
        var checkpoint = new Checkpoint(key.Origin, tree.Size, tree.Root);
        var note = entries.Count > 0 || stored.Note.Length == 0 ? key.Sign(checkpoint) : stored.Note;
        if (note != stored.Note) JournalStore.SetHead(tx, tree.Size, note);
        edge = tree;
        return (firstWaiting, entries.Count, new SignedHead(checkpoint, note));
    }

    /// <summary>The newest signed head.</summary>
    public SignedHead Head()
    {
        if (head is null) Integrate();
        return head!;
    }

    /// <summary>Entry <paramref name="index"/>; null beyond the signed head.</summary>
    public RecordedEntry? Find(long index) => index < 0 || index >= Head().Checkpoint.Size ? null : db.Read(tx => JournalStore.Entries(tx, index, 1)).FirstOrDefault();

    /// <summary>Entries in order from <paramref name="index"/> on, at most <paramref name="limit"/>, read in a transaction of the caller's: what folds its state from them.</summary>
    public IReadOnlyList<RecordedEntry> From(Tx tx, long index, int limit) => JournalStore.Entries(tx, index, limit);

    /// <summary>The newest entries before <paramref name="before"/>, newest first; at most 1,000.</summary>
    public IReadOnlyList<RecordedEntry> Newest(long before, int limit, string? kind = null) => db.Read(tx => JournalStore.Newest(tx, before, Math.Clamp(limit, 1, 1000), kind));

    /// <summary>Every kind of entry there is so far.</summary>
    public IReadOnlyList<string> Kinds() => db.Read(JournalStore.Kinds);

    /// <summary>The proof that entry <paramref name="index"/> stands under the newest head; null beyond it.</summary>
    public LogProof? Prove(long index)
    {
        var (checkpoint, note) = Head();
        if (index < 0 || index >= checkpoint.Size) return null;
        return db.Read(tx => new LogProof(index, Proofs.Inclusion(index, checkpoint.Size, Tree(tx).Node), note));
    }

    /// <summary>The proof that the tree of <paramref name="newSize"/> entries begins with that of <paramref name="oldSize"/>; null beyond the head.</summary>
    public IReadOnlyList<Hash>? ProveConsistency(long oldSize, long newSize) =>
        oldSize < 0 || oldSize > newSize || newSize > Head().Checkpoint.Size ? null : db.Read(tx => Proofs.Consistency(oldSize, newSize, Tree(tx).Node));

    static TileTree Tree(Tx tx) => new((level, index) => JournalStore.Tile(tx, level, index));

    /// <summary>The bytes of a tile or an entry bundle; null when the tree has not grown that far.</summary>
    public byte[]? Read(Tile tile)
    {
        var size = Head().Checkpoint.Size;
        if (tile.Level == Tile.Entries) return tile.Index >= long.MaxValue / Tile.Full || tile.Index * Tile.Full + tile.Width > size ? null : BundleBytes(tile);
        var hashes = db.Read(tx => JournalStore.Tile(tx, tile.Level, tile.Index));
        // A row may be newer than the head we have shown: never say more than was signed.
        var filled = (size >> (Tile.Height * tile.Level)) - tile.Index * Tile.Full;
        if (hashes.Length < tile.Width || filled < tile.Width) return null;
        var bytes = new byte[tile.Width * Hash.Size];
        for (var i = 0; i < tile.Width; i++) hashes[i].CopyTo(bytes.AsSpan(i * Hash.Size));
        return bytes;
    }

    byte[] BundleBytes(Tile tile)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var entry in db.Read(tx => JournalStore.Entries(tx, tile.Index * Tile.Full, tile.Width))) Bundle.Write(bytes, Encoding.UTF8.GetBytes(entry.Json));
        return bytes.WrittenSpan.ToArray();
    }
}

/// <summary>A head and the signed note that carries it.</summary>
public sealed record SignedHead(Checkpoint Checkpoint, string Note);
