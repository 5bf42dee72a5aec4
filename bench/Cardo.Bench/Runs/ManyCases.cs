using System.Globalization;
using Cardo.Cases;
using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;
using Cardo.Cases.Store;
using Cardo.Cases.Verbs;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Storage;

namespace Cardo.Bench.Runs;

/// <summary>
/// Three years of a city's cases, put into its store by the same decisions, folds and tables as if they had been reported,
/// only without the journal. One in thirty is open, reported within the last four days; their clocks were looked at until half
/// a day ago, as in a city that stood still for a night.
/// </summary>
internal static class ManyCases
{
    const int AtOnce = 5000, OneOpenOf = 30;
    const long StoodStillUs = 12 * Instants.HourUs;

    static readonly string[] services = ["street-light", "tree", "waste", "other", "flooding"];
    static readonly string[] departments = ["lighting", "roads", "sanitation", "water", "parks", "environment", "traffic"];
    static readonly string[] words =
    [
        "The lamp at number {0} is dark since Monday, and the one beside it flickers when it rains", "{0}弄口路灯不亮已经三天,晚上走路危险,请尽快派人来修",
        "A branch hangs over the pavement near house {0} and may fall on somebody", "{0}号门前垃圾堆了两天没人清运,气味很大", "Water stands ankle-deep before number {0} after each rain",
    ];

    /// <summary>Seeds a folder and gives a key that may look at the desk.</summary>
    public static string Seed(string data, string city, int count)
    {
        var settings = new Settings(new Dictionary<string, string> { ["name"] = "Linhe", ["time_zone"] = "Asia/Shanghai" }) { DataDir = data, Store = "sqlite:city.db", CityDir = city };
        var app = CityApp.Build(settings).Value;
        try
        {
            app.Recover();
            var (db, ids, profile) = (app.Services.GetRequiredService<Db>(), app.Services.GetRequiredService<Ids>(), app.Services.GetRequiredService<CityProfile>());
            var nowUs = TimeProvider.System.NowUs();
            for (var from = 1; from <= count; from += AtOnce)
                db.Write(tx =>
                {
                    var (projection, apart) = (new Projection(tx), new ApartStore.Batch(ids));
                    for (var n = from; n < Math.Min(from + AtOnce, count + 1); n++)
                        foreach (var entry in Life(n, count, nowUs, profile, apart)) projection.Apply(entry);
                    apart.Flush(tx);
                    projection.Flush();
                });
            return app.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "bench", "desk", [Scopes.CasesDesk])).Value.Secret;
        }
        finally
        {
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    static IEnumerable<CaseEntry> Life(int n, int count, long nowUs, CityProfile profile, ApartStore.Batch apart)
    {
        // Numbers that have nothing to do with each other: a multiplier that shares no factor with what it is divided by.
        var mixed = n * 2_654_435_761L & 0x7FFF_FFFF;
        var open = mixed / 7 % OneOpenOf == 0;
        var atUs = open ? nowUs - mixed % (4 * Instants.DayUs / Instants.SecondUs) * Instants.SecondUs : nowUs - (count - n) * (1095 * Instants.DayUs / count) - 5 * Instants.DayUs;
        var kind = (int)(mixed % services.Length);
        var report = new Report
        {
            By = Actor.Resident,
            Source = MatterSource.Web,
            Service = services[kind],
            Said = new Said(string.Format(CultureInfo.InvariantCulture, words[kind], mixed % 997 + 1), string.Create(CultureInfo.InvariantCulture, $"{mixed % 300} Bridge street")),
            Lon = 123.15 + mixed % 9973 / 99_730.0,
            Lat = 30.22 + mixed % 8009 / 133_500.0,
            Lang = "en",
        };
        var id = string.Create(CultureInfo.InvariantCulture, $"m{n:D8}");
        var matter = new Matter { Id = id, Source = report.Source, AtUs = atUs, Service = report.Service, Lon = report.Lon, Lat = report.Lat, Lang = report.Lang, Said = apart.Keep(id, report.Said) };
        var chosen = Choose.For(profile, report, _ => null, atUs);
        var opening = Opening.Of(report, matter, chosen, profile, _ => false, atUs).ToList();
        yield return new CaseEntry(n, atUs, "resident", null, opening);
        if (open)
        {
            var made = opening.OfType<CaseCommitted>().First();
            foreach (var told in Told(n, profile, made.Commitment, made.NextUs, nowUs - StoodStillUs)) yield return told;
            yield break;
        }
        // What neither rule nor catalogue decides, a person of the duty desk did.
        if (chosen.Decision is null)
            yield return new CaseEntry(n, atUs + Instants.HourUs, "duty", null,
            [
                new CaseDecided(new Decision(DecidedBy.Person, report.Service, departments[mixed % departments.Length], null, 1, [], [], profile.Version, atUs + Instants.HourUs), chosen.Priority),
                new TaskAdded("t1", departments[mixed % departments.Length], "", true, []),
            ]);
        var doneUs = atUs + mixed % (4 * Instants.DayUs / Instants.SecondUs) * Instants.SecondUs;
        yield return new CaseEntry(n, doneUs, "crew", null, [new TaskDone("t1", [], [], (int)(mixed % 90), null)]);
        yield return new CaseEntry(n, doneUs, "resident", null, [new CaseVerified(new Verification(Proof.Reporter, true, "resident", doneUs)), new CaseClosed("fixed")]);
    }

    /// <summary>Who was told until a moment that a case is late.</summary>
    static IEnumerable<CaseEntry> Told(int n, CityProfile profile, Commitment promise, long? nextUs, long untilUs)
    {
        for (var steps = profile.Policies[promise.Policy].Escalations; nextUs is { } dueUs && dueUs < untilUs;)
        {
            var step = steps[promise.Level];
            promise = promise with { Level = promise.Level + 1 };
            nextUs = Promises.Next(profile, promise);
            yield return new CaseEntry(n, dueUs, "clock", null, [new CaseEscalated(promise.Level, step.To, step.Share >= 1, nextUs)]);
        }
    }
}
