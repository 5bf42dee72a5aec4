using Cardo.Traffic.Adaptive;

namespace Cardo.Tests.Traffic;

public sealed class DetectorHealthTests
{
    [Fact]
    public void A_lane_from_which_vehicles_come_unreported_is_blind_until_it_reports_again()
    {
        var health = new DetectorHealth(2, 0);
        health.Look(1, 4, 0.2f, 100, true);
        for (var k = 0; k < 3; k++) health.Enters(1, k, reported: false);
        health.Look(2, 4, 0.2f, 101, true);
        health.Fault.ShouldNotBeNull();
        health.Enters(1, 9, reported: true);
        health.Look(3, 4, 0.2f, 102, true);
        health.Fault.ShouldNotBeNull();
        health.Look(2 + DetectorHealth.Recovers_s, 4, 0.2f, 103, true);
        health.Fault.ShouldBeNull();
    }

    [Fact]
    public void One_vehicle_that_was_overlooked_is_no_fault()
    {
        var health = new DetectorHealth(1, 0);
        for (var k = 0; k < 20; k++)
        {
            health.Enters(0, k, reported: k % 3 == 0);
            health.Look(k, 1, 0.2f, k, true);
            health.Fault.ShouldBeNull();
        }
    }

    [Fact]
    public void A_picture_that_drives_and_does_not_change_is_frozen()
    {
        var health = new DetectorHealth(1, 0);
        for (var t = 0; t < 20; t++) health.Look(t, 3, 0.1f, 250, moving: false);
        health.Fault.ShouldBeNull();
        for (var t = 20; t < 26; t++) health.Look(t, 3, 0.1f, 250, moving: true);
        health.Fault.ShouldNotBeNull();
    }

    [Fact]
    public void A_junction_where_nobody_is_seen_though_many_should_have_come_is_blind()
    {
        var health = new DetectorHealth(1, 0);
        health.Look(10, 2, 0.2f, 5, true);
        health.Look(129, 0, 0.2f, 0, false);
        health.Fault.ShouldBeNull();
        health.Look(131, 0, 0.2f, 0, false);
        health.Fault.ShouldNotBeNull();
    }

    [Fact]
    public void One_who_drives_between_two_stop_lines_of_a_signal_is_no_frozen_picture()
    {
        // What he goes on from the one he comes nearer to the other.
        var watch = new JunctionWatch(DecideTests.Model(), Tuning.Usual, 0);
        for (var t = 0; t < 20; t++)
        {
            watch.Clear();
            watch.See(0, 130 - 6 * t, 6, 1);
            watch.SeeLeaving(1, 6 * t, 6);
            _ = watch.Look(t, 0, t, "Gr");
            watch.Health.Fault.ShouldBeNull();
        }
    }
}
