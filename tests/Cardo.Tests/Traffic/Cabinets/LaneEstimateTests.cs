using Cardo.Traffic.Cabinets;

namespace Cardo.Tests.Traffic.Cabinets;

/// <summary>What is thought of a lane from two loops.</summary>
public sealed class LaneEstimateTests
{
    readonly LaneEstimate lane = new(15, 60);
    readonly DetectorTally stop = new(), advance = new();
    double now_s;
    int id;

    void Go(double seconds, bool green = false)
    {
        for (var t = 0; t < seconds * 2; t++) lane.Look(now_s += 0.5, green, stop, advance, () => id++);
    }

    void Comes()
    {
        advance.Look(true, false, now_s);
        Go(0.5);
        advance.Look(false, false, now_s);
        Go(2.5);
    }

    [Fact]
    public void Who_comes_over_the_advance_loop_queues_at_red_and_leaves_at_green_one_after_the_other()
    {
        for (var i = 0; i < 4; i++) Comes();
        Go(6);
        lane.Cars.Count.ShouldBe(4);
        lane.Cars[0].ToStop_m.ShouldBeLessThan(2);
        lane.Cars[3].ToStop_m.ShouldBeInRange(20, 26);
        lane.Cars.ShouldAllBe(c => c.Speed_m_s < 1);
        stop.Look(true, false, now_s);
        Go(LaneEstimate.StartUp_s + 2 * LaneEstimate.Headway_s + 1, green: true);
        lane.Cars.Count.ShouldBeInRange(1, 2);
        Go(8, green: true);
        lane.Cars.ShouldBeEmpty();
    }

    [Fact]
    public void A_stop_line_nobody_stands_on_at_green_clears_whom_nobody_let_go()
    {
        for (var i = 0; i < 3; i++) Comes();
        Go(6);
        Go(6, green: true);
        lane.Cars.ShouldBeEmpty();
    }

    [Fact]
    public void Somebody_on_the_stop_line_whom_nobody_saw_come_is_there()
    {
        stop.Look(true, false, now_s);
        Go(3);
        lane.Cars.Count.ShouldBe(1);
    }

    [Fact]
    public void A_queue_that_stands_on_the_advance_loop_is_as_long_as_the_way_to_it()
    {
        advance.Look(true, false, now_s);
        Go(5);
        lane.Cars.Count.ShouldBeGreaterThanOrEqualTo(8);
    }

    [Fact]
    public void Failed_loops_tell_nothing_and_a_broken_line_forgets()
    {
        stop.Look(true, true, now_s);
        advance.Look(true, true, now_s);
        Go(10);
        lane.Cars.ShouldBeEmpty();
        stop.Look(true, false, now_s);
        Go(2);
        lane.Forget();
        lane.Cars.ShouldBeEmpty();
    }

    [Fact]
    public void An_estimate_is_never_longer_than_the_lane_is_drawn()
    {
        for (var i = 0; i < 200; i++) Comes();
        lane.Cars.Count.ShouldBe(LaneEstimate.Most);
    }

    [Fact]
    public void The_cabinets_own_counts_correct_pulses_that_were_missed()
    {
        Pulses(10);
        advance.TakeRises().ShouldBe(10);
        advance.Counted(20, 0.1);
        advance.Correction.ShouldBe(2, 0.01);
        Pulses(10);
        advance.Counted(200, 0.1);
        advance.Correction.ShouldBe(3);
    }

    void Pulses(int count)
    {
        for (var i = 0; i < count; i++)
        {
            advance.Look(true, false, now_s += 1);
            advance.Look(false, false, now_s += 1);
        }
    }
}
