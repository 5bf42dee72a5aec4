using Cardo.Cases;
using Cardo.Cases.Board;
using Cardo.Cases.Learning;
using Cardo.Identity;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>What may be the same is found by place, time, words, service and asset; joined and parted again.</summary>
public class AlikeTests
{
    const double Metre = 1 / 107_000.0; // degrees east at 30 degrees north, near enough

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Words_service_and_asset_say_more_than_nearness_alone(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        await house.Do(CasesHouse.Dark(words: "The lamp by the bakery is dark"));
        await house.Do(CasesHouse.Dark(20 * Metre, words: "Somebody dumped a sofa") with { Service = "waste" });
        await house.Do(CasesHouse.Dark(2000 * Metre, words: "The lamp by the bakery is dark"));
        house.Clock.Advance(TimeSpan.FromHours(2));
        var asked = Sketches.Of(CasesHouse.Dark(15 * Metre, words: "dark lamp at the bakery"), house.NowUs);
        var found = Duplicates.Find(house.Desk, asked);
        found[0].Number.ShouldBe(1);
        found.ShouldNotContain(l => l.Number == 3);
        var words = house.Desk.Alike.Likeness(house.Desk.Alike.Score(asked, asked with { Id = "x", Words = "a sofa" }));
        house.Desk.Alike.Likeness(house.Desk.Alike.Score(asked, asked with { Id = "x" })).ShouldBeGreaterThan(words);
        Duplicates.Find(house.Desk, asked with { AtUs = house.NowUs + 90 * 86_400_000_000L }).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_compared_is_kept_until_its_case_changes()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        var number = (await house.Do(CasesHouse.Dark(words: "The lamp by the bakery is dark"))).Number;
        var shelf = house.Desk.Sketched;
        var first = shelf.Read([number, 99])[number];
        shelf.Read([number])[number].ShouldBeSameAs(first);
        shelf.Read([99]).ShouldBeEmpty();
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await house.Do(new DispatchCase(number, "roads", "pothole") { By = CasesHouse.Duty });
        shelf.Read([number])[number].Service.ShouldBe("pothole");
    }

