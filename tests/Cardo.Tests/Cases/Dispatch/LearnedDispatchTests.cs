using Cardo.Cases;
using Cardo.Cases.Board;
using Cardo.Cases.Dispatch;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases.Dispatch;

/// <summary>The model at work on the desk: it dispatches what it is sure of, says why, and learns from what people decide.</summary>
public class LearnedDispatchTests
{
    static readonly string[] lamps = ["the street lamp is dark", "lamp flickers all night", "路燈不亮請派員處理"];
    static readonly string[] bins = ["rubbish lies in the street", "bin not emptied for days", "垃圾未清運請協助"];

    static async Task<(CasesHouse House, ModelKeeper Keeper)> Trained(Engine engine, double share = 0)
    {
        var house = CasesHouse.Open(engine, CasesHouse.Demo with { CheckShare = share });
        for (var i = 0; i < 600; i++)
        {
            var lamp = i % 2 == 0;
            await house.Do(new Report
            {
                By = Actor.Import,
                Source = MatterSource.Import,
                Service = lamp ? "street-light" : "waste",
                Said = new Said((lamp ? lamps : bins)[i / 2 % 3] + " " + i),
                AtUs = house.NowUs - (1000 - i) * Instants.HourUs,
                Imported = new CaseImported(null, null, house.NowUs - (990 - i) * Instants.HourUs, true),
            });
        }
        var keeper = Keeper(house);
        keeper.Train(null, TestContext.Current.CancellationToken).Ok.ShouldBeTrue();
        return (house, keeper);
    }

    static ModelKeeper Keeper(CasesHouse house) => new(house.Desk, house.Db, house.Journal, new ModelShelf(Path.Combine(house.Folder, "cases")), house.Clock);

    static Report Unsorted(string words) => CasesHouse.Dark(words: words) with { Service = "other", Person = new Person() };

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task What_the_model_is_sure_of_it_dispatches_with_its_version_and_its_reasons(Engine engine)
    {
        var (house, keeper) = await Trained(engine);
        await using var _ = house;
        var number = (await house.Do(Unsorted("Since Friday our street lamp is dark"))).Number;
        var decision = house.Desk.Find(number)!.Decisions.Single();
        decision.ShouldSatisfyAllConditions(
            d => d.By.ShouldBe(DecidedBy.Model),
            d => d.Unit.ShouldBe("lighting"),
            d => d.Service.ShouldBe("street-light"),
            d => d.Model.ShouldBe(keeper.State.Version),
            d => d.Confidence.ShouldBeGreaterThan(0.9),
            d => d.Reasons.ShouldContain(w => w.What == "case"));
        var said = decision.Reasons.Where(w => w.What == "said").Select(w => "Since Friday our street lamp is dark".Substring(w.At, w.Length)).ToList();
        said.ShouldContain(w => w.Contains("lamp", StringComparison.Ordinal));
        // As a word: six hundred cases bring so many hashes that these letters stand in one of them by chance.
        house.JournalText().ShouldNotMatch("(?i)[^a-z0-9+/=_-]lamp[^a-z0-9+/=_-]", "words never enter the journal, as reasons neither");
        house.Desk.Find(number)!.Tasks.Single().Unit.ShouldBe("lighting");
        var before = house.Dump();
        CaseDesk.Rebuild(house.Db, house.Journal);
        house.Dump().ShouldBe(before);
    }

