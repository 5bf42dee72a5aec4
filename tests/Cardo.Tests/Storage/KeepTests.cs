using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

public sealed class KeepTests
{
    const long Hour = Instants.HourUs, Minute = Instants.MinuteUs;

    static readonly SeriesName Name = new("", "urn:a", "level");

    static void Fill(TestCity city, SeriesName name, int hours)
    {
        for (var i = 0; i < hours * 60; i++) city.Append(name, Sample.Of(i * Minute, i % 37 / 10.0));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task What_is_no_longer_kept_answers_by_its_summaries_and_says_so(Engine engine)
    {
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: 50));
        Fill(city, Name, 48);
        await city.Log.Checkpoint();
        var series = city.Series.Find(Name)!;
        var before = city.Series.Aggregate(series, 0, 48 * Hour, 3 * Hour);
        var policy = (SeriesName _) => (KeepPolicy?)new KeepPolicy(30 * Hour + 17 * Minute, Hour);
        (await city.Series.Keep(policy)).ShouldBeGreaterThan(30);
        (await city.Series.Keep(policy)).ShouldBe(0);
        for (var round = 0; round < 3; round++)
        {
            series = city.Series.Find(Name)!;
            city.Series.Range(series, 0, 29 * Hour, 1).ShouldBeEmpty();
            city.Series.Range(series, 30 * Hour, 48 * Hour, int.MaxValue).Count.ShouldBe(18 * 60);
            city.Series.FirstUs(series).ShouldBe(0);
            var after = city.Series.Aggregate(series, 0, 48 * Hour, 3 * Hour);
            after.Select(b => (b.StartUs, b.Count, b.Min, b.Max)).ShouldBe(before.Select(b => (b.StartUs, b.Count, b.Min, b.Max)));
            for (var i = 0; i < after.Count; i++)
            {
                after[i].Sum.ShouldBe(before[i].Sum, 1e-6);
                after[i].SumSquares.ShouldBe(before[i].SumSquares, 1e-6);
            }
            after.Select(b => b.Rolled).ShouldBe(after.Select(b => b.StartUs < 30 * Hour));
            city.Series.Summaries(series, 0, 48 * Hour).Count.ShouldBe(30);
            city.Series.AggregateAll(new SeriesFilter(), 0, 48 * Hour, 48 * Hour).ShouldHaveSingleItem().Count.ShouldBe(48 * 60);
            city.Series.All().ShouldHaveSingleItem();
            city.Series.Of("", "urn:a").ShouldHaveSingleItem();
            if (round == 0) await city.Restart();
            else await city.Kill();
        }
        await city.Series.Keep(_ => new KeepPolicy(40 * Hour, Hour, 20 * Hour));
        city.Series.Summaries(city.Series.Find(Name)!, 0, 48 * Hour).Select(b => b.StartUs / Hour).ShouldBe(Enumerable.Range(20, 20).Select(h => (long)h));
    }

    [Fact]
    public async Task Retention_reaches_series_that_are_too_short_to_be_sealed_and_leaves_what_is_newest()
    {
        await using var city = new TestCity(Engine.Sqlite);
        Fill(city, Name, 1);
        await city.Log.Checkpoint();
        city.Series.Retain(_ => 30 * Minute).ShouldBe(0);
        var series = city.Series.Find(Name)!;
        city.Series.Range(series, 0, Hour, 99).Count.ShouldBe(30);
        city.Series.Retain(_ => 5 * Hour);
        city.Series.Count(series).ShouldBe(0);
        series.Newest.ShouldBe(Sample.Of(59 * Minute, 59 % 37 / 10.0));
        await city.Restart();
        city.Series.Find(Name)!.Newest.ShouldBe(Sample.Of(59 * Minute, 59 % 37 / 10.0));
        city.Series.Count(city.Series.Find(Name)!).ShouldBe(0);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10)]
    public async Task A_correction_shows_what_was_there_and_a_repetition_is_counted(int sealPoints)
    {
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(sealPoints));
        Fill(city, Name, 1);
        if (sealPoints == 10) await city.Log.Checkpoint();
        city.Append(Name, Sample.Of(7 * Minute, 0.7)); // said again
        city.Append(Name, Sample.Of(8 * Minute, 88, Quality.Corrected));
        city.Append(Name, Sample.Of(9 * Minute + 1, 9)); // late
        await city.Restart();
        var series = city.Series.Find(Name)!;
        var correction = city.Series.Corrections(series, 0, Hour).ShouldHaveSingleItem();
        correction.Was.ShouldBe(Sample.Of(8 * Minute, 0.8));
        correction.Is.ShouldBe(Sample.Of(8 * Minute, 88, Quality.Corrected | Quality.Rewritten));
        city.Series.At(series, 8 * Minute).ShouldBe(correction.Is);
        city.Series.Count(series).ShouldBe(61);
        city.Series.All().ShouldHaveSingleItem();
        city.Append(Name, Sample.Of(8 * Minute, 88, Quality.Corrected));
        city.Append(Name, Sample.Of(8 * Minute + 2, 1));
        city.Append(Name, Sample.Of(8 * Minute, 89));
        city.Series.Tally.ShouldBe(new SeriesTally(Repeated: 1, Corrected: 1, Late: 1));
        lock (city.Log.Gate) city.Series.Forget("", "urn:a");
        await city.Restart();
        city.Store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM storage_series")).ShouldBe(0);
    }
}
