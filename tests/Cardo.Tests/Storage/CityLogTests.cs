using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Storage.Log;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

public sealed class CityLogTests
{
    static (CityLog Log, Recorder Recorder, Recovery Recovery) Start(TestStore store, LogOptions? options = null, IDisk? disk = null)
    {
        var log = CityLog.Open(store.LogFolder, store.Db, TimeProvider.System, options ?? new LogOptions(), disk ?? SystemDisk.It, Ids.Seeded(1)).Value;
        var recorder = new Recorder(log);
        log.Register(recorder);
        return (log, recorder, log.Start());
    }

    static byte[] Payload(int i) => BitConverter.GetBytes(i);

    [Fact]
    public async Task Records_come_back_in_order_after_a_kill()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (log, recorder, _) = Start(store);
        for (var i = 0; i < 1000; i++) recorder.Append(Payload(i));
        await log.Durable(log.TailLsn);
        var tail = log.TailLsn;
        await log.Abandon();
        var (again, found, recovery) = Start(store);
        found.Records.Select(r => BitConverter.ToInt32(r)).ShouldBe(Enumerable.Range(0, 1000));
        recovery.Records.ShouldBe(1000);
        recovery.Bytes.ShouldBe(tail);
        recovery.TailLsn.ShouldBe(tail);
        recovery.TornBytes.ShouldBe(0);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task Lsns_count_bytes_and_go_on_over_restarts_and_segments()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        long last = 0;
        for (var round = 0; round < 4; round++)
        {
            var (log, recorder, _) = Start(store, new LogOptions(SegmentBytes: 256));
            log.TailLsn.ShouldBe(last);
            for (var i = 0; i < 20; i++)
            {
                last = recorder.Append(Payload(i));
                await log.Durable(last);
                log.DurableLsn.ShouldBeGreaterThanOrEqualTo(last);
            }
            recorder.Records.Count.ShouldBe(20 * (round + 1));
            await log.Abandon();
        }
        Directory.GetFiles(store.LogFolder).Length.ShouldBeGreaterThan(5);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_checkpoint_moves_records_into_the_database_and_drops_segments(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var (log, recorder, _) = Start(store, new LogOptions(SegmentBytes: 256));
        for (var i = 0; i < 50; i++) await log.Durable(recorder.Append(Payload(i)));
        var before = log.BytesOnDisk;
        await log.Checkpoint();
        log.CheckpointLsn.ShouldBe(log.TailLsn);
        log.BytesOnDisk.ShouldBeLessThan(before);
        Directory.GetFiles(store.LogFolder).Length.ShouldBe(1);
        await log.Abandon();
        var (again, found, recovery) = Start(store);
        recovery.Records.ShouldBe(0);
        found.Records.Count.ShouldBe(50);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_leaves_nothing_to_replay()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (log, recorder, _) = Start(store);
        recorder.Append(Payload(7));
        await log.DisposeAsync();
        var (again, found, recovery) = Start(store);
        recovery.Records.ShouldBe(0);
        found.Records.Count.ShouldBe(1);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task A_failed_checkpoint_loses_nothing_and_the_next_one_makes_it_good()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (log, recorder, _) = Start(store);
        await log.Durable(recorder.Append(Payload(1)));
        recorder.FailNextSaves(1);
        await Should.ThrowAsync<IOException>(log.Checkpoint());
        log.CheckpointLsn.ShouldBe(0);
        await log.Durable(recorder.Append(Payload(2)));
        await log.Checkpoint();
        log.CheckpointLsn.ShouldBe(log.TailLsn);
        await log.Abandon();
        var (again, found, recovery) = Start(store);
        recovery.Records.ShouldBe(0);
        found.Records.Select(r => BitConverter.ToInt32(r)).ShouldBe([1, 2]);
        await again.DisposeAsync();
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Checkpoints_under_load_lose_nothing(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var (log, recorder, _) = Start(store, new LogOptions(SegmentBytes: 4096, CheckpointBytes: 20_000));
        var senders = Enumerable.Range(0, 8).Select(s => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++) await log.Durable(recorder.Append(Payload(s * 1000 + i)));
        })).ToList();
        for (var i = 0; i < 5; i++) await log.Checkpoint();
        await Task.WhenAll(senders);
        await log.Abandon();
        var (again, found, _) = Start(store);
        found.Records.Select(r => BitConverter.ToInt32(r)).Order().ShouldBe(Enumerable.Range(0, 8).SelectMany(s => Enumerable.Range(s * 1000, 300)));
        await again.DisposeAsync();
    }

    [Fact]
    public async Task The_log_checkpoints_itself_when_it_has_grown()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (log, recorder, _) = Start(store, new LogOptions(CheckpointBytes: 1000));
        for (var i = 0; log.CheckpointLsn == 0 && i < 100_000; i++) await log.Durable(recorder.Append(Payload(i)));
        log.CheckpointLsn.ShouldBeGreaterThan(0);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_thousand_waiters_of_one_commit_are_all_released()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var disk = new FakeDisk();
        var (log, recorder, _) = Start(store, disk: disk);
        disk.Open.Reset();
        var waiters = Enumerable.Range(0, 1000).Select(i => log.Durable(recorder.Append(Payload(i))).AsTask()).ToList();
        waiters.Any(w => w.IsCompleted).ShouldBeFalse();
        var syncs = disk.Syncs;
        disk.Open.Set();
        await Task.WhenAll(waiters);
        (disk.Syncs - syncs).ShouldBeLessThanOrEqualTo(2);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_slow_disk_makes_senders_wait_for_room()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var disk = new FakeDisk();
        var (log, recorder, _) = Start(store, new LogOptions(PendingBytes: 1000), disk);
        disk.Open.Reset();
        recorder.Append(new byte[10]);
        // The committer may take what is pending once before it stands at the disk: so it is filled again.
        for (var i = 0; i < 3; i++)
        {
            while (log.HasRoom) recorder.Append(new byte[100]);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        var room = log.Room();
        room.IsCompleted.ShouldBeFalse();
        disk.Open.Set();
        await room;
        await log.Durable(log.TailLsn);
        log.HasRoom.ShouldBeTrue();
        await log.DisposeAsync();
    }
}