    [Fact]
    public async Task Below_the_threshold_a_person_decides_and_that_choice_is_learned_once()
    {
        var (house, keeper) = await Trained(Engine.Sqlite);
        await using var _ = house;
        var number = (await house.Do(Unsorted("A swan on the ice cannot get away"))).Number;
        var waiting = house.Desk.Find(number)!;
        waiting.Status.ShouldBe(CaseStatus.Open);
        waiting.Decisions.ShouldBeEmpty();
        waiting.Advice!.Sure.ShouldBeFalse();
        await house.Do(new DispatchCase(number, "parks", "tree", Whys: [new Why("suggested", "near")]) { By = CasesHouse.Duty });
        var decided = house.Desk.Find(number)!;
        decided.Decisions.Single().Alternatives.Select(a => a.Unit).ShouldContain(waiting.Advice.Unit, "what the model thought stands beside what was chosen");
        keeper.Teach([decided]).ShouldBe(1);
        keeper.Teach([decided]).ShouldBe(0, "each case is learned once");
        keeper.State.Version!.ShouldEndWith("+1");
        var levels = new Levels(house.Desk.Board, house.Desk.Profile.Department).Of(90, house.NowUs).Dispatching;
        levels.ShouldSatisfyAllConditions(d => d.Asked.ShouldBe(1), d => d.Sure.ShouldBe(0), d => d.Told.ShouldBe(1), d => d.ToldRight.ShouldBe(0));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_share_drawn_by_chance_is_checked_by_a_person_and_gives_the_published_accuracy(Engine engine)
    {
        await using var house = CasesHouse.Open(engine, CasesHouse.Demo with { CheckShare = 1 });
        foreach (var i in Enumerable.Range(0, 3)) await house.Do(CasesHouse.Dark(i * 0.01));
        ListCases.Run(house.Desk.Board, new CaseQuery("check", null, null, "due", 0, 10), null, house.NowUs).Numbers.ShouldBe([1, 2, 3], ignoreOrder: true);
        (await house.Refused(new CheckDispatch(1, "lighting") { By = CasesHouse.Lighting })).Code.ShouldBe("not-yours", "nobody checks their own");
        await house.Do(new CheckDispatch(1, "lighting-crew") { By = CasesHouse.Auditor });
        await house.Do(new CheckDispatch(2, "roads", "pothole") { By = CasesHouse.Duty });
        (await house.Refused(new CheckDispatch(2, "roads") { By = CasesHouse.Duty })).Code.ShouldBe("check-done");
        house.Desk.Find(1)!.Check!.Right.ShouldBe(true, "a crew of the department is the department");
        var moved = house.Desk.Find(2)!;
        (moved.Unit, moved.Service, moved.Check!.Right).ShouldBe(("roads", "pothole", false));
        var levels = new Levels(house.Desk.Board, house.Desk.Profile.Department).Of(90, house.NowUs).Dispatching;
        (levels.Drawn, levels.Checks, levels.ChecksRight).ShouldBe((3, 2, 1));
        ListCases.Run(house.Desk.Board, new CaseQuery("check", null, null, "due", 0, 10), null, house.NowUs).Numbers.ShouldBe([3]);
        var before = house.Dump();
        await house.Restart();
        ListCases.Run(house.Desk.Board, new CaseQuery("check", null, null, "due", 0, 10), null, house.NowUs).Total.ShouldBe(1);
        CaseDesk.Rebuild(house.Db, house.Journal);
        house.Dump().ShouldBe(before);
    }

    [Fact]
    public async Task A_model_is_kept_and_catches_up_with_what_was_decided_while_it_was_away()
    {
        var (house, keeper) = await Trained(Engine.Sqlite);
        await using var _ = house;
        var first = (await house.Do(Unsorted("A swan on the ice"))).Number;
        await house.Do(new DispatchCase(first, "parks", "tree") { By = CasesHouse.Duty });
        keeper.Teach([house.Desk.Find(first)!]);
        keeper.Save();
        var second = (await house.Do(Unsorted("Boots were stolen from the theatre") with { Lon = 123.22 })).Number;
        await house.Do(new DispatchCase(second, "parks", "tree") { By = CasesHouse.Duty });
        var again = Keeper(house);
        again.Load(TestContext.Current.CancellationToken).ShouldBeTrue();
        again.State.ShouldSatisfyAllConditions(s => s.Cases.ShouldBe(602), s => s.Since.ShouldBe(2), s => s.Version!.ShouldStartWith(keeper.State.Version!.Split('+')[0]));
        // The same history makes the same model, and says so by its name.
        var one = Keeper(house).Train(null, TestContext.Current.CancellationToken).Value.Version;
        Keeper(house).Train(null, TestContext.Current.CancellationToken).Value.Version.ShouldBe(one);
    }

    [Fact]
    public async Task A_damaged_model_is_not_used_and_too_few_cases_train_none()
    {
        var (house, keeper) = await Trained(Engine.Sqlite);
        await using var _ = house;
        var file = Directory.GetFiles(Path.Combine(house.Folder, "cases"), "*.model").Single();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Keeper(house).Load(TestContext.Current.CancellationToken).ShouldBeFalse();
        await using var young = CasesHouse.Open(Engine.Sqlite);
        Keeper(young).Train(null, TestContext.Current.CancellationToken).Refusal.Code.ShouldBe("too-few-examples");
    }

    [Fact]
    public void A_reason_of_before_is_still_read() =>
        System.Text.Json.JsonSerializer.Deserialize<Why[]>("""["by hand",{"what":"said","at":3,"length":4},{"what":"words","value":"a","and":{"what":"place"}}]""", Cardo.Cases.Store.Spelling.Options)
            .ShouldBe([new Why("reason", "by hand"), new Why("said", null, 3, 4), new Why("words", "a", And: new Why("place"))]);
}
