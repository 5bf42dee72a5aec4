using Cardo.Cases;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>The life of a case, on both engines.</summary>
public class CaseDeskTests
{
    public static TheoryData<Engine> Engines => TestStore.Engines;

    static Photo After => new(new Media(new string('a', 64), "image/jpeg", 3, MediaUse.After), [1, 2, 3]);

    [Theory, MemberData(nameof(Engines))]
    public async Task A_report_becomes_work_that_is_done_proven_and_closed(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var receipt = await house.Do(CasesHouse.Dark());
        var opened = house.Desk.Find(receipt.Number)!;
        opened.Status.ShouldBe(CaseStatus.Dispatched);
        opened.Unit.ShouldBe("lighting");
        opened.Decisions.Single().By.ShouldBe(DecidedBy.Catalogue);
        opened.Decisions.Single().Profile.ShouldBe(CasesHouse.Demo.Version);
        opened.Commitment!.ResolveByUs.ShouldBeGreaterThan(house.NowUs);
        opened.Tasks.Single().State.ShouldBe(TaskState.Ready);

        await house.Do(new StartTask(receipt.Number, "t1") { By = CasesHouse.Crew });
        await house.Do(new FinishTask(receipt.Number, "t1", [After], [new Material("LED lamp 40 W", 1, "C62")], 35, "changed the lamp") { By = CasesHouse.Crew });
        // A picture is not enough for a light: the reporter or the sensor says so.
        house.Desk.Find(receipt.Number)!.Status.ShouldBe(CaseStatus.Done);
        await house.Do(new VerifyCase(receipt.Number, Proof.Reporter, true) { By = Actor.Resident });
        var closed = house.Desk.Find(receipt.Number)!;
        closed.Status.ShouldBe(CaseStatus.Closed);
        closed.Resolution.ShouldBe("fixed");
        closed.Verifications.Count.ShouldBe(2);
        closed.Tasks.Single().Minutes.ShouldBe(35);
        house.Desk.StoryOf(receipt.Number).SelectMany(e => e.Events).Select(e => e.GetType().Name)
            .ShouldBe(["CaseOpened", "MatterAdded", "CaseDecided", "CaseCommitted", "TaskAdded", "TaskStarted", "TaskDone", "CaseVerified", "CaseNoted", "CaseVerified", "CaseClosed"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_no_reopens_the_case_and_reaches_the_unit_that_did_the_work(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var number = (await house.Do(CasesHouse.Dark())).Number;
        await house.Do(new FinishTask(number, "t1", [After]) { By = CasesHouse.Crew });
        await house.Do(new VerifyCase(number, Proof.Reporter, false, "still dark") { By = Actor.Resident });
        var now = house.Desk.Find(number)!;
        now.Status.ShouldBe(CaseStatus.Dispatched);
        now.Reopened.ShouldBe(1);
        now.Tasks.Single().ShouldSatisfyAllConditions(t => t.State.ShouldBe(TaskState.Ready), t => t.Unit.ShouldBe("lighting"), t => t.Times.ShouldBe(2));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_command_sent_twice_is_done_once(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var many = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => house.Do(CasesHouse.Dark(clientId: "phone-1-17"))));
        many.Select(r => (r.Number, r.Matter)).Distinct().Count().ShouldBe(1);
        many.Count(r => !r.Repeated).ShouldBe(1);
        await house.Restart();
        (await house.Do(CasesHouse.Dark(clientId: "phone-1-17"))).ShouldBe(new Receipt(many[0].Number, many[0].Matter, Repeated: true));
        // Another sender may count the same way.
        (await house.Do(CasesHouse.Dark(clientId: "phone-1-17") with { By = CasesHouse.Duty })).Number.ShouldNotBe(many[0].Number);
        house.Desk.MattersOf(many[0].Number).Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_rebuild_from_the_journal_comes_to_the_same_tables(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var a = (await house.Do(CasesHouse.Dark(clientId: "a"))).Number;
        var b = (await house.Do(CasesHouse.Dark(dx: 0.0001) with { Photos = [new Photo(new Media(new string('b', 64), "image/png", 1, MediaUse.Report), [1])] })).Number;
        var c = (await house.Do(CasesHouse.Dark(dx: 0.01) with { Service = "pothole", Answers = new Dictionary<string, string[]> { ["depth"] = ["deep"] } })).Number;
        await house.Do(new JoinCases(b, a, ["23 m apart"]) { By = CasesHouse.Duty });
        await house.Do(new AddTask(c, "lighting", "light the place", After: ["t1"]) { By = CasesHouse.Duty });
        await house.Do(new PauseClock(c, "weather") { By = CasesHouse.Duty });
        house.Clock.Advance(TimeSpan.FromHours(5));
        await house.Do(new ResumeClock(c) { By = CasesHouse.Duty });
        await house.Do(new FinishTask(a, "t1", [After], null, 12, "done") { By = CasesHouse.Crew, ClientId = "crew-9" });
        await house.Do(new VerifyCase(a, Proof.Reporter, false) { By = Actor.Resident });
        await house.Do(new PartCases(a, b) { By = CasesHouse.Duty });
        await house.Do(new RedactMatter(b, house.Desk.MattersOf(b).Single().Id, ["words", new string('b', 64)], "names a neighbour") { By = CasesHouse.Auditor });
        await house.Do(new VerifyCase(c, Proof.Audit, true, Resolution: "nothing-found") { By = CasesHouse.Auditor });
        var before = house.Dump();
        before.Count.ShouldBeGreaterThan(15);
        CaseDesk.Rebuild(house.Db, house.Journal).ShouldBeGreaterThan(10);
        house.Dump().ShouldBe(before);
        await house.Restart();
        house.Desk.Board.Find(a).Matters.ShouldBe(1);
        house.Desk.Board.LastNumber.ShouldBe(c);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Words_and_people_never_enter_the_journal(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var receipt = await house.Do(CasesHouse.Dark() with { Answers = new Dictionary<string, string[]> { ["fault"] = ["dark"] } });
        await house.Do(new NoteCase(receipt.Number, "Mrs Chen called again", false) { By = CasesHouse.Lighting });
        var journal = house.JournalText();
        foreach (var secret in new[] { "Chen Wei", "Mrs Chen", "example.org", "13800138000", "number 5", "River Street" }) journal.ShouldNotContain(secret);
        journal.ShouldContain("street-light");
        var matter = house.Desk.FindMatter(receipt.Matter!)!.Value.Matter;
        house.Db.Read(tx => Cardo.Cases.Store.ApartStore.Holds(tx, matter.Id, matter.Said!)).ShouldBe(true);
    }

    [Fact]
    public async Task Redaction_takes_the_bytes_and_leaves_the_commitment()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        var receipt = await house.Do(CasesHouse.Dark());
        var said = house.Desk.FindMatter(receipt.Matter!)!.Value.Matter.Said;
        (await house.Refused(new RedactMatter(receipt.Number, receipt.Matter!, ["words"], "r") { By = Actor.Resident })).Code.ShouldBe("not-yours");
        await house.Do(new RedactMatter(receipt.Number, receipt.Matter!, ["words", "person"], "names a neighbour") { By = CasesHouse.Lighting });
        house.Desk.SaidOf([receipt.Matter!]).ShouldBeEmpty();
        house.Desk.PersonOf(CasesHouse.Lighting, receipt.Matter!).ShouldBeNull();
        var after = house.Desk.FindMatter(receipt.Matter!)!.Value.Matter;
        after.Said.ShouldBe(said);
        after.Redacted.ShouldBe(["words", "person"]);
    }

    [Fact]
    public async Task An_officer_sees_whom_to_call_only_in_cases_of_their_department()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        var matter = (await house.Do(CasesHouse.Dark())).Matter!;
        house.Desk.PersonOf(CasesHouse.Lighting, matter)!.Phone.ShouldBe("13800138000");
        foreach (var other in new[] { new Actor(ActorKind.Department, "o2", "roads"), CasesHouse.Duty, CasesHouse.Crew, CasesHouse.Auditor, Actor.Resident, new Actor(ActorKind.Department, "o3") })
            house.Desk.PersonOf(other, matter).ShouldBeNull(other.ToString());
    }

    [Fact]
    public async Task Joint_work_has_a_lead_and_an_order()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        var number = (await house.Do(CasesHouse.Dark() with { Service = "tree", Said = new Said("A tree fell on the street") })).Number;
        house.Desk.Find(number)!.Priority.ShouldBe(Priority.High, "rule tree-on-road");
        await house.Do(new AddTask(number, "roads", "close the lane", After: []) { By = CasesHouse.Duty });
        await house.Do(new AddTask(number, "lighting", "lift the cable", After: ["t2"]) { By = CasesHouse.Duty });
        var crew = new Actor(ActorKind.Crew, "c2", "roads-crew");
        (await house.Refused(new FinishTask(number, "t3") { By = CasesHouse.Crew })).Code.ShouldBe("task-waits");
        (await house.Refused(new FinishTask(number, "t2") { By = CasesHouse.Crew })).Code.ShouldBe("not-yours");
        await house.Do(new FinishTask(number, "t2") { By = crew });
        house.Desk.Find(number)!.Tasks.Single(t => t.Id == "t3").State.ShouldBe(TaskState.Ready);
        await house.Do(new FinishTask(number, "t3", [After]) { By = CasesHouse.Crew });
        house.Desk.Find(number)!.Status.ShouldBe(CaseStatus.Working, "the lead has not finished");
        await house.Do(new FinishTask(number, "t1", [After]) { By = new Actor(ActorKind.Crew, "c3", "parks-crew") });
        house.Desk.Find(number)!.Status.ShouldBe(CaseStatus.Closed);
    }

    [Fact]
    public async Task A_case_nobody_knows_waits_for_a_person()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        var number = (await house.Do(CasesHouse.Dark() with { Service = "other", Said = new Said("something odd") })).Number;
        var waiting = house.Desk.Find(number)!;
        waiting.Status.ShouldBe(CaseStatus.Open);
        waiting.Commitment.ShouldNotBeNull("the clock runs while nobody has it");
        (await house.Refused(new DispatchCase(number, "roads") { By = CasesHouse.Lighting })).Code.ShouldBe("not-yours");
        await house.Do(new DispatchCase(number, "roads", "pothole", Reason: "called back") { By = CasesHouse.Duty });
        var dispatched = house.Desk.Find(number)!;
        dispatched.Unit.ShouldBe("roads");
        dispatched.Decisions.Single().By.ShouldBe(DecidedBy.Person);
        dispatched.Commitment!.StartUs.ShouldBe(waiting.Commitment!.StartUs);
    }

