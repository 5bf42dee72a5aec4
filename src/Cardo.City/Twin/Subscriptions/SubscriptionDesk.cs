using System.Collections.Concurrent;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin.Store;

namespace Cardo.Twin.Subscriptions;

/// <summary>
/// The subscriptions: in the database for ever, understood in memory, each with its sender. One listener hears the
/// news and hands matches on; nothing here waits for a subscriber.
/// </summary>
internal sealed class SubscriptionDesk : IAsyncDisposable
{
    /// <summary>More than a city has; a bound so that nobody fills the memory with them.</summary>
    public const int MaxSubscriptions = 10_000;

    sealed record Entry(Subscription Subscription, Sender Sender, CancellationTokenSource Stop);

    readonly ConcurrentDictionary<(string Tenant, string Id), Entry> entries = new();
    readonly Db db;
    readonly TwinDesk twin;
    readonly TimeProvider clock;
    readonly Ids ids;
    readonly IReadOnlyDictionary<string, INotifier> notifiers;
    readonly News.Subscription<EntitiesChanged> news;
    readonly CancellationTokenSource stop = new();
    Task? listening, ticking;

    public SubscriptionDesk(Db db, TwinDesk twin, TimeProvider clock, Ids ids, News news, IEnumerable<INotifier> notifiers)
    {
        (this.db, this.twin, this.clock, this.ids) = (db, twin, clock, ids);
        this.notifiers = notifiers.SelectMany(n => n.Schemes.Select(s => (s, n))).ToDictionary(x => x.s, x => x.n, StringComparer.OrdinalIgnoreCase);
        this.news = news.Hear<EntitiesChanged>("subscriptions", 16_384);
    }

    public bool Serves(string scheme) => notifiers.ContainsKey(scheme);

    public int Count => entries.Count;

    /// <summary>The contexts that kept subscriptions were written in, as JSON.</summary>
    public IReadOnlyList<string> Contexts() => [.. db.Read(SubscriptionRows.All).Select(r => r.Context).Distinct(StringComparer.Ordinal)];

    /// <summary>Takes up what the database holds, and starts to listen.</summary>
    /// <param name="understand">reads a kept document again; what can no longer be read is named and left alone</param>
    public IReadOnlyList<string> Start(Func<SubscriptionRows.Row, Outcome<Subscription>> understand)
    {
        var unread = new List<string>();
        foreach (var row in db.Read(SubscriptionRows.All))
            if (understand(row).Try(out var subscription, out var refusal)) Take(subscription, row.Tally());
            else unread.Add($"{row.Id}: {refusal.Message}");
        listening = Task.Run(Listen);
        ticking = Task.Run(Tick);
        return unread;
    }

    public Outcome<Done> Add(Subscription subscription)
    {
        if (entries.Count >= MaxSubscriptions) return Refusal.TooMany("too-many-subscriptions", $"There are {MaxSubscriptions} subscriptions already.");
        if (entries.ContainsKey((subscription.Tenant, subscription.Id))) return Refusal.Conflict("already-exists", $"{subscription.Id} already exists.");
        db.Write(tx => SubscriptionRows.Put(tx, Row(subscription, new Tally())));
        Take(subscription, new Tally());
        return Done.It;
    }

    public Outcome<Done> Replace(Subscription subscription)
    {
        if (!entries.TryGetValue((subscription.Tenant, subscription.Id), out var there)) return Missing(subscription.Id);
        db.Write(tx => SubscriptionRows.Put(tx, Row(subscription, there.Sender.Tally)));
        Take(subscription, there.Sender.Tally);
        return Done.It;
    }

    public Outcome<Done> Remove(string tenant, string id)
    {
        if (!entries.TryRemove((tenant, id), out var entry)) return Missing(id);
        db.Write(tx => SubscriptionRows.Remove(tx, tenant, id));
        entry.Stop.Cancel();
        return Done.It;
    }

    public (Subscription Subscription, Tally Tally)? Find(string tenant, string id) =>
        entries.TryGetValue((tenant, id), out var entry) ? (entry.Subscription, entry.Sender.Tally) : null;

