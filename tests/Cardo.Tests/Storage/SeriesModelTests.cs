using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Tests.Storage;

/// <summary>Random samples in random order, through seals, checkpoints, restarts and kills, equal a naive model.</summary>
public sealed class SeriesModelTests
{
    static readonly SeriesName[] Names =
    [
        new("", "urn:a", "temperature"), new("", "urn:a", "humidity"), new("", "urn:a", "state"),
        new("t1", "urn:b", "level"), new("", "urn:b", "level", "urn:second"),
    ];

    public static TheoryData<Engine, int> Runs()
    {
        var runs = new TheoryData<Engine, int>();
        for (var seed = 1; seed <= 12; seed++) runs.Add(Engine.Sqlite, seed);
        for (var seed = 1; seed <= 3; seed++) runs.Add(Engine.Postgres, seed);
        return runs;
    }

    [Theory, MemberData(nameof(Runs))]
    public async Task A_history_equals_the_naive_model(Engine engine, int seed)
    {
        var random = new Random(seed);
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: random.Next(2, 40), ShelfBytes: seed % 3 * 1500));
        var models = Names.ToDictionary(n => n, _ => new NaiveHistory());
        for (var round = 0; round < 12; round++)
        {
            await AppendSome(city, models, random);
            switch (random.Next(4))
            {
                case 0: await city.Log.Checkpoint(); break;
                case 1: await city.Restart(); break;
                case 2: await city.Kill(); break;
            }
            foreach (var name in Names) Compare(city, name, models[name], random);
        }
    }

    static async Task AppendSome(TestCity city, Dictionary<SeriesName, NaiveHistory> models, Random random)
    {
        var start = random.Next(4) == 0 ? 0 : random.NextInt64(0, 2_000_000_000);
        long lsn = 0;
        for (var i = random.Next(120); i > 0; i--)
        {
            if (random.Next(3) == 0) lsn = AppendRows(city, models, random);
            start += random.Next(3) == 0 ? random.NextInt64(-40_000_000, 40_000_000) : 10_000_000;
            var at = random.Next(2) == 0 ? start / 1_000_000 * 1_000_000 : start;
            foreach (var name in Names)
            {
                if (random.Next(6) == 0) continue;
                var sample = AnySample(at, random);
                lsn = city.Append(name, sample);
                models[name].Put(sample);
            }
        }
        await city.Log.Durable(lsn);
    }

    // Rows of one thing's numbers, or of some of them: most go on where its series end, some come late.
    static long AppendRows(TestCity city, Dictionary<SeriesName, NaiveHistory> models, Random random)
    {
        var names = random.Next(4) switch { 0 => Names[..3], 1 => Names[1..3], _ => Names[..2] };
        var at = names.Max(n => models[n].Newest?.AtUs ?? 0);
        var rows = new (long AtUs, double[] Numbers, byte[] Doubts)[random.Next(1, 30)];
        for (var r = 0; r < rows.Length; r++)
        {
            at += random.Next(20) == 0 ? -random.Next(30_000_000) : 10_000_000;
            var numbers = Array.ConvertAll(names, _ => random.Next(12) switch { 0 => random.NextDouble(), 1 => -0.0, 2 => 1e300, _ => random.Next(-500, 500) / 10.0 });
            rows[r] = (at, numbers, random.Next(4) == 0 ? Array.ConvertAll(names, _ => (byte)(1 << random.Next(5))) : []);
            for (var i = 0; i < names.Length; i++) models[names[i]].Put(Sample.Of(at, numbers[i], rows[r].Doubts.Length > 0 ? (Quality)rows[r].Doubts[i] : Quality.Good));
        }
        return city.AppendRows(names, rows);
    }

    static Sample AnySample(long at, Random random)
    {
        var quality = random.Next(8) == 0 ? (Quality)(1 << random.Next(5)) : Quality.Good;
        var observed = random.Next(10) != 0;
        return random.Next(40) switch
        {
            0 => new Sample(at, SampleKind.Text, 0, "open" + random.Next(3), quality, observed),
            1 => new Sample(at, SampleKind.Json, 0, $"{{\"x\":{random.Next()}}}", quality, observed),
            2 => new Sample(at, SampleKind.Bool, random.Next(2), null, quality, observed),
            3 => new Sample(at, SampleKind.Gone, 0, null, quality, observed),
            4 => new Sample(at, SampleKind.Number, random.NextDouble() * 1e9, null, quality, observed),
            5 => new Sample(at, SampleKind.Number, random.Next(5) switch { 0 => -0.0, 1 => 1e300, 2 => 5e-324, 3 => long.MaxValue, _ => 0.1 + 0.2 }, null, quality, observed),
            _ => new Sample(at, SampleKind.Number, random.Next(-500, 500) / 10.0, null, quality, observed),
        };
    }

    static void Compare(TestCity city, SeriesName name, NaiveHistory model, Random random)
    {
        if (city.Series.Find(name) is not { } series)
        {
            model.Count.ShouldBe(0);
            return;
        }
        series.Newest.ShouldBe(model.Newest);
        city.Series.Count(series).ShouldBe(model.Count);
        city.Series.Range(series, long.MinValue, long.MaxValue, int.MaxValue).ShouldBe(model.Range(long.MinValue, long.MaxValue, int.MaxValue, false));
        for (var i = 0; i < 6; i++)
        {
            var from = random.NextInt64(-50_000_000, 2_500_000_000);
            var to = from + random.NextInt64(0, 900_000_000);
            var limit = random.Next(3) == 0 ? int.MaxValue : random.Next(1, 50);
            var newest = random.Next(2) == 0;
            city.Series.Range(series, from, to, limit, newest).ShouldBe(model.Range(from, to, limit, newest));
            city.Series.At(series, from).ShouldBe(model.At(from));
            var period = random.NextInt64(1_000_000, 700_000_000);
            Same(city.Series.Aggregate(series, from, to, period), model.Aggregate(from, to, period));
        }
    }

    static void Same(IReadOnlyList<Bucket> found, List<Bucket> wanted)
    {
        found.Count.ShouldBe(wanted.Count);
        for (var i = 0; i < found.Count; i++)
        {
            // Sums are exact for decimals and rounded in another order for the rest.
            (found[i] with { Sum = 0, SumSquares = 0 }).ShouldBe(wanted[i] with { Sum = 0, SumSquares = 0 });
            found[i].Sum.ShouldBe(wanted[i].Sum, Math.Abs(wanted[i].Sum) * 1e-9 + 1e-6);
            Close(found[i].SumSquares, wanted[i].SumSquares);
        }
    }

    static void Close(double found, double wanted)
    {
        if (double.IsFinite(wanted)) found.ShouldBe(wanted, Math.Abs(wanted) * 1e-9 + 1e-6);
        else found.ShouldBe(wanted);
    }
}
