using Cardo.Home.Layers;
using Cardo.Rules;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;

namespace Cardo.Home.Live;

/// <summary>What one tick changed, by pin.</summary>
internal sealed record Delta(long Seq, IReadOnlyList<Pin> Changed, IReadOnlyList<Pin> Moved, IReadOnlyList<Pin> New, IReadOnlyList<int> Gone, Counts Counts, bool BaseChanged)
{
    public bool Empty => Changed.Count + Moved.Count + New.Count + Gone.Count == 0 && !BaseChanged;
}

/// <summary>The figures of the city's sentence.</summary>
public sealed record Counts(int Things, int Alarms, int Alert, int Warn);

/// <summary>
/// The living city as the map shows it: one pin a thing, kept up to date from the twin's news. One lock, held for as
/// long as a tick's changes take; pages and snapshots read copies.
/// </summary>
internal sealed class CityBoard(TwinDesk twin, LayerShelf shelf)
{
    /// <summary>More things than this are counted, not drawn one by one.</summary>
    public const int MostPins = 60_000;

    readonly Lock gate = new();
    readonly Dictionary<string, Pin> pins = new(StringComparer.Ordinal);
    readonly Dictionary<string, Alarm> alarms = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<string>> openBySource = new(StringComparer.Ordinal);
    readonly Stack<int> free = new();
    int next;
    int left;
    long seq = 1;

    /// <summary>Counts up with every tick that changed something.</summary>
    public long Seq => Interlocked.Read(ref seq);

    /// <summary>A number for a frame that changes no pin.</summary>
    public long Skip()
    {
        lock (gate) return ++seq;
    }

    /// <summary>Things that have a place but no pin, because there are too many.</summary>
    public int Left => Volatile.Read(ref left);

    /// <summary>Reads the whole twin again: at start, and when news was missed.</summary>
    public void Rebuild()
    {
        lock (gate)
        {
            pins.Clear();
            alarms.Clear();
            openBySource.Clear();
            free.Clear();
            (next, left) = (0, 0);
            foreach (var entity in twin.All())
                if (Alarm.Read(entity) is { } alarm) Keep(alarm);
            foreach (var entity in twin.All())
                if (shelf.Of(entity) is { Base: false } layer) Put(entity, layer, null);
            seq++;
        }
    }

    public Delta Apply(IEnumerable<EntitiesChanged> news)
    {
        lock (gate)
        {
            var draft = new Draft();
            foreach (var piece in news)
            {
                if (piece.Tenant.Length > 0) continue;
                if (piece.IsRows) piece.AddTo(draft.Told);
                else
                    foreach (var change in piece.Changes) Apply(change, draft);
            }
            // A thing that told many numbers within a tick is looked at once, as it is now; what became of it since is news to come.
            // Numbers alone give nothing a place: what has no pin gets none by them.
            foreach (var (id, was) in draft.Told)
                if (!pins.ContainsKey(id)) draft.Base |= shelf.Of(was) is { Base: true };
                else if (twin.Find("", id) is { } thing && shelf.Of(thing) is { Base: false } layer) Put(thing, layer, draft);
            // A thing that went and came back within a tick is told as both: gone comes first.
            var gone = draft.Gone;
            List<Pin> Now(HashSet<string> ids) => [.. ids.Select(id => pins.GetValueOrDefault(id)).OfType<Pin>()];
            draft.Changed.ExceptWith(draft.New);
            draft.Moved.ExceptWith(draft.New);
            var delta = new Delta(seq + 1, Now(draft.Changed), Now(draft.Moved), Now(draft.New), gone, CountsNow(), draft.Base);
            if (!delta.Empty) seq++;
            return delta;
        }
    }

    sealed class Draft
    {
        public Dictionary<string, Entity> Told { get; } = new(ReferenceEqualityComparer.Instance);
        public HashSet<string> Changed { get; } = [];
        public HashSet<string> Moved { get; } = [];
        public HashSet<string> New { get; } = [];
        public List<int> Gone { get; } = [];
        public bool Base { get; set; }
    }