    public IReadOnlyList<(Subscription Subscription, Tally Tally)> List(string tenant) =>
        [.. entries.Values.Where(e => e.Subscription.Tenant == tenant).OrderBy(e => e.Subscription.Id, StringComparer.Ordinal).Select(e => (e.Subscription, e.Sender.Tally))];

    static Refusal Missing(string id) => Refusal.NotFound("subscription-not-found", $"There is no subscription {id}.");

    void Take(Subscription subscription, Tally tally)
    {
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var entry = new Entry(subscription, new Sender(subscription, tally, notifiers, clock, ids, cancel.Token), cancel);
        entries.AddOrUpdate((subscription.Tenant, subscription.Id), entry, (_, old) =>
        {
            old.Stop.Cancel();
            return entry;
        });
    }

    async Task Listen()
    {
        await foreach (var change in news.Reader.ReadAllAsync(stop.Token))
            foreach (var entry in entries.Values)
                if (entry.Subscription.Tenant == change.Tenant && entry.Subscription.TimeIntervalUs == 0 && Lives(entry.Subscription))
                    Match(entry, change);
    }

    static void Match(Entry entry, EntitiesChanged change)
    {
        List<Entity>? told = null;
        HashSet<string>? ids = null;
        foreach (var one in change.Changes)
        {
            if (Matcher.Tells(entry.Subscription, one) is not { } entity) continue;
            // What an entity said one after the other is told one after the other.
            if (!(ids ??= []).Add(entity.Id))
            {
                entry.Sender.Offer(told!);
                (told, ids) = (null, [entity.Id]);
            }
            (told ??= []).Add(entity);
        }
        if (told is not null) entry.Sender.Offer(told);
    }

    bool Lives(Subscription s) => s.IsActive && (s.ExpiresAtUs == 0 || clock.NowUs() < s.ExpiresAtUs);

    // Once a second: periodic subscriptions are told, and every fifth time the tallies are kept.
    async Task Tick()
    {
        var due = new Dictionary<(string, string), long>();
        var kept = new Dictionary<(string, string), Tally>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        for (var n = 1; await timer.WaitForNextTickAsync(stop.Token); n++)
        {
            foreach (var (key, entry) in entries)
                if (entry.Subscription.TimeIntervalUs > 0 && Lives(entry.Subscription)) Periodic(key, entry, due);
            if (n % 5 == 0) Keep(kept);
        }
    }

    void Periodic((string, string) key, Entry entry, Dictionary<(string, string), long> due)
    {
        var nowUs = clock.NowUs();
        if (due.TryGetValue(key, out var at) && nowUs < at) return;
        due[key] = nowUs + entry.Subscription.TimeIntervalUs;
        var all = twin.All(entry.Subscription.Tenant)
            .Where(e => (entry.Subscription.Entities.Count == 0 || entry.Subscription.Entities.Any(s => s.Matches(e))) && (entry.Subscription.Where is null || entry.Subscription.Where(e)))
            .Take(Sender.Capacity).ToArray();
        if (all.Length > 0) entry.Sender.Offer(all);
    }

    void Keep(Dictionary<(string, string), Tally> kept)
    {
        var changed = entries.Where(e => e.Value.Sender.Tally != kept.GetValueOrDefault(e.Key)).Select(e => (e.Key, e.Value.Subscription, e.Value.Sender.Tally)).ToArray();
        if (changed.Length == 0) return;
        db.Write(tx =>
        {
            foreach (var (_, subscription, tally) in changed) SubscriptionRows.Tally(tx, Row(subscription, tally));
        });
        foreach (var (key, _, tally) in changed) kept[key] = tally;
    }

    static SubscriptionRows.Row Row(Subscription s, Tally t) =>
        new(s.Tenant, s.Id, System.Text.Encoding.UTF8.GetString(s.Document), s.Context, System.Text.Json.JsonSerializer.Serialize(t), s.CreatedAtUs, s.ModifiedAtUs);

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested) return;
        await stop.CancelAsync();
        news.Dispose();
        foreach (var task in new[] { listening, ticking })
            if (task is not null) await task.ContinueWith(static _ => { }, TaskScheduler.Default);
        if (entries.Count > 0) Keep([]);
    }
}
