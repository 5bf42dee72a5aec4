using Cardo.Rules.Store;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Rules;

/// <summary>What an alarm has become and has to be written.</summary>
internal readonly record struct Act(VerdictKind Kind, string Tenant, Alarm Alarm);

/// <summary>
/// Every rule's state with every thing, and the timers. It only decides: writing alarms is <see cref="RulesService"/>'s.
/// As stream 3 of the log it is saved at checkpoints; what happened since is heard again from history
/// (<see cref="CatchUp"/>), so no record of its own is needed and nothing is decided twice differently.
/// </summary>
internal sealed class RulesEngine(TwinDesk twin) : ILogStream
{
    readonly Lock sync = new();
    readonly Dictionary<(string Rule, string Entity), Watch> watches = [];
    readonly PriorityQueue<Watch, long> timers = new();
    HashSet<Watch> dirty = [];
    HashSet<(string Rule, string Entity)> gone = [];
    RuleIndex index = new([]);

    public byte Stream => 3;

    public RuleIndex Index => Volatile.Read(ref index);

    public int Watched
    {
        get { lock (sync) return watches.Count; }
    }

    public RuleState? StateOf(string ruleId, string entityId)
    {
        lock (sync) return watches.TryGetValue((ruleId, entityId), out var watch) ? watch.State : null;
    }

    /// <summary>Takes a new set of rules; states of rules that stay are kept.</summary>
    public void Take(IEnumerable<Rule> rules)
    {
        lock (sync)
        {
            index = new RuleIndex(rules);
            foreach (var watch in watches.Values)
                if (index.ById.TryGetValue(watch.Rule.Id, out var now)) Schedule(Renew(watch, now));
        }
    }

    static Watch Renew(Watch watch, Rule now)
    {
        watch.Rule = now;
        return watch;
    }

    /// <summary>Changes of the twin, in the order of the log.</summary>
    public void Hear(EntitiesChanged piece, long nowUs, List<Act> acts)
    {
        if (!piece.MayConcern(type => Index.Of(piece.Tenant, type) is not null)) return;
        lock (sync)
        {
            foreach (var change in piece.Changes)
            {
                if (change.After is null) Forget(piece.Tenant, change.Before!, nowUs, acts);
                else
                    foreach (var type in change.After.Types) Hear(piece.Tenant, type, change, nowUs, acts);
            }
        }
    }

    void Hear(string tenant, string type, EntityChange change, long nowUs, List<Act> acts)
    {
        if (index.Of(tenant, type) is not { } rules) return;
        var newestUs = long.MinValue;
        foreach (var touched in change.Touched)
        {
            newestUs = Math.Max(newestUs, touched.AtUs);
            if (touched.DatasetId.Length > 0) continue;
            foreach (var rule in rules.On(touched.Name)) Feed(rule, change.After!, touched, nowUs, acts);
        }
        if (newestUs != long.MinValue)
            foreach (var rule in rules.OnAny) Feed(rule, change.After!, Alive(newestUs), nowUs, acts);
        if (change.Before is not null) return;
        // A thing that never says its first word is silent too.
        foreach (var rule in rules.All)
            if (rule.Kind == RuleKind.Absence && !watches.ContainsKey((rule.Id, change.Id))) Feed(rule, change.After!, Alive(nowUs), nowUs, acts);
    }

    static Attribute Alive(long atUs) => new() { Name = "", ObservedAtUs = atUs };

    void Feed(Rule rule, Entity thing, Attribute seen, long nowUs, List<Act> acts) =>
        Feed(rule, thing, Look.At(rule, thing, seen, AreaOf(rule), name => ValueOf(thing, name)), nowUs, acts);

    void Feed(Rule rule, Entity thing, in Observation seen, long nowUs, List<Act> acts)
    {
        var known = watches.TryGetValue((rule.Id, thing.Id), out var watch);
        // Where a rule has nothing to do with a thing, it keeps nothing of it.
        if (!known && !seen.Selected && rule.Kind != RuleKind.Absence) return;
        watch ??= new Watch(rule, thing.Id, RuleState.New);
        Settle(watch, Decide.Hear(rule, watch.State, seen, nowUs), thing, acts);
        if (!known && !ReferenceEquals(watch.State, RuleState.New)) watches[(rule.Id, thing.Id)] = watch;
    }

    void Settle(Watch watch, in Decision decision, Entity thing, List<Act> acts)
    {
        if (ReferenceEquals(watch.State, decision.State)) return;
        watch.State = decision.State;
        dirty.Add(watch);
        foreach (var verdict in decision.Verdicts)
            acts.Add(new Act(verdict.Kind, watch.Rule.Tenant, Alarm.From(watch.Rule, verdict.State, thing, verdict.Kind != VerdictKind.Cleared)));
        Schedule(watch);
    }

    // One entry a watch: an entry that comes up too early is put back, so a chatty thing does not fill the heap.
    void Schedule(Watch watch)
    {
        var dueUs = Decide.DueUs(watch.Rule, watch.State);
        if (dueUs >= watch.QueuedUs) return;
        watch.QueuedUs = dueUs;
        timers.Enqueue(watch, dueUs);
    }

    /// <summary>Ends the waits that are over.</summary>
    public void Tick(long nowUs, List<Act> acts)
    {
        lock (sync)
        {
            while (timers.TryPeek(out var watch, out var atUs) && atUs <= nowUs)
            {
                timers.Dequeue();
                if (atUs != watch.QueuedUs) continue; // an older entry of a watch that was queued earlier since
                watch.QueuedUs = long.MaxValue;
                if (!watches.ContainsKey((watch.Rule.Id, watch.EntityId)) || !index.ById.ContainsKey(watch.Rule.Id)) continue;
                if (Decide.DueUs(watch.Rule, watch.State) > nowUs) Schedule(watch);
                else if (twin.Find(watch.Rule.Tenant, watch.EntityId) is { } thing)
                    Settle(watch, Decide.Wait(watch.Rule, watch.State, Look.Selects(watch.Rule, thing, name => ValueOf(thing, name)), nowUs), thing, acts);
            }
        }
    }

