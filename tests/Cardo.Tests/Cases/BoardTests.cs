using Cardo.Cases;
using Cardo.Cases.Board;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>Lists, words and maps from memory.</summary>
public class BoardTests
{
    static readonly string[] services = ["street-light", "waste", "tree"];
    static readonly string[] words = ["路灯不亮,晚上走路危险", "The LAMP flickers when it rains", "Ein Ast hängt über dem Weg"];

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Any_part_of_what_was_said_is_found_in_any_script_before_and_after_a_restart(Engine engine)
    {
        await using var house = CasesHouse.Open(engine);
        foreach (var said in words) await house.Do(CasesHouse.Dark(words: said));
        await house.Do(new NoteCase(1, "elephant", false) { By = CasesHouse.Duty });
        for (var round = 0; round < 2; round++)
        {
            Found(house, "灯不").ShouldBe([1]);
            Found(house, "lamp FLICK").ShouldBe([2]);
            Found(house, "HÄNGT").ShouldBe([3]);
            Found(house, "river street").ShouldBe([3, 2, 1]);
            Found(house, "elephant").ShouldBeEmpty();
            await house.Restart();
        }
    }

    [Fact]
    public void Looking_through_all_words_at_once_finds_what_looking_at_each_finds()
    {
        var random = new Random(4);
        var words = new CaseWords();
        string Some(int most) => new([.. Enumerable.Range(0, 1 + random.Next(most)).Select(_ => (char)('A' + random.Next(3)))]);
        for (var i = 0; i < 60_000; i++)
        {
            var number = 1 + random.Next(20_000);
            if (random.Next(20) == 0) words.Forget(number);
            else words.Put(number, Some(40), null);
        }
        for (var length = 1; length < 12; length++)
        {
            var needle = CaseWords.Needle(Some(length));
            var bits = words.Find(needle);
            var found = Enumerable.Range(1, 20_000).Where(n => (bits[n / 64] >> (n % 64) & 1) != 0);
            found.ShouldBe(Enumerable.Range(1, 20_000).Where(n => words.Holds(n, needle)));
        }
        words.Held.ShouldBeGreaterThan(1 << 20);
    }

    [Fact]
    public async Task Words_that_were_taken_away_are_found_no_more_even_of_a_case_that_was_joined()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        await house.Do(CasesHouse.Dark());
        var second = await house.Do(CasesHouse.Dark(words: "my neighbour left it on"));
        await house.Do(new JoinCases(2, 1) { By = CasesHouse.Duty });
        await house.Do(new RedactMatter(1, second.Matter!, ["words"], "names a person") { By = CasesHouse.Duty });
        await house.Do(new PartCases(1, 2) { By = CasesHouse.Duty });
        Found(house, "neighbour").ShouldBeEmpty();
        Found(house, "number 5").ShouldBe([1]);
    }

    [Fact]
    public async Task Every_filter_gives_what_a_look_at_each_case_gives_and_the_map_the_same_as_the_list()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        // More than one page of the board, so that pages are copied and passed over.
        for (var i = 0; i < 2600; i++) _ = house.Desk.Do(CasesHouse.Dark(i % 40 * 0.001, words: words[i % 3]) with { Service = services[i / 2 % 3], Priority = (Priority)(i % 4) });
        await house.Do(CasesHouse.Dark());
        for (var n = 3; n < 2600; n += 7)
        {
            _ = house.Desk.Do(new FinishTask(n, "t1") { By = CasesHouse.Duty });
            if (n % 2 == 0) _ = house.Desk.Do(new VerifyCase(n, Proof.Audit, true) { By = CasesHouse.Duty });
        }
        await house.Do(new JoinCases(2, 1) { By = CasesHouse.Duty });
        house.Clock.Advance(TimeSpan.FromDays(3));
        var all = Enumerable.Range(1, 2601).Select(n => house.Desk.Find(n)!).ToList();
        var board = house.Desk.Board;
        board.OpenCount.ShouldBe(all.Count(c => c.IsOpen));
        foreach (var state in ListCases.States)
            foreach (var service in new[] { "", "waste", "nothing" })
                foreach (var text in new[] { "", "flicker" })
                {
                    var query = new CaseQuery(state, service, null, "opened", 0, 5000, (lon, _) => lon > 123.21, text);
                    var (numbers, total) = ListCases.Run(board, query, null, house.NowUs);
                    numbers.Order().ShouldBe(all.Where(c => Is(c, state, house.NowUs) && (service.Length == 0 || c.Service == service) && (float)c.Lon!.Value > 123.21
                        && (text.Length == 0 || (c.Number % 3 == 2 && c.Number != 2601))).Select(c => c.Number), $"{state} {service} {text}");
                    total.ShouldBe(numbers.Count);
                    var drawn = MapCases.Run(120, 30, 125, 31, new CaseFilter(board, query, null, house.NowUs), 0, house.NowUs);
                    drawn.Clusters.Sum(m => m.Count).ShouldBe(total);
                    // Of clusters alone, in a box as large as this, a map would show one place.
                    var places = all.Where(c => numbers.Contains(c.Number)).Select(c => ((float)c.Lon!.Value, (float)c.Lat!.Value)).ToList();
                    drawn.Extent.ShouldBe(total == 0 ? null : (places.Min(p => p.Item1), places.Min(p => p.Item2), places.Max(p => p.Item1), places.Max(p => p.Item2)));
                }
        ListCases.Count(board, null, house.NowUs).Late.ShouldBe(ListCases.Run(board, new CaseQuery("late", null, null, "due", 0, 0), null, house.NowUs).Total);
    }

    [Fact]
    public async Task More_than_may_wait_is_told_when_to_come_again_and_nothing_of_it_is_taken()
    {
        await using var house = CasesHouse.Open(Engine.Sqlite);
        using var go = new ManualResetEventSlim();
        // While the store is held nothing can be written down.
        var holding = Task.Run(() => house.Db.Write(_ => go.Wait(TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        var sent = Enumerable.Range(0, 9000).Select(i => house.Desk.Offer(CasesHouse.Dark(clientId: $"c{i}")).AsTask()).ToList();
        var refused = sent.Where(s => s.IsCompleted).ToList();
        refused.Count.ShouldBeInRange(1, 9000 - 8192);
        (await refused[0]).Refusal.Code.ShouldBe("desk-busy");
        go.Set();
        await holding;
        var answers = await Task.WhenAll(sent);
        answers.Count(a => a.Ok).ShouldBe(9000 - refused.Count);
        house.Desk.Board.LastNumber.ShouldBe(9000 - refused.Count);
    }

    static bool Is(Cardo.Cases.Case c, string state, long nowUs) => state switch
    {
        "waiting" => c.Status == CaseStatus.Open,
        "late" => c.IsOpen && c.Commitment!.ResolveByUs < nowUs,
        "escalated" => c.Commitment!.Level > 0,
        "check" => c.Check is { Right: null },
        "done" => c.Status == CaseStatus.Done,
        "closed" => c.Status == CaseStatus.Closed,
        "all" => c.Status != CaseStatus.Joined,
        _ => c.IsOpen,
    };

    static IReadOnlyList<long> Found(CasesHouse house, string text) => ListCases.Run(house.Desk.Board, new CaseQuery("all", null, null, "-opened", 0, 50, null, text), null, house.NowUs).Numbers;
}
