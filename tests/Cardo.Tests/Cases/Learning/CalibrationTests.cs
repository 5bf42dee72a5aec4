using Cardo.Cases.Learning;

namespace Cardo.Tests.Cases.Learning;

public class CalibrationTests
{
    // Of a certainty c every (1 - c)-th is wrong, evenly spread.
    static Calibration Learned(int count, Func<int, double> certainty, Func<int, bool> right)
    {
        var made = new Calibration(8_000, 2_000);
        for (var i = 0; i < count; i++) made.Learn(certainty(i), right(i));
        return made;
    }

    [Fact]
    public void Nothing_is_trusted_before_200_answers()
    {
        Learned(199, _ => 0.999, _ => true).Cut(0.9).ShouldBeGreaterThan(1);
        Learned(200, _ => 0.999, _ => true).Cut(0.9).ShouldBe(0.999);
    }

    [Fact]
    public void The_cut_counts_one_wrong_choice_more_than_there_was()
    {
        // The sure half is wrong in one of 100, the unsure one in one of 2.
        var made = Learned(4_000, i => i % 2 == 0 ? 0.9 : 0.5, i => i % 2 == 0 ? i % 200 != 0 : i % 4 == 1);
        made.Cut(0.98).ShouldBe(0.9);
        made.Cut(0.99).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_change_of_late_closes_the_gate_before_the_whole_window_shows_it()
    {
        var made = Learned(8_000, _ => 0.9, i => i < 7_500 ? i % 100 != 0 : i % 4 != 0);
        made.Of(0.9).ShouldBeGreaterThan(0.97);
        made.Cut(0.97).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void What_it_says_is_a_probability_for_whatever_it_is_asked()
    {
        var made = Learned(1_000, i => i % 100 / 100.0, i => i % 100 > i * 7 % 100);
        foreach (var certainty in new[] { -3.0, 0, 1e-12, 0.5, 1, 7 }) made.Of(certainty).ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Where_it_was_wrong_more_often_than_it_thought_it_doubts_more()
    {
        var doubts = new Doubts();
        for (var i = 0; i < 400; i++)
        {
            doubts.Learn(1, 0, 0.1, right: i % 10 > 2);
            doubts.Learn(2, 0, 0.1, right: i % 100 > 0);
        }
        doubts.Of(1, 0, 0.1).ShouldBeInRange(0.25, 0.35);
        doubts.Of(2, 0, 0.1).ShouldBeInRange(0.005, 0.025);
        doubts.Of(3, 0, 0.1).ShouldBe(0.1);
        doubts.Of(1, 0, 0.9).ShouldBe(1);
    }

    [Fact]
    public void Hashes_keep_their_numbers_however_many_come()
    {
        var (index, again) = (new HashIndex(), new HashIndex());
        static ulong Hash(int i) => Grams.Both((ulong)i, 7);
        for (var i = 0; i < 300_000; i++) index.FindOrAdd(Hash(i), 299_000).ShouldBe(i < 299_000 ? i : -1);
        for (var i = 0; i < index.Count; i++) again.Restore(index.Key(i));
        for (var i = 0; i < 300_000; i += 37) (index.Find(Hash(i)), again.Find(Hash(i))).ShouldBe(i < 299_000 ? (i, i) : (-1, -1));
    }
}
