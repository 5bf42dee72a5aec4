using Cardo.Cases.Profile;
using Cardo.Cases.Store;
using Cardo.Cases.Verbs;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Cases.Writing;

/// <summary>What a batch needs besides its commands.</summary>
/// <param name="Model">the trained model's guess for words</param>
internal sealed record Surroundings(CityProfile Profile, JournalDesk Journal, TimeProvider Clock, Ids Ids, Func<Learning.CaseText, Advice?> Model);

/// <summary>
/// Many commands in one transaction: each is decided on what the ones before it left, what it comes to is folded, and at
/// the end everything is written at once: state, words, and the journal's entries that explain them.
/// </summary>
internal sealed class Batch(Tx tx, Surroundings around, long lastNumber)
{
    readonly Projection projection = new(tx);
    readonly ApartStore.Batch apart = new(around.Ids);
    readonly List<CaseEntry> entries = [];
    IReadOnlyDictionary<string, (long Case, string? Matter)> before = new Dictionary<string, (long, string?)>();

    public long LastNumber { get; private set; } = lastNumber;

    /// <summary>Cases touched so far, as they are now.</summary>
    public IReadOnlyList<Case> Changed => [.. projection.Changed];

    /// <summary>What was said, by matter or note, and is not written yet.</summary>
    public IReadOnlyDictionary<string, Said> Said => apart.Fresh;

    public IReadOnlyList<Outcome<Receipt>> Run(IReadOnlyList<CaseCommand> commands)
    {
        before = CaseStore.Commands(tx, [.. commands.Select(Id).OfType<string>().Distinct()]);
        var outcomes = new List<Outcome<Receipt>>(commands.Count);
        foreach (var command in commands) outcomes.Add(Once(command));
        return outcomes;
    }

    /// <summary>Writes all of it; the caller commits.</summary>
    public IReadOnlyList<Case> Flush()
    {
        var changed = Changed;
        apart.Flush(tx);
        projection.Flush();
        foreach (var entry in entries) around.Journal.Append(tx, new JournalEntry(Spelling.Kind(entry), Spelling.Node(entry)));
        return changed;
    }

    // A client's ids are its own: two senders may count from 1.
    internal static string? Id(CaseCommand command) => command.ClientId is { Length: > 0 } id ? $"{command.By.Kind.ToString().ToLowerInvariant()}:{(command.By.Kind == ActorKind.Resident ? "" : command.By.Id)}:{id}" : null;

    Outcome<Receipt> Once(CaseCommand command)
    {
        if (Id(command) is { } id && (projection.Command(id) ?? (before.TryGetValue(id, out var done) ? done : null)) is { } known)
            return new Receipt(known.Case, known.Matter, Repeated: true);
        var atUs = command.AtUs ?? around.Clock.NowUs();
        return command switch
        {
            Report report => Take(report, atUs),
            RaiseAlarms alarms => Raise(alarms, atUs),
            JoinCases join => Join(join, atUs),
            PartCases part => Part(part, atUs),
            CaseWish wish => Wish(wish, atUs),
            _ => throw new InvalidOperationException($"no verb for {command.GetType().Name}"),
        };
    }

    void Write(long number, CaseCommand command, long atUs, IReadOnlyList<CaseEvent> events)
    {
        var entry = new CaseEntry(number, atUs, command.By.Id, Id(command), events);
        projection.Apply(entry);
        entries.Add(entry);
    }

    Outcome<Receipt> Take(Report report, long atUs)
    {
        var profile = around.Profile;
        if (CheckReport.Fault(report, profile) is { } refusal) return refusal;
        report = report with { Said = report.Said with { Words = CheckReport.Clean(report.Said.Words), Place = report.Said.Place is { } place ? CheckReport.Clean(place) : null } };
        if (report.Joins is { } joins && projection.Find(joins) is null) return Shape.NoCase(joins);
        var target = report.Joins is { } number ? Standing(projection.Find(number)!) : null;
        var matter = Keep(report, atUs);
        if (target is { IsOpen: true })
        {
            Write(target.Number, report, atUs, [new MatterAdded(matter)]);
            return new Receipt(target.Number, matter.Id);
        }
        var chosen = report.Imported is null ? Choose.For(profile, report, around.Model, atUs) : new Chosen(null, report.Priority ?? Priority.Normal);
        var opened = ++LastNumber;
        Write(opened, report, atUs, [.. Opening.Of(report, matter, chosen, profile, Draw, atUs)]);
        return new Receipt(opened, matter.Id);
    }

    /// <summary>By chance, so that nobody can know beforehand which decisions will be looked at.</summary>
    bool Draw(double share)
    {
        Span<byte> chance = stackalloc byte[4];
        around.Ids.Fill(chance);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(chance) < share * (1L << 32);
    }

    /// <summary>The case itself, or the one it was joined to.</summary>
    Case? Standing(Case now)
    {
        for (var i = 0; i < 20 && now.JoinedInto is { } into && projection.Find(into) is { } next; i++) now = next;
        return now;
    }

