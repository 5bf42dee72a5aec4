using Cardo.Cases.Learning;

namespace Cardo.Tests.Cases.Learning;

public class DuplicateTests
{
    const long HourUs = 3_600_000_000;

    static MatterSketch At(string id, double hours, double north_m, string service = "light", string words = "") =>
        new(id, Towns.Start + (long)(hours * HourUs), 120.2, 23 + north_m / 111_195, service, words);

    [Fact]
    public void Near_in_place_and_time_scores_higher_than_far()
    {
        var first = At("a", 0, 0);
        var score = DuplicateScore.Plain;
        score.Score(first, At("b", 1, 5)).ShouldBeGreaterThan(score.Score(first, At("b", 1, 150)));
        score.Score(first, At("b", 1, 5)).ShouldBeGreaterThan(score.Score(first, At("b", 700, 5)));
        score.Score(first, At("b", 1, 5)).ShouldBeGreaterThan(score.Score(first, At("b", 1, 5, "tree")));
        score.Score(first with { Words = "lamp dark" }, At("b", 1, 5, words: "the lamp is dark")).ShouldBeGreaterThan(score.Score(first with { Words = "lamp dark" }, At("b", 1, 5, words: "water everywhere")));
        score.Score(first, At("b", 1, 5)).ShouldBe(score.Score(At("b", 1, 5), first));
    }

    [Fact]
    public void What_is_done_is_hardly_reported_again()
    {
        var done = At("a", 0, 0) with { ClosedUs = Towns.Start + HourUs };
        DuplicateScore.Plain.Score(done, At("b", 5, 5)).ShouldBeLessThan(DuplicateScore.Plain.Score(At("a", 0, 0), At("b", 5, 5)) / 3);
    }

    [Fact]
    public void The_likeliest_comes_first_and_the_far_ones_not_at_all()
    {
        var finder = new DuplicateFinder(DuplicateScore.Plain);
        foreach (var one in new[] { At("near", 1, 4), At("nearer", 2, 1), At("far", 2, 900), At("other", 2, 30, "tree"), At("old", -1500, 0) }) finder.Add(one);
        var found = finder.Find(At("new", 3, 0), 0);
        found[0].Id.ShouldBe("nearer");
        found.Select(f => f.Id).ShouldNotContain("far");
        found.Select(f => f.Id).ShouldNotContain("old");
        found[0].Distance_m!.Value.ShouldBe(1, 0.01);
        found[0].Gap_s.ShouldBe(3600, 1e-6);
        finder.Close("nearer", Towns.Start + 2 * HourUs + 1);
        finder.Find(At("new", 3, 0), 0)[0].Id.ShouldBe("near");
    }

    [Fact]
    public void Memory_ends_with_the_window()
    {
        var finder = new DuplicateFinder(DuplicateScore.Plain);
        for (var i = 0; i < 20_000; i++) finder.Add(At($"m{i}", i, i % 5_000));
        finder.Count.ShouldBeLessThan(1_500);
    }

    [Fact]
    public void Too_few_pairs_are_refused() =>
        DuplicateScore.Train([At("a", 0, 0), At("b", 1, 1)], [("a", "b")], TestContext.Current.CancellationToken).Refusal.Code.ShouldBe("too-few-pairs");

    [Fact]
    public void Pairs_that_staff_named_are_found_while_few_cases_are_flagged()
    {
        // Learned from what was named before June 2026, measured on what came from then on.
        const long june = 1_780_272_000_000_000;
        var (matters, pairs) = (Boston.Matters(), Boston.Pairs());
        var byId = matters.ToDictionary(m => m.Id);
        DuplicateScore.Train([.. matters.Where(m => m.AtUs < june)], [.. pairs.Where(p => byId[p.A].AtUs < june && byId[p.B].AtUs < june)], TestContext.Current.CancellationToken).Try(out var score, out _).ShouldBeTrue();
        var later = pairs.Select(p => byId[p.A].AtUs < byId[p.B].AtUs ? (First: p.A, Second: p.B) : (First: p.B, Second: p.A)).Where(p => byId[p.Second].AtUs >= june).ToLookup(p => p.Second, p => p.First);
        var finder = new DuplicateFinder(score!);
        var (best, named) = (new List<double>(), new List<double>());
        foreach (var matter in matters)
        {
            if (matter.AtUs >= june)
            {
                var found = finder.Find(matter, 0);
                best.Add(found.Count > 0 ? found[0].Score : 0);
                named.AddRange(later[matter.Id].Select(first => found.FirstOrDefault(f => f.Id == first)?.Score ?? -1));
            }
            finder.Add(matter);
        }
        var cut = best.Order().ElementAt((int)(best.Count * 0.88));
        named.Count.ShouldBeGreaterThan(100);
        (named.Count(s => s >= cut) / (double)named.Count).ShouldBeGreaterThanOrEqualTo(0.75);
    }
}
