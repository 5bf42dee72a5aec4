using Cardo.Cases;
using Cardo.Cases.Board;
using Cardo.Cases.Clocks;
using Cardo.Cases.Learning;
using Cardo.Cases.Proofs;
using Cardo.Cases.Store;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>What is published, and how it is proven.</summary>
public class FiguresTests
{
    [Fact]
    public void The_median_counts_what_is_still_open_as_Kaplan_and_Meier_do()
    {
        // Freireich's remission times of 21 patients under 6-MP (1963), the textbook's own example: the median is 23 weeks.
        List<(double, bool)> weeks = [(6, true), (6, true), (6, true), (6, false), (7, true), (9, false), (10, true), (10, false), (11, false), (13, true), (16, true), (17, false), (19, false), (20, false), (22, true), (23, true), (25, false), (32, false), (32, false), (34, false), (35, false)];
        Measures.KaplanMeierMedian(weeks).ShouldBe(23);
        var curve = KaplanMeier.Curve(weeks);
        curve[0].ShouldBe((0, 1));
        curve.First(c => c.Time == 6).Share.ShouldBe(0.857, 0.001);
        curve.First(c => c.Time == 10).Share.ShouldBe(0.753, 0.001);
        curve[^1].ShouldSatisfyAllConditions(c => c.Time.ShouldBe(23), c => c.Share.ShouldBe(0.448, 0.001));
    }

    [Fact]
    public void A_share_of_few_has_a_wide_interval_that_never_leaves_zero_to_one()
    {
        var (low, high) = Measures.Wilson(10, 10);
        low.ShouldBe(0.722, 0.001);
        high.ShouldBe(1, 1e-9);
        Measures.Wilson(0, 0).ShouldBe(new Interval(0, 1));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Every_line_of_a_story_leads_to_the_entry_that_says_it(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        var first = (await house.Do(CasesHouse.Dark())).Number;
        var second = (await house.Do(CasesHouse.Dark(0.01))).Number;
        await house.Do(new Cardo.Cases.StartTask(first, "t1") { By = CasesHouse.Duty });
        house.Journal.Integrate();
        new ProofService(house.Db, house.Journal, house.Clock).Follow().ShouldBeGreaterThan(2);
        foreach (var number in new[] { first, second })
        {
            var story = house.Db.Read(tx => CaseStore.Story(tx, number, 100));
            var proofs = house.Desk.ProofsOf(number);
            proofs.Keys.ShouldBe(story.Select(s => s.Seq), ignoreOrder: true);
            foreach (var line in story) house.Journal.Find(proofs[line.Seq])!.Json.ShouldContain($"\"case\":{number},");
        }
    }

    [Fact]
    public async Task A_page_of_the_list_is_the_same_as_of_the_whole_list_in_order()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        for (var i = 0; i < 30; i++)
        {
            await house.Do(CasesHouse.Dark(i * 0.002));
            house.Clock.Advance(TimeSpan.FromMinutes(i * 7 % 5));
        }
        var whole = ListCases.Run(house.Desk.Board, new CaseQuery("all", null, null, "-updated", 0, 100), null, house.NowUs);
        whole.Total.ShouldBe(30);
        whole.Numbers.ShouldBe(whole.Numbers.OrderByDescending(n => house.Desk.Board.Find(n).UpdatedUs).ThenByDescending(n => n));
        ListCases.Run(house.Desk.Board, new CaseQuery("all", null, null, "-updated", 10, 7), null, house.NowUs).Numbers.ShouldBe(whole.Numbers.Skip(10).Take(7));
    }
}