    Matter Keep(Report report, long atUs)
    {
        var id = around.Ids.New(around.Clock);
        foreach (var photo in report.Photos) apart.Keep(photo);
        // Answers in free text may name people: they stand apart with the words.
        var free = around.Profile.Services[report.Service].Attributes.Where(a => a.Type is AttributeType.String or AttributeType.Text).Select(a => a.Code).ToHashSet();
        var known = around.Profile.Services[report.Service].Attributes.Select(a => a.Code).ToHashSet();
        var words = report.Answers.Where(a => free.Contains(a.Key)).ToDictionary(a => a.Key, a => CheckReport.Clean(string.Join(", ", a.Value)));
        return new Matter
        {
            Id = id,
            Source = report.Source,
            AtUs = atUs,
            Service = report.Service,
            Lon = report.Lon,
            Lat = report.Lat,
            Asset = report.Asset,
            Lang = report.Lang,
            Ref = report.Ref,
            Attributes = report.Answers.Where(a => known.Contains(a.Key) && !free.Contains(a.Key)).ToDictionary(a => a.Key, a => a.Value),
            Media = [.. report.Photos.Select(p => p.Media)],
            Said = apart.Keep(id, words.Count == 0 ? report.Said : report.Said with { Answers = words.Concat(report.Said.Answers ?? new Dictionary<string, string>()).DistinctBy(w => w.Key).ToDictionary() }),
            Person = apart.Keep(id, report.Person),
        };
    }

    Outcome<Receipt> Raise(RaiseAlarms raise, long atUs)
    {
        if (!around.Profile.Services.ContainsKey(raise.Service)) return Refusal.NotFound("service-not-found", $"There is no service {raise.Service}.");
        var matters = raise.Alarms.Select(a => new Matter
        {
            Id = a.Id,
            Source = MatterSource.Alarm,
            AtUs = a.AtUs,
            Service = raise.Service,
            Lon = a.Lon,
            Lat = a.Lat,
            Asset = a.Asset,
            Ref = a.AlarmId,
            Said = apart.Keep(a.Id, new Said(a.Words)),
        }).ToList();
        var target = raise.Joins is { } number && projection.Find(number) is { } found ? Standing(found) : null;
        if (target is { IsOpen: true })
        {
            Write(target.Number, raise, atUs, [.. matters.Select(m => new MatterAdded(m))]);
            return new Receipt(target.Number, matters[0].Id);
        }
        var first = new Report { By = raise.By, Source = MatterSource.Alarm, Service = raise.Service, Lon = matters[0].Lon, Lat = matters[0].Lat, Asset = matters[0].Asset, Said = new Said(raise.Alarms[0].Words), Priority = raise.Priority };
        var chosen = Choose.For(around.Profile, first, around.Model, atUs);
        var opened = ++LastNumber;
        Write(opened, raise, atUs, [.. Opening.Of(first, matters[0], chosen, around.Profile, Draw, atUs), .. matters.Skip(1).Select(m => new MatterAdded(m))]);
        return new Receipt(opened, matters[0].Id);
    }

    Outcome<Receipt> Wish(CaseWish wish, long atUs)
    {
        if (projection.Find(wish.Number) is not { } now) return Shape.NoCase(wish.Number);
        if (wish is RedactMatter missing && projection.Matter(missing.Matter)?.Case != now.Number) return Refusal.NotFound("matter-not-found", $"Case {now.Number} has no matter {missing.Matter}.");
        if (!DecideWish.Of(now, wish, around.Profile, atUs).Try(out var events, out var refusal)) return refusal;
        var (words, isPublic) = wish switch
        {
            NoteCase note => (note.Words, note.Public),
            FinishTask finish => (finish.Note ?? "", false),
            VerifyCase verify => (verify.Note ?? "", false),
            _ => ("", false),
        };
        words = CheckReport.Clean(words);
        if (words.Length > CheckReport.MostWords) return Refusal.Bad("words-too-long", $"A note has at most {CheckReport.MostWords} characters.");
        if (words.Length > 0)
        {
            var id = around.Ids.New(around.Clock);
            events = [.. events, new CaseNoted(id, apart.Keep(id, new Said(words))!, isPublic)];
        }
        if (events.Count == 0) return Refusal.Bad("nothing-said", "There was nothing to write down.");
        foreach (var photo in wish switch { FinishTask f => f.Photos ?? [], VerifyCase v => v.Photos ?? [], _ => [] }) apart.Keep(photo);
        if (wish is RedactMatter redact) ApartStore.Forget(tx, redact.Matter, redact.What, atUs);
        Write(now.Number, wish, atUs, events);
        return new Receipt(now.Number, null);
    }

    Outcome<Receipt> Join(JoinCases wish, long atUs)
    {
        if (projection.Find(wish.Number) is not { } from) return Shape.NoCase(wish.Number);
        if (projection.Find(wish.Into) is not { } into) return Shape.NoCase(wish.Into);
        if (!Joining.Join(from, into, projection.MattersOf(from.Number), wish, around.Profile).Try(out var both, out var refusal)) return refusal;
        Write(from.Number, wish, atUs, both.From);
        Write(into.Number, wish with { ClientId = null }, atUs, both.Into);
        return new Receipt(into.Number, null);
    }

    Outcome<Receipt> Part(PartCases wish, long atUs)
    {
        if (projection.Find(wish.Number) is not { } into) return Shape.NoCase(wish.Number);
        if (projection.Find(wish.From) is not { } from) return Shape.NoCase(wish.From);
        if (!Joining.Part(into, from, wish, around.Profile).Try(out var both, out var refusal)) return refusal;
        Write(from.Number, wish, atUs, both.From);
        Write(into.Number, wish with { ClientId = null }, atUs, both.Into);
        return new Receipt(from.Number, null);
    }
}
