using System.Text;
using Cardo.Cases;
using Cardo.Cases.Profile;
using Cardo.Cases.Store;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>Cases over a real database and journal, with a clock driven by hand and the demo city's own profile.</summary>
sealed class CasesHouse : IAsyncDisposable
{
    readonly TestStore store;

    CasesHouse(TestStore store) => this.store = store;

    public static readonly DateTimeOffset Start = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero); // Monday, 09:00 in Linhe

    public static readonly Actor Duty = new(ActorKind.Duty, "duty-1"), Lighting = new(ActorKind.Department, "officer-1", "lighting"),
        Crew = new(ActorKind.Crew, "crew-1", "lighting-crew"), Auditor = new(ActorKind.Auditor, "auditor-1");

    /// <summary>The demo city's profile without its draws: one decision in fifty is drawn for a check by chance, and a story that is told word for word must not hang on it.</summary>
    public static CityProfile Demo { get; } = ReadProfile.Folder(Path.Combine(Repository.Root, "cities", "demo", "cases"), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).Value with { CheckShare = 0 };

    public HandClock Clock { get; } = new(Start);

    public JournalDesk Journal { get; private set; } = null!;

    public CaseDesk Desk { get; private set; } = null!;

    public News News { get; } = new();

    public Db Db => store.Db;

    public string Folder => store.Folder;

    public long NowUs => Clock.NowUs();

    public static CasesHouse Open(Engine engine, CityProfile? profile = null)
    {
        var house = new CasesHouse(TestStore.Open(engine));
        house.Live(profile ?? Demo);
        return house;
    }

    void Live(CityProfile profile)
    {
        Migrations.Apply(Db, typeof(CaseDesk).Assembly, "Cases").Ok.ShouldBeTrue();
        Journal = JournalDesk.Open(Db, new Settings(new Dictionary<string, string>()) { DataDir = store.Folder, Store = store.Address }, Clock, Ids.System).Value;
        Desk = new CaseDesk(Db, Journal, News, Clock, Ids.System, profile);
    }

    /// <summary>Closes everything and opens it again, as a restart does.</summary>
    public async Task Restart()
    {
        await Desk.DisposeAsync();
        await store.Reopen();
        Live(Desk.Profile);
    }

    public async Task<Receipt> Do(CaseCommand command)
    {
        var outcome = await Desk.Do(command);
        outcome.Ok.ShouldBeTrue(outcome.ToString());
        return outcome.Value;
    }

    public async Task<Refusal> Refused(CaseCommand command) => (await Desk.Do(command)).Refusal;

    public static Report Dark(double dx = 0, string? clientId = null, string words = "The street light in front of number 5 is out") => new()
    {
        By = Actor.Resident,
        Source = MatterSource.Web,
        Service = "street-light",
        Lon = 123.2 + dx,
        Lat = 30.25,
        Said = new Said(words, "5 River Street"),
        Person = new Person("Chen Wei", "chen@example.org", "13800138000"),
        Lang = "en",
        ClientId = clientId,
    };

    /// <summary>All that the public can read of cases, in one text: the journal's entries.</summary>
    public string JournalText()
    {
        Journal.Integrate();
        var text = new StringBuilder();
        foreach (var entry in Journal.Newest(long.MaxValue, 1000)) text.AppendLine(entry.Json);
        return text.ToString();
    }

    public IReadOnlyList<string> Dump() => Db.Read(tx => CaseStore.Dump(tx).ToList());

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await store.DisposeAsync();
    }
}
