using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Storage.Log;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

/// <summary>What the log does about damage, and about a disk that fails.</summary>
public sealed class LogFaultTests
{
    static Outcome<CityLog> Open(TestStore store, IDisk? disk = null) =>
        CityLog.Open(store.LogFolder, store.Db, TimeProvider.System, new LogOptions(SegmentBytes: 1 << 20), disk ?? SystemDisk.It, Ids.Seeded(1));

    static Recorder Start(CityLog log, out Recovery recovery)
    {
        var recorder = new Recorder(log);
        log.Register(recorder);
        recovery = log.Start();
        return recorder;
    }

    // Several group commits of several records; the LSN after each record.
    static async Task<List<long>> Fill(TestStore store, int commits)
    {
        var lsns = new List<long>();
        var disk = new FakeDisk();
        var log = Open(store, disk).Value;
        var recorder = Start(log, out _);
        for (var c = 0; c < commits; c++)
        {
            disk.Open.Reset();
            for (var i = 0; i < 3; i++) lsns.Add(recorder.Append([(byte)c, (byte)i, 1, 2, 3]));
            disk.Open.Set();
            await log.Durable(lsns[^1]);
        }
        await log.Abandon();
        return lsns;
    }

    static string Segment(TestStore store) => Directory.GetFiles(store.LogFolder, "log-*.seg").Single();

    [Fact]
    public async Task A_tail_cut_at_any_byte_keeps_every_whole_record_before_it()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var lsns = await Fill(store, 4);
        var whole = await File.ReadAllBytesAsync(Segment(store), TestContext.Current.CancellationToken);
        for (var cut = whole.Length; cut >= whole.Length - 60; cut--)
        {
            await File.WriteAllBytesAsync(Segment(store), whole[..cut], TestContext.Current.CancellationToken);
            var log = Open(store).Value;
            var recorder = Start(log, out var recovery);
            var left = cut - LogFormat.HeaderBytes;
            recorder.Records.Count.ShouldBe(lsns.Count(l => l <= left));
            recovery.TornBytes.ShouldBe(left - recovery.TailLsn);
            recovery.TailLsn.ShouldBeGreaterThanOrEqualTo(lsns.Last(l => l <= left));
            // And it goes on from there.
            await log.Durable(recorder.Append([42]));
            await log.Abandon();
            var again = Open(store).Value;
            Start(again, out recovery).Records[^1].ShouldBe([42]);
            recovery.TornBytes.ShouldBe(0);
            await again.Abandon();
        }
    }

    [Fact]
    public async Task A_flipped_byte_before_the_last_commit_is_refused_with_its_place()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        await Fill(store, 3);
        var path = Segment(store);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var lastCommit = LastMark(whole);
        for (var at = 0; at < lastCommit; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            await File.WriteAllBytesAsync(path, damaged, TestContext.Current.CancellationToken);
            Open(store).Try(out _, out var refusal).ShouldBeFalse($"flipped at {at}");
            refusal!.Code.ShouldBe("log-corrupt");
            refusal.Message.ShouldContain(path);
            (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).ShouldBe(damaged);
        }
    }

    static int LastMark(byte[] bytes)
    {
        for (var at = bytes.Length - LogFormat.MarkBytes; ; at--)
            if (LogFormat.IsMark(bytes.AsSpan(at), at - LogFormat.HeaderBytes)) return at;
    }

    [Fact]
    public async Task A_lost_segment_a_lost_log_and_a_strange_log_are_refused()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        await Fill(store, 2);
        var log = Open(store).Value;
        Start(log, out _);
        await log.DisposeAsync(); // with a checkpoint: the database now counts on the log
        var path = Segment(store);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        await File.WriteAllBytesAsync(path, whole[..^5], TestContext.Current.CancellationToken);
        Open(store).Refusal.Code.ShouldBe("log-short");
        File.Delete(path);
        Open(store).Refusal.Code.ShouldBe("log-missing");

        await using var other = TestStore.Open(Engine.Sqlite);
        await File.WriteAllBytesAsync(path, whole, TestContext.Current.CancellationToken);
        CityLog.Open(store.LogFolder, other.Db, TimeProvider.System).Refusal.Message.ShouldContain("another database");
    }

    [Fact]
    public async Task A_half_made_segment_file_is_removed()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var lsns = await Fill(store, 1);
        await File.WriteAllBytesAsync(Path.Combine(store.LogFolder, LogFormat.FileName(lsns[^1])), new byte[20], TestContext.Current.CancellationToken);
        var log = Open(store).Value;
        Start(log, out var recovery).Records.Count.ShouldBe(3);
        recovery.TornBytes.ShouldBe(20);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_failed_sync_stops_everything_and_acknowledges_nothing()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var disk = new FakeDisk();
        var log = Open(store, disk).Value;
        var recorder = Start(log, out _);
        await log.Durable(recorder.Append([1]));
        var durable = log.DurableLsn;
        var told = new List<string>();
        List<Task> waiters = [];
        // When the end is told, nobody has been told anything else.
        log.OnFailStop = why => told.Add(why + (waiters.Any(w => w.IsCompleted) ? " too late" : ""));
        disk.Open.Reset();
        for (var i = 0; i < 50; i++) waiters.Add(log.Durable(recorder.Append([2])).AsTask());
        disk.FailSyncs("Input/output error");
        disk.Open.Set();
        foreach (var waiter in waiters) await Should.ThrowAsync<IOException>(waiter);
        told.ShouldHaveSingleItem().ShouldEndWith("Input/output error");
        log.DurableLsn.ShouldBe(durable);
        Should.Throw<IOException>(() => recorder.Append([3]));
        await Should.ThrowAsync<IOException>(log.Durable(log.TailLsn).AsTask());
        await Should.ThrowAsync<IOException>(log.Checkpoint());
        await log.Abandon();
    }

    [Fact]
    public void A_closed_file_makes_the_system_call_fail_and_the_failure_is_seen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the call that is tried is Linux's");
        // fdatasync of a pipe is refused by the kernel: the one failing sync that needs no broken disk.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        Should.Throw<IOException>(() => Native.Sync(handle)).Message.ShouldStartWith("fdatasync");
    }

    [Fact]
    public async Task Two_logs_can_not_open_one_folder()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        Db.Open("sqlite:cardo.db", store.Folder).Refusal.Code.ShouldBe("store-in-use");
    }
}