    [Theory]
    [InlineData("nope", 123.2, 30.25, "x", "service-not-found")]
    [InlineData("waste", 120.0, 30.25, "x", "place-outside")]
    [InlineData("waste", 223.2, 30.25, "x", "place-wrong")]
    [InlineData("waste", double.NaN, 30.25, "x", "place-wrong")]
    [InlineData("pothole", 123.2, 30.25, "x", "attribute-required")]
    public async Task Bad_reports_are_refused_with_their_reason(string service, double lon, double lat, string words, string code)
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        (await house.Refused(CasesHouse.Dark() with { Service = service, Lon = lon, Lat = lat, Said = new Said(words) })).Code.ShouldBe(code);
        (await house.Refused(CasesHouse.Dark() with { Said = new Said(new string('x', 4001)) })).Code.ShouldBe("words-too-long");
        (await house.Refused(CasesHouse.Dark() with { Lon = null, Lat = null, Said = new Said("x") })).Code.ShouldBe("place-missing");
        house.Desk.Board.LastNumber.ShouldBe(0);
    }

    [Fact]
    public async Task Html_in_words_stays_text_and_half_characters_go()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        var receipt = await house.Do(CasesHouse.Dark(words: "<script>alert(1)</script>\r\n\u0000dark \ud800 灯"));
        house.Desk.SaidOf([receipt.Matter!])[receipt.Matter!].Words.ShouldBe("<script>alert(1)</script>\n dark \ufffd 灯");
    }
}