    void Apply(EntityChange change, Draft draft)
    {
        var now = change.After;
        if ((now ?? change.Before)!.Is(Alarm.Type)) ApplyAlarm(change, draft);
        var layer = now is null ? null : shelf.Of(now);
        if (layer is { Base: true } || (change.Before is { } before && !ReferenceEquals(before, now) && shelf.IsBase(before)))
            draft.Base |= !ReferenceEquals(change.Before, now);
        if (now is null || layer is null or { Base: true })
        {
            if (!pins.Remove(change.Id, out var was)) return;
            free.Push(was.Index);
            draft.Gone.Add(was.Index);
            return;
        }
        Put(now, layer, draft);
    }

    void Put(Entity entity, Layer layer, Draft? draft)
    {
        var had = pins.TryGetValue(entity.Id, out var old);
        if (!had && pins.Count >= MostPins)
        {
            left++;
            return;
        }
        var pin = MakePin.From(entity, layer, had ? old!.Index : free.Count > 0 ? free.Peek() : next);
        if (pin is null)
        {
            if (!had) return;
            pins.Remove(entity.Id);
            free.Push(old!.Index);
            if (draft is not null) draft.Gone.Add(old.Index);
            return;
        }
        if (!had && !free.TryPop(out _)) next++;
        if (AlarmTone(entity.Id) is not Tone.None and var tone) pin = pin with { Alarm = tone };
        pins[entity.Id] = pin;
        if (draft is null) return;
        // A pin whose name or layer changed is told whole.
        if (!had || old!.Layer != pin.Layer || old.Name != pin.Name) draft.New.Add(pin.Id);
        else if (!old.Equals(pin))
        {
            if (old.Lon != pin.Lon || old.Lat != pin.Lat) draft.Moved.Add(pin.Id);
            draft.Changed.Add(pin.Id);
        }
    }

    void ApplyAlarm(EntityChange change, Draft draft)
    {
        if (alarms.Remove(change.Id, out var was) && openBySource.TryGetValue(was.SourceId, out var open)) open.Remove(was.Id);
        var now = change.After is null ? null : Alarm.Read(change.After);
        if (now is not null) Keep(now);
        foreach (var source in new[] { was?.SourceId, now?.SourceId }.OfType<string>().Distinct())
            if (pins.TryGetValue(source, out var pin))
            {
                pins[source] = pin with { Alarm = AlarmTone(source) };
                draft.Changed.Add(source);
            }
    }

    void Keep(Alarm alarm)
    {
        alarms[alarm.Id] = alarm;
        if (!alarm.Open) return;
        if (!openBySource.TryGetValue(alarm.SourceId, out var open)) openBySource[alarm.SourceId] = open = [];
        open.Add(alarm.Id);
    }

    Tone AlarmTone(string source)
    {
        var tone = Tone.None;
        if (openBySource.TryGetValue(source, out var open))
            foreach (var id in open) tone = MakePin.Max(tone, ToneOf(alarms[id].Severity));
        return tone;
    }

    public static Tone ToneOf(Severity severity) => severity >= Severity.High ? Tone.Alert : severity == Severity.Informational ? Tone.None : Tone.Warn;

    Counts CountsNow()
    {
        int alert = 0, warn = 0;
        foreach (var pin in pins.Values)
        {
            if (pin.Tone == Tone.Alert) alert++;
            else if (pin.Tone == Tone.Warn) warn++;
        }
        return new Counts(pins.Count, openBySource.Sum(o => o.Value.Count), alert, warn);
    }

    public Counts Counts
    {
        get
        {
            lock (gate) return CountsNow();
        }
    }

    /// <summary>All pins with the sequence number they stand for, by index.</summary>
    public (long Seq, Pin[] Pins) Copy()
    {
        lock (gate) return (seq, [.. pins.Values.OrderBy(p => p.Index)]);
    }

    public Pin? Find(string id)
    {
        lock (gate) return pins.GetValueOrDefault(id);
    }

    /// <summary>Alarms, open ones first, the newest first.</summary>
    public Alarm[] Alarms(bool openOnly = false)
    {
        lock (gate) return [.. alarms.Values.Where(a => a.Open || !openOnly).OrderByDescending(a => a.Open).ThenByDescending(a => a.IssuedUs).ThenBy(a => a.Id, StringComparer.Ordinal)];
    }

    public Alarm[] AlarmsOf(string source) => [.. Alarms().Where(a => a.SourceId == source)];
}