    [Fact]
    public async Task What_is_likely_is_looked_at_again_when_something_changes_around_it()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        for (var i = 0; i < 3; i++) await house.Do(CasesHouse.Dark(i * 3 * Metre, words: "The lamp by the bakery is dark"));
        await house.Do(CasesHouse.Dark(0.05, words: "Another lamp, far away"));
        string Groups() => string.Join(" ", house.Desk.AlikeCases.Find(null, 10).Select(g => string.Join(",", g.Numbers)));
        Groups().ShouldBe("1,2,3");
        Groups().ShouldBe("1,2,3");
        var before = (Near: house.Desk.Board.ChangesAround(123.2, 30.25, 400), Far: house.Desk.Board.ChangesAround(123.25, 30.25, 400));
        await house.Do(new JoinCases(3, 1, []) { By = CasesHouse.Duty });
        Groups().ShouldBe("1,2");
        house.Desk.Board.ChangesAround(123.2, 30.25, 400).ShouldBeGreaterThan(before.Near);
        house.Desk.Board.ChangesAround(123.25, 30.25, 400).ShouldBe(before.Far);
        await house.Do(CasesHouse.Dark(0.05 + 2 * Metre, words: "Another lamp, far away"));
        Groups().ShouldContain("4,5");
    }

    [Fact]
    public void Words_in_common_are_counted_once_each_and_by_both()
    {
        var words = new WordPieces();
        words.Overlap("lamp", "lamp").ShouldBe(1);
        words.Overlap("lamp", "tree").ShouldBe(0);
        words.Overlap("", "").ShouldBe(0);
        var some = words.Overlap("the lamp is dark", "dark lamp");
        some.ShouldBeInRange(0.3f, 0.95f);
        words.Overlap("dark lamp", "the lamp is dark").ShouldBe(some);
        words.Overlap("dark lamp dark lamp dark lamp", "dark lamp").ShouldBeGreaterThan(some, "a word said again is no other word");
    }

    [Fact]
    public void At_the_cut_it_is_as_likely_as_not()
    {
        DuplicateScore.Plain.Likeness(DuplicateScore.Plain.Cut).ShouldBe(0.5, 1e-9);
        DuplicateScore.Plain.Likeness(0).ShouldBe(0);
        DuplicateScore.Plain.Likeness(1).ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Groups_grow_by_the_strongest_links_and_end_where_nobody_could_look_through_them()
    {
        var pair = AlikeCases.Groups([(5, 3, 0.6), (3, 1, 0.9), (9, 8, 0.7)]).ToList();
        pair.Select(g => string.Join(",", g.Numbers)).ShouldBe(["1,3,5", "8,9"], ignoreOrder: true);
        pair.First(g => g.Numbers.Count == 3).Scores[3].ShouldBe(0.9);
        var chain = AlikeCases.Groups(Enumerable.Range(1, 50).Select(i => ((long)i + 1, (long)i, 1.0 / i))).ToList();
        chain.Max(g => g.Numbers.Count).ShouldBe(20);
        chain.Sum(g => g.Numbers.Count).ShouldBe(51);
    }

    [Fact]
    public async Task Staff_join_a_group_with_one_click_and_part_it_with_another()
    {
        await using var city = await CasesCity.Start();
        var desk = city.Get<CaseDesk>();
        for (var i = 0; i < 3; i++) (await desk.Do(CasesHouse.Dark(i * 3 * Metre, words: $"The lamp by the bakery is dark {i}") with { AtUs = null })).Ok.ShouldBeTrue();
        using var officer = city.Visit(city.Key("duty", Scopes.CasesDesk));
        var page = (await officer.Get("/desk/duplicates")).Body;
        page.ShouldContain("3 cases, Street light");
        var joined = await officer.Send("/desk/duplicates", "/desk/duplicates", [("into", "1"), ("case", "2:91"), ("case", "3:90")]);
        joined.Location!.ShouldBe("/desk/duplicates?into=1&joined=2,3");
        desk.Find(1)!.Matters.ShouldBe(3);
        desk.StoryOf(1).SelectMany(e => e.Events).OfType<MattersJoined>().Select(j => j.Reasons[0]).ShouldBe(["likely:91", "likely:90"]);
        (await officer.Get(joined.Location!)).Body.ShouldContain("Joined into case 1: 2, 3");
        (await officer.Send(joined.Location!, "/desk/duplicates", [("verb", "part"), ("into", "1"), ("case", "2"), ("case", "3")])).Status.ShouldBe(302);
        desk.Find(1)!.Matters.ShouldBe(1);
        desk.Find(3)!.Status.ShouldBe(CaseStatus.Dispatched);
        using var crew = city.Visit(city.Key("crew", Scopes.CasesCrew));
        (await crew.Get("/desk/duplicates")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task What_staff_joined_teaches_what_is_alike_here()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite, CasesHouse.Demo with { CheckShare = 0 });
        for (var i = 0; i < 40; i++)
        {
            // Two reports of one broken lamp a day apart are joined each time; what lies 200 m further is not.
            var first = (await house.Do(CasesHouse.Dark(i * 0.001 - 0.02))).Number;
            house.Clock.Advance(TimeSpan.FromHours(1));
            var second = (await house.Do(CasesHouse.Dark(i * 0.001 - 0.02 + 2 * Metre))).Number;
            await house.Do(new JoinCases(second, first, ["by-hand"]) { By = CasesHouse.Duty });
        }
        var (matters, pairs) = Sketches.Joined(house.Db, 1000, TestContext.Current.CancellationToken);
        (matters.Count, pairs.Count).ShouldBe((80, 40));
        var taught = DuplicateScore.Train(matters, pairs, TestContext.Current.CancellationToken).Value;
        var (a, near, far) = (matters[0], matters[1], matters[2]);
        // Around each second one there are three others within 150 m.
        taught.Likeness(taught.Score(a, near, 3)).ShouldBeGreaterThan(0.5);
        taught.Score(a, near, 3).ShouldBeGreaterThan(taught.Score(a, far, 3));
    }
}
