using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Storage.Chunks;

namespace Cardo.Tests.Storage;

public sealed class ChunkCodecTests
{
    static Points Of(IEnumerable<Sample> samples)
    {
        var points = new Points();
        foreach (var sample in samples) points.Put(Points.Canonical(sample));
        return points;
    }

    static byte[] Write(params Points[] columns)
    {
        var writer = new BlockWriter();
        writer.Begin();
        for (var i = 0; i < columns.Length; i++) writer.Add(10 + i, i, columns[i]);
        return writer.End();
    }

    static List<Sample> Samples(Points points) => Enumerable.Range(0, points.Count).Select(points.At).ToList();

    static double AnyNumber(Random random, int style) => style switch
    {
        0 => random.Next(100) / 10.0,
        1 => random.NextDouble(),
        2 => BitConverter.Int64BitsToDouble(random.NextInt64()),
        3 => 21.5,
        4 => random.NextInt64(-(1L << 52), 1L << 52),
        5 => Math.Round(random.NextDouble() * 1e6, random.Next(10)),
        _ => random.Next(2) == 0 ? double.NaN : double.NegativeInfinity,
    };

    static long NextTime(Random random, int style, long at) => at + style switch
    {
        0 => 60_000_000,
        1 => 60_000_000 + 1000 * random.Next(-50, 50),
        2 => 1 + random.Next(10_000_000),
        3 => random.Next(20) == 0 ? Instants.DayUs * random.Next(1, 900) : 10_000_000,
        _ => 1_000_000L * random.Next(1, 9),
    };

    [Fact]
    public void Any_points_come_back_bit_by_bit()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var (numbers, times, mixed) = (random.Next(7), random.Next(5), random.Next(3) == 0);
            var at = random.NextInt64(Instants.MinUs, Instants.MaxUs / 2) / 1000 * 1000;
            var samples = new List<Sample>();
            for (var i = random.Next(1, 300); i > 0; i--)
            {
                at = NextTime(random, times, at);
                var kind = mixed ? (SampleKind)random.Next(5) : SampleKind.Number;
                samples.Add(new Sample(at, kind, AnyNumber(random, numbers), "w" + random.Next(random.Next(2) == 0 ? 3 : 1000),
                    mixed ? (Quality)random.Next(128) : Quality.Good, !mixed || random.Next(2) == 0));
            }
            var points = Of(samples);
            var reader = new BlockReader(Write(points));
            reader.Seek(10).ShouldBeTrue();
            reader.Count().ShouldBe(points.Count);
            var read = Samples(reader.Points());
            var wanted = Samples(points);
            read.Select(s => BitConverter.DoubleToInt64Bits(s.Number)).ShouldBe(wanted.Select(s => BitConverter.DoubleToInt64Bits(s.Number)), $"seed {seed}");
            read.Select(s => s with { Number = 0 }).ShouldBe(wanted.Select(s => s with { Number = 0 }), $"seed {seed}");
        }
    }

    [Fact]
    public void Series_with_the_same_moments_share_them()
    {
        var random = new Random(5);
        var times = Enumerable.Range(0, 144).Select(i => i * 60_000_000L + random.Next(200) * 1000).ToList();
        var columns = Enumerable.Range(0, 5).Select(c => Of(times.Select(t => Sample.Of(t, 20 + c + random.Next(30) / 10.0)))).ToArray();
        var together = Write(columns);
        (5 * Write(columns[0]).Length - together.Length).ShouldBeGreaterThan(4 * 144);
        for (var c = 4; c >= 0; c--)
        {
            var reader = new BlockReader(together);
            reader.Seek(10 + c).ShouldBeTrue();
            Samples(reader.Points()).ShouldBe(Samples(columns[c]));
        }
        new BlockReader(together).Seek(99).ShouldBeFalse();
    }

    [Fact]
    public void Statistics_are_known_without_unpacking()
    {
        var samples = Enumerable.Range(0, 144).Select(i => Sample.Of(i * 1_000_000L, (i * 37 % 50 - 20) / 10.0)).ToList();
        foreach (var full in (bool[])[false, true])
        {
            var values = samples.Select(s => full ? s with { Number = s.Number / 3 } : s).ToList();
            var reader = new BlockReader(Write(Of(values)));
            reader.Seek(10);
            var bucket = reader.Stats(7).ShouldNotBeNull();
            bucket.StartUs.ShouldBe(7);
            bucket.Count.ShouldBe(144);
            (bucket.Min, bucket.Max).ShouldBe((values.Min(s => s.Number), values.Max(s => s.Number)));
            bucket.Sum.ShouldBe(values.Sum(s => s.Number), 1e-9);
            bucket.SumSquares.ShouldBe(values.Sum(s => s.Number * s.Number), 1e-9);
            (bucket.First, bucket.Last).ShouldBe((values[0], values[^1]));
        }
    }

    [Fact]
    public void Regular_decimals_cost_about_a_byte_a_point()
    {
        var random = new Random(3);
        double level = 20;
        var points = Of(Enumerable.Range(0, 144).Select(i => Sample.Of(i * 600_000_000L, Math.Round(level += (random.NextDouble() - 0.5) / 2, 1))));
        Write(points).Length.ShouldBeLessThan(144);
    }

    [Fact]
    public void A_damaged_block_is_told_and_never_read_past_its_end()
    {
        var random = new Random(1);
        var good = Write(Of(Enumerable.Range(0, 60).Select(i => new Sample(i * 1_000_003L, (SampleKind)(i % 5), i / 7.0, "text" + i % 3, (Quality)(i % 3)))));
        for (var i = 0; i < 5000; i++)
        {
            var bad = good[..random.Next(good.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && bad.Length > 0; flips--) bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                var reader = new BlockReader(bad);
                while (reader.Next()) _ = reader.Points();
            }
            catch (Exception e) when (e is InvalidDataException or OverflowException)
            {
            }
        }
    }
}
