using System.Security.Cryptography;
using Cardo.Cases;
using Cardo.Indicators.Files;
using Cardo.Indicators.Live;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Indicators;

/// <summary>
/// The city's own score, from its file <c>indicators/score.yaml</c> and what the twin, the cases and the city's files
/// hold: as it stands now, and the vintages that were published. News marks the indicators that read what changed; they
/// and what stands above them are computed again when somebody asks, at most once in <see cref="Rest"/>.
/// </summary>
public sealed class ScoreDesk
{
    /// <summary>The kind under which a published score stands in the journal.</summary>
    public const string Published = "score.published";

    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    readonly JournalDesk journal;
    readonly TimeProvider clock;
    readonly TimeZoneInfo zone;
    readonly CityView city;
    readonly Lock gate = new();
    readonly SemaphoreSlim publishing = new(1, 1);
    readonly LivePlan? plan;
    readonly string planHash = "";
    readonly LiveModel? model;
    readonly LiveItem[] leaves = [];
    readonly ILookup<string, int> byType = Array.Empty<int>().ToLookup(_ => "");
    readonly int[] dirty = [];
    readonly Dictionary<string, LiveValue> values = [];
    volatile bool listening;
    int heard = 1;
    LiveScore? last;
    string? checkedPeriod;

    public ScoreDesk(TwinDesk twin, JournalDesk journal, TimeProvider clock, Settings settings, CaseDesk? cases = null)
    {
        (this.journal, this.clock, zone) = (journal, clock, settings.Zone);
        var folder = Path.Combine(settings.CityDir ?? "", "indicators");
        city = new CityView(twin, cases, folder, zone);
        var path = Path.Combine(folder, ReadScore.File);
        if (settings.CityDir is null || !File.Exists(path)) return;
        var faults = new Faults();
        plan = ReadScore.Read(path, faults);
        Faults = faults.All;
        planHash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        if (plan is null) return;
        model = new LiveModel(plan);
        leaves = [.. plan.Items.Where(i => i.Formula is not null)];
        dirty = [.. leaves.Select(_ => 1)];
        byType = Enumerable.Range(0, leaves.Length).Where(i => leaves[i].Formula!.Source == LiveSource.Things).ToLookup(i => Names.Default(leaves[i].Formula!.Type));
    }

    /// <summary>What is wrong with the city's file; then there is no score.</summary>
    public IReadOnlyList<string> Faults { get; } = [];

    /// <summary>What is wrong with surveys and panels; indicators that read them have no value.</summary>
    public IReadOnlyList<string> FileFaults
    {
        get { lock (gate) return [.. city.Faults]; }
    }

    /// <summary>The framework whose generations the city shows itself by; "" for none.</summary>
    public string Profile => plan?.Profile ?? "";

    /// <summary>Whether scores are published by themselves.</summary>
    internal bool Publishes => plan is { Publish: not Publishing.Never };

    /// <summary>How many formulas were computed so far: only those whose rows changed, or grew too old.</summary>
    internal long Computed { get; private set; }

    /// <summary>From now on news says what changed; without it everything is read anew each time.</summary>
    internal void Listen() => listening = true;

    internal void Heard(EntitiesChanged piece)
    {
        if (piece.Tenant.Length > 0 || byType.Count == 0) return;
        foreach (var change in piece.Changes)
        {
            foreach (var type in change.After?.Types ?? []) foreach (var leaf in byType[type]) Mark(leaf);
            if (!ReferenceEquals(change.Before, change.After)) foreach (var type in change.Before?.Types ?? []) foreach (var leaf in byType[type]) Mark(leaf);
        }
    }

    internal void Heard(CasesChanged _)
    {
        for (var i = 0; i < leaves.Length; i++) if (leaves[i].Formula!.Source == LiveSource.Cases) Mark(i);
    }

    /// <summary>News was missed: all is read anew.</summary>
    internal void Forget()
    {
        for (var i = 0; i < dirty.Length; i++) Mark(i);
    }

    void Mark(int leaf)
    {
        Volatile.Write(ref dirty[leaf], 1);
        Volatile.Write(ref heard, 1);
    }

    /// <summary>The score now, or of a moment ago; null where the city has no file for it.</summary>
    public LiveScore? Now() => Now(Rest);

