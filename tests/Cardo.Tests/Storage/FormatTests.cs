using System.Buffers.Binary;
using System.Security.Cryptography;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Tests.Storage;

/// <summary>docs/formats/log-and-chunks.md is enough to read what is on disk.</summary>
public sealed class FormatTests
{
    sealed record Row(long Seq, long Leader, long Late, long T0, long T1, byte[] Salt, byte[] Bytes);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_reader_written_from_the_page_alone_reads_every_chunk_and_its_hash(int seed)
    {
        var random = new Random(seed);
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 40));
        for (var i = 0; i < 1000; i++)
        {
            var at = i * 60_000_000L + (i / 200) switch { 0 => 0, 1 => random.NextInt64(1000) * 1000, 2 => random.NextInt64(1_000_000), 3 => i * i * 1000, _ => -random.NextInt64(3_000_000_000) };
            for (var a = 0; a < 6; a++)
                if (random.Next(30) > 0) city.Append(new SeriesName("", "urn:a", "a" + a), Any(a, i, at, random));
        }
        await city.Log.Checkpoint();
        var rows = city.Store.Db.Read(tx => tx.Query<Row>("SELECT seq, leader, late, t0_us AS t0, t1_us AS t1, salt, bytes FROM storage_chunks ORDER BY seq"));
        var histories = new Dictionary<int, Dictionary<long, PlainReader.Point>>();
        foreach (var row in rows)
            foreach (var (id, points) in PlainReader.Block(row.Bytes))
            {
                (points[0].AtUs, points[^1].AtUs).ShouldBe((row.T0, row.T1));
                foreach (var point in points)
                    (histories.TryGetValue(id, out var history) ? history : histories[id] = [])[point.AtUs] = point;
            }
        foreach (var series in city.Series.All())
            foreach (var sample in city.Series.Range(series, long.MinValue, long.MaxValue, int.MaxValue))
                if (histories[series.Id].TryGetValue(sample.AtUs, out var read) && (sample.Quality & Quality.Rewritten) == 0)
                    read.ShouldBe(new PlainReader.Point(sample.AtUs, (int)sample.Kind, sample.Observed, sample.Number, sample.Text, (int)sample.Quality));
        histories.Values.Sum(h => h.Count).ShouldBeGreaterThan(4500);
        var hashes = HistoryCheck.Seals(city.Store.Db).SelectMany(s => s.Hashes.Select((h, i) => (s.FirstSeq + i, h))).ToDictionary();
        foreach (var row in rows) Hash(row).ShouldBe(hashes[row.Seq]);
    }

    static byte[] Hash(Row row)
    {
        var input = new MemoryStream();
        input.WriteByte(0);
        foreach (var part in (long[])[row.Seq, row.Leader, row.Late, row.T0, row.T1])
        {
            var eight = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(eight, part);
            input.Write(eight);
        }
        input.WriteByte((byte)row.Salt.Length);
        input.Write(row.Salt);
        input.Write(row.Bytes);
        return SHA256.HashData(input.ToArray());
    }

    static Sample Any(int attribute, int i, long at, Random random) => attribute switch
    {
        0 => Sample.Of(at, Math.Round(20 + Math.Sin(i / 20.0) * 5, 1), i % 50 == 0 ? Quality.Range : Quality.Good),
        1 => Sample.Of(at, random.NextDouble() * 1e9),
        2 => new Sample(at, SampleKind.Text, 0, i / 300 % 2 == 0 ? "state" + i % 3 : new string((char)('a' + i % 26), i % 90) + random.Next()),
        3 => new Sample(at, SampleKind.Bool, i % 7 == 0 ? 1 : 0, null, Quality.Good, i % 2 == 0),
        4 => i % 20 == 0 ? new Sample(at, SampleKind.Json, 0, "{\"n\":" + i + "}") : Sample.Of(at, random.NextInt64(-1L << 52, 1L << 52)),
        _ => i % 90 == 0 ? new Sample(at, SampleKind.Gone, 0, null, Quality.Good, false) : Sample.Of(at, i % 4 == 3 ? 1e300 : -i / 1000.0),
    };
}
