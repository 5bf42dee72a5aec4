using Cardo.Cases;
using Cardo.Cases.Board;
using Cardo.Cases.Store;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>How the board comes back: from its own small rows, and from the cases where those don't fit.</summary>
public class BoardStartTests
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_start_finds_the_board_as_it_was_and_makes_its_rows_again_where_they_do_not_fit(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        await Live(house);
        var (before, rows) = (Spots(house), Rows(house));
        before.Count.ShouldBe(301);
        var harm = new[] { "", "DELETE FROM cases_board WHERE number = 7", "DELETE FROM cases_board", "UPDATE cases_desk SET board = 0" };
        foreach (var sql in harm)
        {
            if (sql.Length > 0) house.Db.Write(tx => tx.Execute(sql));
            await house.Restart();
            Spots(house).ShouldBe(before, sql);
            house.Desk.Board.OpenCount.ShouldBe(before.Count(s => s.IsOpen));
            Rows(house).ShouldBe(rows, sql);
            ListCases.Run(house.Desk.Board, new CaseQuery("all", null, null, "opened", 0, 10, Text: "flickers"), null, house.NowUs).Total.ShouldBe(100, sql);
        }
    }

    [Fact]
    public async Task The_first_decision_stays_however_often_a_case_is_handed_on()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        await house.Do(CasesHouse.Dark());
        var first = house.Desk.Find(1)!.Decisions[0];
        for (var i = 0; i < 60; i++) await house.Do(new DispatchCase(1, i % 2 == 0 ? "roads" : "parks", null, null, null) { By = CasesHouse.Duty });
        var now = house.Desk.Find(1)!;
        now.Decisions.Count.ShouldBe(40);
        (now.Decisions[0].By, now.Decisions[0].Unit, now.Decisions[0].AtUs).ShouldBe((first.By, first.Unit, first.AtUs));
        now.Decisions[^1].Unit.ShouldBe("parks");
        house.Desk.Board.Name(house.Desk.Board.Find(1).FirstUnit).ShouldBe("lighting");
    }

    [Fact]
    public async Task A_case_that_learns_its_place_from_a_later_report_is_found_there()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        await house.Do(CasesHouse.Dark() with { Lon = null, Lat = null });
        var placed = CasesHouse.Dark();
        await house.Do(placed with { Joins = 1 });
        house.Desk.Board.Near(placed.Lon!.Value, placed.Lat!.Value, 50, _ => true).Select(s => s.Number).ShouldBe([1]);
        house.Desk.Board.Near(placed.Lon!.Value, placed.Lat!.Value, 50, _ => true, sinceUs: house.NowUs + 1).ShouldBeEmpty();
    }

    static async Task Live(CasesHouse house)
    {
        string[] services = ["street-light", "waste", "other"];
        for (var i = 0; i < 300; i++) _ = house.Desk.Do(CasesHouse.Dark(i % 40 * 0.001, words: i % 3 == 0 ? "it flickers" : "路灯不亮") with { Service = services[i % 3], Priority = (Priority)(i % 4) });
        await house.Do(CasesHouse.Dark() with { Lon = null, Lat = null });
        for (var n = 3; n < 300; n += 7)
        {
            _ = house.Desk.Do(new DispatchCase(n, "roads", null, null, null) { By = CasesHouse.Duty });
            _ = house.Desk.Do(new FinishTask(n, "t1") { By = CasesHouse.Duty });
            if (n % 2 == 0) _ = house.Desk.Do(new VerifyCase(n, Proof.Audit, true) { By = CasesHouse.Duty });
        }
        await house.Do(new JoinCases(2, 1) { By = CasesHouse.Duty });
    }

    static List<Spot> Spots(CasesHouse house)
    {
        var all = new List<Spot>();
        house.Desk.Board.Visit(openOnly: false, newestFirst: false, (in spot) =>
        {
            all.Add(spot);
            return true;
        });
        return all;
    }

    static List<string> Rows(CasesHouse house) => house.Db.Read(tx => CaseStore.Dump(tx).Where(l => l.StartsWith("board ", StringComparison.Ordinal)).ToList());
}