    void Forget(string tenant, Entity thing, long nowUs, List<Act> acts)
    {
        foreach (var type in thing.Types)
            foreach (var rule in index.Of(tenant, type)?.All ?? [])
            {
                if (!watches.Remove((rule.Id, thing.Id), out var watch)) continue;
                dirty.Remove(watch);
                gone.Add((rule.Id, thing.Id));
                if (watch.State.Open)
                    acts.Add(new Act(VerdictKind.Cleared, tenant, Alarm.From(rule, watch.State with { ClearedUs = Math.Max(nowUs, watch.State.IssuedUs) }, thing, false)));
            }
    }

    /// <summary>
    /// Hears from history what a rule has not heard: after a start, and when news was dropped. A rule that sees a thing
    /// for the first time takes its present value, and of its past what its own waits and windows need.
    /// </summary>
    public void CatchUp(long nowUs, List<Act> acts)
    {
        foreach (var rule in Index.All)
            foreach (var thing in twin.OfType(rule.Tenant, rule.Type))
            {
                var known = StateOf(rule.Id, thing.Id) ?? FromAlarm(rule, thing.Id);
                var missed = new Missed(twin, rule, thing, AreaOf(rule)).Since(known?.LastAtUs);
                lock (sync)
                {
                    if (known is not null) watches.TryAdd((rule.Id, thing.Id), new Watch(rule, thing.Id, known));
                    foreach (var seen in missed) Feed(rule, thing, seen, nowUs, acts);
                }
            }
    }

    // The crash came before the first checkpoint: what the alarm says is where the rule stood.
    RuleState? FromAlarm(Rule rule, string entityId)
    {
        if (twin.Find(rule.Tenant, Alarm.IdOf(rule.Id, entityId)) is not { } entity || Alarm.Read(entity) is not { } alarm) return null;
        return new RuleState
        {
            Phase = alarm.Open ? Phase.Firing : Phase.Calm,
            IssuedUs = alarm.IssuedUs,
            ClearedUs = alarm.ClearedUs,
            LastAtUs = Math.Max(alarm.IssuedUs, alarm.ClearedUs),
            AtStart = alarm.ValueAtStart,
            Peak = alarm.Peak,
        };
    }

    /// <summary>Alarms that should stand in the twin but don't, or do but shouldn't: the crash came between deciding and writing.</summary>
    public void Compare(long nowUs, bool closeOrphans, List<Act> acts)
    {
        lock (sync)
            foreach (var watch in watches.Values)
                if (watch.State.IssuedUs != 0 && twin.Find(watch.Rule.Tenant, watch.EntityId) is { } thing)
                    acts.Add(new Act(watch.State.Open ? VerdictKind.Fired : VerdictKind.Cleared, watch.Rule.Tenant, Alarm.From(watch.Rule, watch.State, thing, watch.State.Open)));
        if (!closeOrphans) return;
        foreach (var tenant in twin.Tenants)
            foreach (var entity in twin.OfType(tenant, Alarm.Type))
                if (Alarm.Read(entity) is { Open: true } alarm && (!Index.ById.ContainsKey(alarm.RuleId) || twin.Find(tenant, alarm.SourceId) is null))
                    acts.Add(new Act(VerdictKind.Cleared, tenant, alarm with { ClearedUs = Math.Max(nowUs, alarm.IssuedUs) }));
    }

    GeoValue? AreaOf(Rule rule) =>
        rule.Fence?.EntityId is { } id ? twin.Find(rule.Tenant, id)?.Find(Terms.Expand("location"))?.Value.Geo : null;

    static Value ValueOf(Entity thing, string name) => thing.Find(name)?.Value ?? default;

    public void Load(Db db)
    {
        foreach (var row in db.Read(StateRows.All))
        {
            if (StateRows.Read(row.State) is not { } state) continue; // unreadable: the rule starts anew with this thing
            var rule = Index.ById.GetValueOrDefault(row.RuleId) ?? StateRows.Unknown(row.RuleId);
            // The twin's own copy of the id, and the rule's: a million rows bring a million more.
            var id = twin.Find(rule.Tenant, row.EntityId)?.Id ?? row.EntityId;
            var watch = new Watch(rule, id, state) { Saved = true };
            watches[(rule.Id, id)] = watch;
            if (Index.ById.ContainsKey(row.RuleId)) Schedule(watch);
        }
    }

    public void Replay(long lsn, ReadOnlySpan<byte> payload)
    {
    }

    sealed record Captured(List<(string Rule, string Entity, RuleState State)> Put, List<(string Rule, string Entity)> Gone);

    public object? Capture()
    {
        lock (sync)
        {
            if (dirty.Count == 0 && gone.Count == 0) return null;
            var captured = new Captured([], [.. gone]);
            foreach (var watch in dirty)
            {
                if (!watch.Worth) continue;
                watch.Saved = true;
                captured.Put.Add((watch.Rule.Id, watch.EntityId, watch.State));
            }
            // Fresh ones: a set that once held a million keeps room for a million.
            (dirty, gone) = ([], []);
            return captured;
        }
    }

    public void Save(Tx tx, object captured)
    {
        var (put, removed) = (Captured)captured;
        StateRows.Remove(tx, removed);
        StateRows.Put(tx, put);
    }
}
