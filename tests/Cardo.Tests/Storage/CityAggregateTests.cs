using Cardo.Storage;

namespace Cardo.Tests.Storage;

/// <summary>What the whole city comes to equals what its series come to one by one.</summary>
public sealed class CityAggregateTests
{
    const long Second = 1_000_000;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3_000)]
    [InlineData(3, 1 << 20)]
    [InlineData(4, 1 << 20)]
    [InlineData(5, 1 << 20)]
    public async Task All_series_together_equal_each_by_itself(int seed, long shelfBytes)
    {
        var random = new Random(seed);
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 24, ShelfBytes: shelfBytes));
        for (var thing = 0; thing < 40; thing++)
        {
            var jitter = thing % 3 == 0;
            for (var i = 0; i < 150; i++)
            {
                var at = i * 60 * Second + (jitter ? random.NextInt64(1000) * 1000 : 0);
                if (thing % 10 == 9 && random.Next(30) == 0) at -= 900 * Second;
                Append(city, thing, "a", at, random.Next(-300, 300) / 10.0);
                Append(city, thing, "b", at, thing % 7 == 0 ? random.NextDouble() * 1e6 : Math.Round(i + Math.Sin(i), 2));
                if (thing % 5 == 0) Append(city, thing, "c", at, random.NextInt64(-1L << 45, 1L << 45));
                if (random.Next(400) == 0) city.Append(new SeriesName("", "urn:" + thing, "b"), new Sample(at + 1, SampleKind.Text, 0, "off"));
            }
            if (thing % 9 == 0) await city.Log.Checkpoint();
        }
        Compare(city, random);
        await city.Log.Checkpoint();
        Compare(city, random);
        await city.Restart();
        Compare(city, random);
    }

    static void Append(TestCity city, int thing, string attribute, long at, double value) =>
        city.Append(new SeriesName("", "urn:" + thing, attribute), Sample.Of(at, value));

    static void Compare(TestCity city, Random random)
    {
        for (var i = 0; i < 12; i++)
        {
            var from = random.NextInt64(-100 * Second, 9_000 * Second);
            var to = from + random.NextInt64(1, 9_000 * Second);
            var period = i == 0 ? 20_000 * Second : random.NextInt64(30 * Second, 4_000 * Second);
            var attribute = random.Next(2) == 0 ? "b" : null;
            var found = city.Series.AggregateAll(new SeriesFilter(Attribute: attribute), from, to, period, 1 + i % 3);
            var wanted = city.Series.All().Where(s => attribute is null || s.Name.Attribute == attribute)
                .SelectMany(s => city.Series.Aggregate(s, from, to, period).Select(b => (s.Name.Attribute, Bucket: b)))
                .GroupBy(b => (b.Attribute, b.Bucket.StartUs)).ToDictionary(g => g.Key, g => g.Select(b => b.Bucket).ToList());
            found.Count.ShouldBe(wanted.Count);
            foreach (var bucket in found)
            {
                var parts = wanted[(bucket.Attribute, bucket.StartUs)];
                bucket.Count.ShouldBe(parts.Sum(p => p.Count));
                bucket.Min.ShouldBe(parts.Min(p => p.Min));
                bucket.Max.ShouldBe(parts.Max(p => p.Max));
                bucket.Sum.ShouldBe(parts.Sum(p => p.Sum), Math.Max(Math.Abs(bucket.Min), Math.Abs(bucket.Max)) * bucket.Count * 1e-12);
            }
        }
    }
}
