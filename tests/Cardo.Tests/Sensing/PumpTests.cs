using Cardo.Sensing.Ingest;
using Cardo.Twin;

namespace Cardo.Tests.Sensing;

public sealed class PumpTests
{
    static Prepared Of(int commands, long bytes = 10)
    {
        var prepared = new Prepared("") { Bytes = bytes };
        for (var i = 0; i < commands; i++) prepared.Commands.Add(new Observe($"urn:x:{i}", "T", []));
        return prepared;
    }

    [Fact]
    public void A_full_queue_takes_no_more_until_there_is_room()
    {
        var queue = new IntakeQueue(10, 1000);
        queue.TryPut(Of(6), out _).ShouldBeTrue();
        queue.TryPut(Of(6), out var room).ShouldBeFalse();
        room.IsCompleted.ShouldBeFalse();
        var taken = new List<Prepared>();
        queue.Take(100, taken);
        (taken.Count, queue.Items, queue.Bytes).ShouldBe((1, 0, 0));
        room.IsCompleted.ShouldBeTrue();
        queue.TryPut(Of(6), out _).ShouldBeTrue();
    }

    [Fact]
    public void Bytes_are_bounded_as_well_and_what_is_larger_than_all_passes_alone()
    {
        var queue = new IntakeQueue(1000, 100);
        queue.TryPut(Of(1, 5000), out _).ShouldBeTrue();
        queue.NearlyFull.ShouldBeTrue();
        queue.TryPut(Of(1, 1), out _).ShouldBeFalse();
    }

    [Fact]
    public void One_take_carries_many_up_to_its_bound_and_never_splits_one()
    {
        var queue = new IntakeQueue(1000, 10_000);
        foreach (var n in new[] { 4, 4, 4 }) queue.TryPut(Of(n), out _).ShouldBeTrue();
        var taken = new List<Prepared>();
        queue.Take(9, taken);
        taken.Count.ShouldBe(2);
        queue.Items.ShouldBe(4);
    }

    [Fact]
    public async Task A_closed_queue_is_emptied_and_then_over()
    {
        var queue = new IntakeQueue(10, 1000);
        queue.TryPut(Of(1), out _).ShouldBeTrue();
        queue.Close();
        queue.TryPut(Of(1), out _).ShouldBeFalse();
        (await queue.Wait()).ShouldBeTrue();
        queue.Take(10, []);
        (await queue.Wait()).ShouldBeFalse();
    }

    [Fact]
    public async Task Many_connections_at_once_lose_nothing_and_wait_for_the_disk_together()
    {
        await using var house = await SensingHouse.Open(trustLoopback: true, settings: new() { ["sensing.queue_items"] = "1000" });
        var who = (await house.Login("x", "")).Value;
        await Task.WhenAll(Enumerable.Range(0, 50).Select(c => Task.Run(async () =>
        {
            for (var n = 0; n < 100; n++) (await house.Publish(who, $"things/c{c}/up", $$"""{"count": {{n}}}""")).Refused.ShouldBeFalse();
        })));
        for (var c = 0; c < 50; c++) house.Number($"c{c}", "count").ShouldBe(99);
        var rates = house.Ingest.Rates();
        (rates.Observations, rates.Messages, rates.Refused, rates.Waiting).ShouldBe((5000, 5000, 0, 0));
    }
}
