using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

public sealed class SeriesStoreTests
{
    static readonly SeriesName Name = new("", "urn:a", "level");

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Of_two_values_for_one_moment_the_later_write_stays_and_is_marked(Engine engine)
    {
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: 4));
        for (var i = 0; i < 10; i++) city.Append(Name, Sample.Of(i * 1000, i));
        await city.Log.Checkpoint();
        city.Append(Name, Sample.Of(2000, 2)); // the same again
        city.Append(Name, Sample.Of(3000, 33)); // another value
        await city.Restart();
        var series = city.Series.Find(Name)!;
        city.Series.At(series, 2000).ShouldBe(Sample.Of(2000, 2));
        city.Series.At(series, 3999).ShouldBe(Sample.Of(3000, 33, Quality.Rewritten));
        city.Series.Count(series).ShouldBe(10);
    }

    [Fact]
    public async Task A_late_sample_does_not_become_the_newest()
    {
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 4));
        for (var i = 0; i < 8; i++) city.Append(Name, Sample.Of(i * 1000, i));
        await city.Restart();
        city.Append(Name, Sample.Of(500, 0.5, Quality.Late));
        var series = city.Series.Find(Name)!;
        series.Newest.ShouldBe(Sample.Of(7000, 7));
        await city.Restart();
        series = city.Series.Find(Name)!;
        series.Newest.ShouldBe(Sample.Of(7000, 7));
        city.Series.Range(series, 0, 1001, 9).Select(s => s.AtUs).ShouldBe([0, 500, 1000]);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_forgotten_entity_is_gone_from_answers_and_database(Engine engine)
    {
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: 4));
        var other = Name with { Entity = "urn:b" };
        for (var i = 0; i < 30; i++)
            foreach (var name in (SeriesName[])[Name, Name with { Attribute = "flow" }, other]) city.Append(name, Sample.Of(i * 1000, i));
        await city.Log.Checkpoint();
        var old = city.Series.Find(Name)!;
        lock (city.Log.Gate) city.Series.Forget("", "urn:a");
        city.Series.Find(Name).ShouldBeNull();
        city.Series.Of("", "urn:a").ShouldBeEmpty();
        city.Series.Count(old).ShouldBe(0);
        await city.Kill();
        city.Series.Find(Name).ShouldBeNull();
        await city.Log.Checkpoint();
        city.Store.Db.Read(tx => tx.Query<long>("SELECT DISTINCT leader FROM storage_chunks")).ShouldHaveSingleItem();
        city.Store.Db.Read(tx => tx.Query<string>("SELECT entity FROM storage_series")).ShouldBe(["urn:b"]);
        await city.Restart();
        city.Series.Count(city.Series.Find(other)!).ShouldBe(30);
        // A handle that somebody kept writes into a new series of the same name.
        lock (city.Log.Gate) city.Series.Append(old, Sample.Of(5, 5));
        city.Series.Count(city.Series.Find(Name)!).ShouldBe(1);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Retention_drops_chunks_older_than_the_policy_of_their_series(Engine engine)
    {
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: 10));
        var kept = Name with { Entity = "urn:b" };
        for (var i = 0; i < 100; i++)
            foreach (var name in (SeriesName[])[Name, kept]) city.Append(name, Sample.Of(i * 1000, i));
        await city.Log.Checkpoint();
        city.Series.Retain(n => n.Entity == "urn:a" ? 50_000 : null).ShouldBe(5);
        city.Series.Range(city.Series.Find(Name)!, 0, 100_000, 1)[0].AtUs.ShouldBe(50_000);
        city.Series.Count(city.Series.Find(kept)!).ShouldBe(100);
    }

    [Fact]
    public async Task Replay_tells_every_sample_after_the_checkpoint_once_and_in_order()
    {
        await using var city = new TestCity(Engine.Sqlite);
        city.Append(Name, Sample.Of(1, 1));
        await city.Log.Checkpoint();
        for (var i = 2; i < 50; i++) city.Append(Name, new Sample(i, SampleKind.Text, 0, "x" + i, Quality.Range));
        await city.Log.Durable(city.Log.TailLsn);
        await city.Log.Abandon();
        await city.Store.Reopen();
        await using var log = CityLog.Open(city.Store.LogFolder, city.Store.Db, TimeProvider.System).Value;
        var series = new SeriesStore(log);
        var told = new List<Sample>();
        series.Replayed += (handle, sample) =>
        {
            handle.Name.ShouldBe(Name);
            told.Add(sample);
        };
        log.Register(series);
        log.Start();
        told.ShouldBe(Enumerable.Range(2, 48).Select(i => new Sample(i, SampleKind.Text, 0, "x" + i, Quality.Range)));
        series.Count(series.Find(Name)!).ShouldBe(49);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Readers_beside_a_writer_and_checkpoints_see_whole_histories(Engine engine)
    {
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: 16));
        var names = Enumerable.Range(0, 3).Select(i => Name with { Attribute = "a" + i }).ToList();
        foreach (var name in names) city.Append(name, Sample.Of(0, 0));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(r => Task.Run(() =>
        {
            var series = city.Series.Find(names[r])!;
            while (!stop.IsCancellationRequested)
            {
                var newest = series.Newest!.Value.AtUs;
                var all = city.Series.Range(series, 0, newest + 1, int.MaxValue);
                all.Select(s => s.AtUs).ShouldBe(Enumerable.Range(0, (int)newest + 1).Select(i => (long)i));
            }
        })).ToList();
        for (var i = 1; i <= 600; i++)
        {
            foreach (var name in names) city.Append(name, Sample.Of(i, i));
            if (i % 100 == 0) await city.Log.Checkpoint();
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        foreach (var name in names) city.Series.Count(city.Series.Find(name)!).ShouldBe(601);
    }

    [Fact]
    public async Task Attributes_that_are_written_together_are_sealed_together()
    {
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 50));
        for (var i = 0; i < 501; i++)
            for (var a = 0; a < 5; a++)
                if (i != 77 || a != 2) city.Append(Name with { Attribute = "a" + a }, Sample.Of(i * 1000, i));
        await city.Log.Checkpoint();
        // One missing sample parts one chunk of one series from its siblings, and the next ones are together again.
        city.Store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM storage_chunks")).ShouldBe(11);
    }
}
