using System.Diagnostics;
using Cardo.Bench.Peers;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Bench.Runs;

/// <summary>The series engine in process: what a point costs and weighs, and the city's questions on 7.2 million points.</summary>
internal sealed class SeriesBench : IBench
{
    const int Few = 1000, FewTicks = 1441;
    const int Asks = 15;
    const int WarmAsks = 40;

    public string Name => "series";

    public string What => ClickHouse.IsThere
        ? "history in process: CPU and bytes a point; questions on 7.2 million points against ClickHouse 18.16"
        : "history in process: CPU and bytes a point; questions on 7.2 million points (clickhouse-server is missing: Cardo alone)";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var sheet = new Sheet();
        await using (var warm = SeriesCity.Open()) await warm.Fill(false, 20);
        for (var round = 0; round < rounds.Count; round++)
        {
            await using (var regular = SeriesCity.Open(Few)) await Keep(sheet, regular, "regular, 1,440 a series", false, FewTicks, "<= 1.0");
            await using (var jittered = SeriesCity.Open(Few)) await Keep(sheet, jittered, "ms jitter, 1,440 a series", true, FewTicks, "<= 1.5");
            await using var city = SeriesCity.Open();
            await Keep(sheet, city, "regular, 144 a series", false, SeriesCity.Ticks, null);
            if (!ClickHouse.IsThere)
            {
                await Ask(sheet, city, null);
                continue;
            }
            await using var peer = await ClickHouse.Start();
            await Load(sheet, peer);
            await Ask(sheet, city, peer);
        }
        return sheet.Figures;
    }

    static async Task Keep(Sheet sheet, SeriesCity city, string kind, bool jitter, int ticks, string? asked)
    {
        var (cpu, seconds) = await city.Fill(jitter, ticks);
        var (database, chunks, points) = city.Bytes();
        sheet.Add($"{kind}: CPU a million points", "CPU-s", cpu * 1e6 / points, "<= 0.4");
        sheet.Add($"{kind}: points/s, durable", "points/s", points / seconds);
        sheet.Add($"{kind}: bytes a point, sealed chunks", "bytes", (double)chunks / points);
        sheet.Add($"{kind}: bytes a point, whole database", "bytes", (double)database / points, asked);
    }

    static async Task Load(Sheet sheet, ClickHouse peer)
    {
        await peer.Ask("CREATE TABLE obs (attribute UInt8, thing UInt32, at DateTime, value Float64) ENGINE = MergeTree PARTITION BY tuple() ORDER BY (attribute, thing, at)");
        await peer.Ask("CREATE TABLE things (thing UInt32, x Float64, y Float64) ENGINE = MergeTree PARTITION BY tuple() ORDER BY thing");
        var before = peer.CpuSeconds;
        await peer.Fill("obs", Rows());
        await peer.Ask("OPTIMIZE TABLE obs FINAL");
        sheet.Add("ClickHouse: CPU a million points, not synced", "CPU-s", (peer.CpuSeconds - before) * 1e6 / SeriesCity.Points);
        var bytes = double.Parse(System.Text.Encoding.ASCII.GetString(await peer.Ask("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'obs'")), System.Globalization.CultureInfo.InvariantCulture);
        sheet.Add("ClickHouse: bytes a point on disk", "bytes", bytes / SeriesCity.Points);
        await peer.Ask("INSERT INTO things SELECT number, 120 + number % 100 * 0.004, 22.9 + intDiv(number, 100) * 0.004 FROM numbers(" + SeriesCity.Things + ")");
    }

    static IEnumerable<(byte, uint, uint, double)> Rows()
    {
        for (var tick = 0; tick < SeriesCity.Ticks; tick++)
            for (var thing = 0; thing < SeriesCity.Things; thing++)
                for (var a = 0; a < SeriesCity.Attributes.Length; a++)
                    yield return ((byte)a, (uint)thing, (uint)(SeriesCity.At(thing, tick, false) / Instants.SecondUs), SeriesCity.Value(thing, a, tick));
    }

    static async Task Ask(Sheet sheet, SeriesCity city, ClickHouse? peer)
    {
        var series = city.Series;
        var (from, to) = (SeriesCity.StartUs, SeriesCity.StartUs + SeriesCity.Ticks * SeriesCity.StepUs);
        var newest = new List<NewestSample>(SeriesCity.Things * SeriesCity.Attributes.Length);
        var one = series.Find(new SeriesName("", SeriesCity.Entity(4711), "level"))!;
        var box = new SeriesFilter(Attribute: "temperature", Type: "Station", Box: new PlaceBox(120.1, 23.0, 120.2, 23.1)) { Least = 25 };
        await Compare(sheet, peer, "hourly mean of the whole city, every attribute", ">= 2",
            () => series.AggregateAll(new SeriesFilter(), from, to, Instants.HourUs).Count,
            "SELECT attribute, intDiv(toUInt32(at), 3600) AS hour, avg(value) FROM obs GROUP BY attribute, hour");
        await Compare(sheet, peer, "hourly mean of the whole city, one attribute", ">= 2",
            () => series.AggregateAll(new SeriesFilter(Attribute: "temperature"), from, to, Instants.HourUs).Count,
            "SELECT intDiv(toUInt32(at), 3600) AS hour, avg(value) FROM obs WHERE attribute = 0 GROUP BY hour");
        await Compare(sheet, peer, "last value of 50,000 series", "< 5 ms", () =>
        {
            series.Newest(new SeriesFilter(), newest);
            return newest.Count;
        }, "SELECT attribute, thing, argMax(value, at), max(at) FROM obs GROUP BY attribute, thing");
        await Compare(sheet, peer, "24 h of one sensor", "< 1 ms",
            () => series.Range(one, from, to, int.MaxValue).Count,
            "SELECT at, value FROM obs WHERE attribute = 3 AND thing = 4711 ORDER BY at");
        await Compare(sheet, peer, "box and threshold over the newest values", "< 1 ms", () =>
        {
            series.Newest(box, newest);
            return newest.Count;
        }, "SELECT thing, argMax(value, at) AS v FROM obs WHERE attribute = 0 AND thing IN (SELECT thing FROM things WHERE x >= 120.1 AND x <= 120.2 AND y >= 23.0 AND y <= 23.1) GROUP BY thing HAVING v >= 25");
        Compact(sheet, city);
        await Minutes(sheet, city);
    }

    /// <summary>Asks both in turn; the middle of several asks each, and the CPU of each.</summary>
    static async Task Compare(Sheet sheet, ClickHouse? peer, string what, string asked, Func<int> ours, string theirs)
    {
        if (ours() == 0) throw new InvalidOperationException($"{what}: nothing found");
        for (var i = 0; i < WarmAsks; i++) ours();
        if (peer is not null)
            for (var i = 0; i < 3; i++) await peer.Elapsed(theirs);
        List<double> mine = [], its = [];
        double myCpu = 0, itsCpu = 0;
        for (var i = 0; i < Asks; i++)
        {
            var (cpu, watch) = (Machine.CpuSeconds, Stopwatch.StartNew());
            ours();
            mine.Add(watch.Elapsed.TotalMilliseconds);
            myCpu += Machine.CpuSeconds - cpu;
            if (peer is null) continue;
            cpu = peer.CpuSeconds;
            its.Add(1000 * await peer.Elapsed(theirs));
            itsCpu += peer.CpuSeconds - cpu;
        }
        var ratioAsked = asked.StartsWith('>');
        sheet.Add(what, "ms", Middle(mine), ratioAsked ? null : asked);
        sheet.Add($"{what}: CPU", "ms", myCpu * 1000 / Asks);
        if (peer is null) return;
        sheet.Add($"{what}: ClickHouse", "ms", Middle(its));
        sheet.Add($"{what}: ClickHouse's CPU", "ms", itsCpu * 1000 / Asks);
        sheet.Add($"{what}: times as fast", "ratio", Middle(its) / Middle(mine), ratioAsked ? asked : null);
    }

    static void Compact(Sheet sheet, SeriesCity city)
    {
        var watch = Stopwatch.StartNew();
        var tally = city.Series.Check(f => throw new InvalidOperationException(f.What));
        sheet.Add("whole history read again against its hashes", "points/s", tally.Points / watch.Elapsed.TotalSeconds);
    }

    /// <summary>A sensor that speaks every minute: a day of it is ten chunks.</summary>
    static async Task Minutes(Sheet sheet, SeriesCity city)
    {
        const int Day = 1440;
        var name = new SeriesName("", "urn:ngsi-ld:Station:minutes", "level");
        for (var i = 0; i < Day; i++)
            lock (city.Log.Gate)
                for (var a = 0; a < SeriesCity.Attributes.Length; a++)
                    city.Series.Append(city.Series.Open(name with { Attribute = SeriesCity.Attributes[a] }), Sample.Of(SeriesCity.StartUs + i * Instants.MinuteUs, SeriesCity.Value(17, a, i / 10)));
        await city.Log.Checkpoint();
        var handle = city.Series.Find(name)!;
        var took = new List<double>();
        for (var i = 0; i < WarmAsks + Asks; i++)
        {
            var watch = Stopwatch.StartNew();
            if (city.Series.Range(handle, SeriesCity.StartUs, SeriesCity.StartUs + Instants.DayUs, int.MaxValue).Count != Day) throw new InvalidOperationException("a day is not whole");
            if (i >= WarmAsks) took.Add(watch.Elapsed.TotalMilliseconds);
        }
        sheet.Add("24 h of one sensor, each minute", "ms", Middle(took), "< 1 ms");
    }

    static double Middle(List<double> values) => new Figure("", "", values).Median;
}
