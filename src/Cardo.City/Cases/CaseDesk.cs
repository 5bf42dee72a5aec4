using Cardo.Cases.Board;
using Cardo.Cases.Profile;
using Cardo.Cases.Store;
using Cardo.Cases.Verbs;
using Cardo.Cases.Writing;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Cases;

/// <summary>The doorway to cases: say something, do something about it, read how it stands.</summary>
public sealed class CaseDesk : IAsyncDisposable
{
    readonly Db db;
    readonly CaseWriter writer;
    readonly Tracking tracking;
    readonly TimeProvider clock;

    internal CaseDesk(Db db, JournalDesk journal, News news, TimeProvider clock, Ids ids, CityProfile profile)
    {
        (this.db, this.clock, Profile) = (db, clock, profile);
        tracking = new Tracking(db.Write(tx => DeskStore.TrackingKey(tx, ids)));
        Board = new CaseBoard(db);
        Sketched = new SketchShelf(db, Board);
        AlikeCases = new AlikeCases(this);
        writer = new CaseWriter(db, Board, news, () => new Surroundings(Profile, journal, clock, ids, Model));
        db.Write(tx =>
        {
            if (DeskStore.Profile(tx) == profile.Version) return;
            DeskStore.SetProfile(tx, profile.Version);
            journal.Append(tx, new JournalEntry("cases.profile", new System.Text.Json.Nodes.JsonObject { ["version"] = profile.Version, ["services"] = profile.Services.Count, ["rules"] = profile.Rules.Count }));
        });
    }

    internal CityProfile Profile { get; }

    internal CaseBoard Board { get; }

    internal SketchShelf Sketched { get; }

    internal AlikeCases AlikeCases { get; }

    /// <summary>What the trained model thinks of a case; without one it says nothing.</summary>
    internal Func<Learning.CaseText, Advice?> Model { get; set; } = _ => null;

    /// <summary>What a rule says, by the words it said in one of its languages; null for what no rule says.</summary>
    internal Func<string, Ui.LocalText?> AlarmText { get; set; } = _ => null;

    /// <summary>How likely two reports are about the same thing; learned from what this city's staff joined, once that is enough.</summary>
    internal Learning.DuplicateScore Alike { get; set; } = Learning.DuplicateScore.Plain;

    internal Db Db => db;

    internal long NowUs => clock.NowUs();

    /// <summary>Does what is asked; completes when it is on disk. A command with a client id is done once.</summary>
    public ValueTask<Outcome<Receipt>> Do(CaseCommand command) => writer.Do(command);

    /// <summary>The same for people and programs outside, who can come again: when too much waits it is refused with <c>desk-busy</c>.</summary>
    public ValueTask<Outcome<Receipt>> Offer(CaseCommand command) => writer.Offer(command);

    /// <summary>Whether a command with this client id was done: sending it again answers as the first time did.</summary>
    internal bool IsDone(CaseCommand command) => Batch.Id(command) is { } id && db.Read(tx => CaseStore.Commands(tx, [id])).Count > 0;

    /// <summary>Cases that are not closed.</summary>
    public int OpenCount => Board.OpenCount;

    /// <summary>The cases reported in [from, to), imported ones too, oldest number first: what indicators count.</summary>
    public IReadOnlyList<CaseFact> Facts(long fromUs, long toUs)
    {
        List<CaseFact> facts = [];
        Board.VisitSince(fromUs, newestFirst: false, (in s) =>
        {
            if (s.Status != CaseStatus.Joined && s.OpenedUs >= fromUs && s.OpenedUs < toUs) facts.Add(new CaseFact(s.Number, Board.Name(s.Service), Board.Name(s.Unit), s.OpenedUs, s.ClosedUs, s.DueUs));
            return true;
        });
        return facts;
    }

    /// <summary>Median time to the end, cases that still run counted as not ended yet (Kaplan-Meier); null while fewer than half have ended.</summary>
    public static double? MedianTime(IEnumerable<(double Time, bool Done)> times) => Learning.Measures.KaplanMeierMedian(times);

    public Case? Find(long number) => db.Read(tx => CaseStore.Find(tx, number));

    /// <summary>A matter and the case it belongs to now.</summary>
    public (Matter Matter, Case Case)? FindMatter(string id) => db.Read<(Matter, Case)?>(tx =>
        CaseStore.Matter(tx, id) is { } found && CaseStore.Find(tx, found.Case) is { } @case ? (found.Matter, @case) : null);

    /// <summary>The matters of a case, oldest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<Matter> MattersOf(long number, int limit = 200) => db.Read(tx => CaseStore.MattersOf(tx, number, limit));

    /// <summary>What was said, by matter or note; what was taken away is missing.</summary>
    public IReadOnlyDictionary<string, Said> SaidOf(IReadOnlyCollection<string> ids) => db.Read(tx => ApartStore.SaidOf(tx, ids));

    /// <summary>Who said it, for whom that concerns; null for everybody else, and when nobody left anything.</summary>
    public Person? PersonOf(Actor who, string matter) => db.Read(tx =>
        CaseStore.Matter(tx, matter) is { } found && CaseStore.Find(tx, found.Case) is { } @case && May.SeePerson(who, @case, Profile) ? ApartStore.PersonOf(tx, matter) : null);

    /// <summary>The bytes of a picture; null when they are gone.</summary>
    public (string Type, byte[] Bytes)? MediaOf(string hash) => db.Read(tx => ApartStore.MediaOf(tx, hash));

    /// <summary>What happened to a case, in order.</summary>
    public IReadOnlyList<CaseEntry> StoryOf(long number, int limit = 1000) => db.Read(tx =>
        (IReadOnlyList<CaseEntry>)[.. CaseStore.Story(tx, number, limit).Select(r => new CaseEntry(r.CaseNumber, r.AtUs, r.Who, null, Spelling.Read<CaseEvent[]>(r.Events)))]);

    /// <summary>Who was told last that a case is late, and when; of those whom anybody was told of.</summary>
    internal IReadOnlyDictionary<long, (string To, long AtUs)> EscalationsOf(IReadOnlyCollection<long> numbers)
    {
        var last = new Dictionary<long, (string, long)>();
        foreach (var line in db.Read(tx => CaseStore.Escalations(tx, numbers)))
            foreach (var told in Spelling.Read<CaseEvent[]>(line.Events).OfType<CaseEscalated>()) last[line.CaseNumber] = (told.To, line.AtUs);
        return last;
    }

    /// <summary>The journal's entry for each line of a case's story, by the line's number (events before it).</summary>
    internal IReadOnlyDictionary<long, long> ProofsOf(long number) => db.Read(tx => ProofStore.Of(tx, number));

    /// <summary>The secret part of a reporter's link to one matter: whoever has it may say yes or no.</summary>
    public string TrackingToken(string matter) => tracking.TokenOf(matter);

    public bool HoldsToken(string matter, string token) => tracking.Holds(matter, token);

    /// <summary>The unit of an officer; null when they have none.</summary>
    public string? UnitOf(string officer) => db.Read(tx => DeskStore.UnitOf(tx, officer));

    public Outcome<Done> SetUnit(string officer, string unit)
    {
        if (!Profile.Units.ContainsKey(unit)) return Refusal.NotFound("unit-not-found", $"There is no unit {unit}.");
        db.Write(tx => DeskStore.SetUnit(tx, officer, unit));
        return Done.It;
    }

    /// <summary>Folds all tables from the journal again; the city must stand still. Returns how many entries were read.</summary>
    public static long Rebuild(Db db, JournalDesk journal) => RebuildCases.Run(db, journal);

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