    LiveScore? Now(TimeSpan rest)
    {
        if (model is null) return null;
        lock (gate)
        {
            var nowUs = clock.NowUs();
            if (last is { } fresh && nowUs - fresh.AtUs is >= 0 and var age && age < rest.TotalMicroseconds) return fresh;
            for (var i = 0; i < leaves.Length; i++) Refresh(i, nowUs);
            return last = model.Read(values, nowUs, interval: true);
        }
    }

    void Refresh(int i, long nowUs)
    {
        var (item, was) = (leaves[i], Interlocked.Exchange(ref dirty[i], 0));
        var same = listening && was == 0 && values.TryGetValue(item.Id, out var known) && nowUs >= last!.AtUs && nowUs <= known.GoodUntilUs && !city.Changed(item.Formula!);
        if (same) return;
        Computed++;
        var value = values[item.Id] = city.Now(item.Formula!, nowUs);
        model!.Set(item.Id, model.Counted(value));
    }

    /// <summary>The whole and an indicator's own score, were its value another; null where there is no such indicator.</summary>
    public (double Whole, double Own)? WhatIf(string id, double value)
    {
        if (Now() is null || !leaves.Any(l => l.Id == id)) return null;
        lock (gate) return model!.WhatIf(id, value);
    }

    /// <summary>The score of a past moment, from what is known of it now.</summary>
    public LiveScore? AsOf(long atUs)
    {
        if (plan is null) return null;
        lock (gate)
        {
            var then = new LiveModel(plan);
            var found = leaves.ToDictionary(l => l.Id, l => city.At(l.Formula!, atUs));
            foreach (var (id, value) in found) then.Set(id, then.Counted(value));
            return then.Read(found, atUs, interval: false);
        }
    }

    /// <summary>Freezes the score as it stands into the journal; later readings make a later vintage, never another one. Its number there.</summary>
    public async ValueTask<Outcome<long>> Publish()
    {
        // Of this moment and of all that is written: not what a page showed shortly before, nor without news still on its way.
        Forget();
        if (Now(TimeSpan.Zero) is not { } score) return Refusal.NotFound("no-score", "The city has no indicators/score.yaml, so there is nothing to publish.");
        if (double.IsNaN(score.Whole.Score)) return Refusal.Conflict("score-withheld", "Too little is measured for a score, so nothing was published.");
        return await Append(score, "", 0);
    }

    ValueTask<long> Append(LiveScore score, string period, long revises) => journal.Append(new JournalEntry(Published, VintageText.Say(score, planHash, period, revises)));

    /// <summary>
    /// Publishes the last period that is over, once; and again, as a revision, when data that came since make it another.
    /// The entry's number, or null when there was nothing to publish.
    /// </summary>
    internal async ValueTask<long?> Keep()
    {
        if (plan is not { Publish: not Publishing.Never } p) return null;
        await publishing.WaitAsync();
        try
        {
            var (period, _, endUs) = Spans.Last(p.Publish, clock.NowUs(), zone);
            var news = Interlocked.Exchange(ref heard, listening ? 0 : 1);
            if (checkedPeriod == period && news == 0) return null;
            checkedPeriod = period;
            // A moment that belongs to the period: its last microsecond.
            if (AsOf(endUs - 1) is not { } score || double.IsNaN(score.Whole.Score)) return null;
            var before = Vintages().FirstOrDefault(v => v.Period == period);
            if (before is null) return await Append(score, period, 0);
            // A changed definition is no late data: it begins with the next period.
            if (before.Plan != planHash || !VintageText.Compare(before, score).Any(l => l.Differs)) return null;
            return await Append(score, period, before.Entry);
        }
        finally
        {
            publishing.Release();
        }
    }

    /// <summary>Published scores, newest first.</summary>
    public IReadOnlyList<Vintage> Vintages(int limit = 200) => [.. journal.Newest(long.MaxValue, Math.Clamp(limit, 1, 200), Published).Select(VintageText.Read).OfType<Vintage>()];

    /// <summary>A published score line by line, beside what is known of the same moment now.</summary>
    public IReadOnlyList<VintageLine>? Compare(Vintage vintage) => AsOf(vintage.ForUs) is { } known ? VintageText.Compare(vintage, known) : null;
}
