using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Traffic.Live;
using Cardo.Traffic.Store;
using Cardo.Traffic.Sumo;

namespace Cardo.Traffic.Studio;

/// <summary>
/// Changes that are tried, one at a time, the others in a queue. What was asked for is a row at once, so that it outlives
/// the page and the city; each one that comes to an end is in the journal, so that nobody can show the one of ten that pleased.
/// </summary>
internal sealed class StudioDesk(Db db, JournalDesk journal, Settings settings, TimeProvider clock)
{
    /// <summary>More than this wait for none to be done.</summary>
    public const int MostWaiting = 10;

    /// <summary>Older ones go, published ones stay.</summary>
    public const int MostKept = 100;

    readonly SemaphoreSlim wake = new(0, 1);
    readonly Lock asking = new();
    CancellationTokenSource? stop;
    long running, stopAsked, version;
    (long Id, TryProgress Progress) now;

    /// <summary>Counts up when there is something new to see.</summary>
    public long Version => Interlocked.Read(ref version);

    public IReadOnlyList<CityNetwork> Networks => CityNetwork.Of(settings);

    public CityNetwork? Network(string name) => Networks.FirstOrDefault(n => n.Name == name);

    public IReadOnlyList<Trial> All => db.Read(TryRows.All);

    public Trial? Find(long id) => db.Read(tx => TryRows.Find(tx, id));

    /// <summary>The result of one that is done, as JSON; empty for others.</summary>
    public string ResultJson(long id) => db.Read(tx => TryRows.Result(tx, id));

    public TryResult? Result(long id) => ResultJson(id) is { Length: > 0 } json ? JsonSerializer.Deserialize<TryResult>(json) : null;

    /// <summary>The one that runs, with how far it is; null where none does.</summary>
    public (long Id, TryProgress Progress)? Running
    {
        get { lock (asking) return running > 0 ? (running, now.Id == running ? now.Progress : default) : null; }
    }

    /// <summary>How far the one that runs is; null for others.</summary>
    public TryProgress? Progress(long id)
    {
        lock (asking) return now.Id == id && running == id ? now.Progress : null;
    }

    /// <summary>Checks a change and puts it into the queue. Refusals: <c>network-unknown</c>, <c>sumo-missing</c>, <c>try-queue-full</c> and those of the change.</summary>
    public Outcome<Trial> Ask(string network, string change, int seeds, int firstSeed, string byWhom)
    {
        if (Network(network) is not { } known) return Refusal.NotFound("network-unknown", $"There is no network '{network}' here; put NAME.sumocfg into the folder traffic/ of the city or of its data.");
        if (SumoProcess.Absent() is { } absent) return absent;
        if (firstSeed is < 0 or > 1_000_000) return Refusal.Bad("seed-out-of-bounds", "The first seed is a number from 0 to 1,000,000.");
        if (!TryRun.Check(new TryRequest(known.ConfigFile, change, seeds) { FirstSeed = firstSeed }).Try(out var name, out var refusal)) return refusal;
        lock (asking)
        {
            var asked = db.Write<Outcome<Trial>>(tx =>
            {
                if (TryRows.Count(tx, TrialState.Waiting) >= MostWaiting) return Refusal.TooMany("try-queue-full", $"{MostWaiting} tries are waiting already. Nothing was taken: cancel one, or come again when one is done.");
                var trial = new Trial(TryRows.NextId(tx), TrialState.Waiting, network, name, change, seeds, firstSeed, byWhom, clock.NowUs(), 0, 0, 0, "");
                TryRows.Add(tx, trial);
                TryRows.Prune(tx, MostKept);
                return trial;
            });
            Changed();
            if (wake.CurrentCount == 0) wake.Release();
            return asked;
        }
    }

    /// <summary>Stops one that waits or runs; a simulator that runs for it is ended.</summary>
    public Outcome<Done> Cancel(long id)
    {
        lock (asking)
        {
            if (Find(id) is not { } trial) return Refusal.NotFound("try-unknown", $"There is no try {id}.");
            if (!trial.Open) return Refusal.Conflict("try-ended", "This try has ended already.");
            if (trial.State == TrialState.Waiting) db.Write(tx => TryRows.Put(tx, trial with { State = TrialState.Cancelled, EndedUs = clock.NowUs() }));
            else if (running == id)
            {
                // Its run may be about to begin and not be there to be stopped yet.
                stopAsked = id;
                stop?.Cancel();
            }
            Changed();
            return Done.It;
        }
    }

    /// <summary>Shows a result to everybody, or takes it back; both stand in the journal.</summary>
    public Outcome<Done> Publish(long id, bool open, string byWhom)
    {
        lock (asking)
        {
            if (Find(id) is not { } trial) return Refusal.NotFound("try-unknown", $"There is no try {id}.");
            if (trial.State != TrialState.Done) return Refusal.Conflict("try-not-done", "Only a try that is done has a result to publish.");
            if (trial.PublishedUs > 0 == open) return Done.It;
            db.Write(tx =>
            {
                TryRows.Put(tx, trial with { PublishedUs = open ? clock.NowUs() : 0 });
                journal.Append(tx, new JournalEntry(open ? "traffic.try-published" : "traffic.try-withdrawn", new JsonObject { ["try"] = id, ["by"] = byWhom, ["result_sha256"] = Hash(TryRows.Result(tx, id)) }));
            });
            Changed();
            return Done.It;
        }
    }

    /// <summary>What ran when the city ended was interrupted; what waited still waits.</summary>
    public void Recover() => db.Write(tx => { TryRows.Interrupt(tx, clock.NowUs()); });

    /// <summary>Waits for the next one and takes it.</summary>
    public async Task<(Trial Trial, CityNetwork? Network)> Next(CancellationToken cancel)
    {
        for (; ; await wake.WaitAsync(cancel))
        {
            cancel.ThrowIfCancellationRequested();
            lock (asking)
                if (db.Read(TryRows.NextWaiting) is { } waiting)
                {
                    var trial = waiting with { State = TrialState.Running, BeganUs = clock.NowUs() };
                    db.Write(tx => TryRows.Put(tx, trial));
                    (running, now) = (trial.Id, default);
                    Changed();
                    return (trial, Network(trial.Network));
                }
        }
    }

    /// <summary>What Cancel is to end.</summary>
    public void Stoppable(CancellationTokenSource source)
    {
        lock (asking)
        {
            stop = source;
            if (stopAsked == running) source.Cancel();
        }
    }

    public void Tell(long id, TryProgress progress)
    {
        lock (asking) now = (id, progress);
        Changed();
    }

    /// <summary>Writes how it ended, with its entry in the journal where it has a result.</summary>
    public void End(Trial trial, TrialState state, string trouble, TryResult? result)
    {
        var json = result is null ? null : JsonSerializer.Serialize(result);
        lock (asking)
        {
            (running, now, stop) = (0, default, null);
            db.Write(tx =>
            {
                TryRows.Put(tx, trial with { State = state, EndedUs = clock.NowUs(), Trouble = trouble, Delay_s = result?.Measures.FirstOrDefault(m => m.Id == "delay")?.Difference.Mean }, json);
                if (json is not null) journal.Append(tx, new JournalEntry("traffic.tried", new JsonObject { ["try"] = trial.Id, ["by"] = trial.ByWhom, ["network"] = trial.Network, ["change_sha256"] = Hash(trial.Change), ["seeds"] = trial.Seeds, ["first_seed"] = trial.FirstSeed, ["result_sha256"] = Hash(json) }));
            });
        }
        Changed();
    }

    void Changed() => Interlocked.Increment(ref version);

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
