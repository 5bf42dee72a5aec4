using System.Diagnostics;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Bench.Runs;

/// <summary>Stations of five attributes that observe each ten minutes, in a store of their own: 10,000 for a day, or 1,000 for ten days, are 7.2 million points.</summary>
internal sealed class SeriesCity : IAsyncDisposable
{
    public const int Things = 10_000, Ticks = 145;
    const int PointsASync = 50_000;
    public const long StepUs = 10 * Instants.MinuteUs;

    /// <summary>1 July 2026, 00:00 UTC.</summary>
    public const long StartUs = 1_782_864_000L * Instants.SecondUs;

    public static readonly string[] Attributes = ["temperature", "humidity", "pressure", "level", "voltage"];

    readonly string folder;
    readonly Db db;

    readonly int things;

    SeriesCity(string folder, Db db, CityLog log, SeriesStore series, int things) => (this.folder, this.db, Log, Series, this.things) = (folder, db, log, series, things);

    public CityLog Log { get; }

    public SeriesStore Series { get; }

    public static long Points => (long)Things * Ticks * Attributes.Length;

    public static SeriesCity Open(int things = Things)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-bench-series-").FullName;
        var db = Db.Open("sqlite:", folder).Value;
        var log = CityLog.Open(Path.Combine(folder, "log"), db, TimeProvider.System).Value;
        var series = new SeriesStore(log);
        log.Register(series);
        log.Start();
        return new SeriesCity(folder, db, log, series, things);
    }

    public static string Entity(int thing) => $"urn:ngsi-ld:Station:{thing}";

    public static (double X, double Y) Place(int thing) => (120 + thing % 100 * 0.004, 22.9 + thing / 100 * 0.004);

    /// <summary>What a sensor says: a daily curve with a little noise, in the digits sensors have. The same for every peer.</summary>
    public static double Value(int thing, int attribute, int tick)
    {
        var noise = (uint)((thing * 7919 + attribute * 104_729 + tick * 1_299_709) * 2_654_435_761L >> 16) % 1000 / 1000.0 - 0.5;
        var day = Math.Sin((tick + thing % 36) * Math.Tau / 144);
        return attribute switch
        {
            0 => Math.Round(24 + 6 * day + 0.4 * noise + thing % 7, 1),
            1 => Math.Round(65 - 15 * day + 2 * noise, 0),
            2 => Math.Round(1008 + 3 * day + 0.3 * noise, 1),
            3 => Math.Round(1.4 + 0.2 * day + 0.02 * noise + thing % 5 * 0.3, 2),
            _ => Math.Round(3.61 + 0.02 * day + 0.01 * noise, 2),
        };
    }

    /// <summary>When: on the dot, or up to a second after it in milliseconds, as devices with a clock of their own report.</summary>
    public static long At(int thing, int tick, bool jitter) =>
        StartUs + tick * StepUs + (jitter ? (thing * 31_337L + tick * 7_577L) % 997 * 1000 : 0);

    /// <summary>Appends everything in the order of time, waits for the disk each 50,000 points, and ends with a checkpoint; CPU seconds of the whole process.</summary>
    public async Task<(double CpuSeconds, double Seconds)> Fill(bool jitter, int ticks = Ticks)
    {
        var handles = new SeriesHandle[things * Attributes.Length];
        lock (Log.Gate)
            for (var thing = 0; thing < things; thing++)
            {
                var (x, y) = Place(thing);
                for (var a = 0; a < Attributes.Length; a++) handles[thing * Attributes.Length + a] = Series.Open(new SeriesName("", Entity(thing), Attributes[a]));
                Series.Describe("", Entity(thing), new ThingLabel(["Station"], x, y));
            }
        var values = new double[handles.Length];
        var (cpu, watch) = (0.0, new Stopwatch());
        for (var tick = 0; tick < ticks; tick++)
        {
            // What the sensors say costs the sensors, not the store.
            for (var i = 0; i < values.Length; i++) values[i] = Value(i / Attributes.Length, i % Attributes.Length, tick);
            var before = Machine.CpuSeconds;
            watch.Start();
            await Tick(handles, values, tick, jitter);
            watch.Stop();
            cpu += Machine.CpuSeconds - before;
        }
        var last = Machine.CpuSeconds;
        watch.Start();
        await Log.Checkpoint();
        return (cpu + Machine.CpuSeconds - last, watch.Elapsed.TotalSeconds);
    }

    async Task Tick(SeriesHandle[] handles, double[] values, int tick, bool jitter)
    {
        long lsn = 0;
        for (var thing = 0; thing < things; thing++)
        {
            if (!Log.HasRoom) await Log.Room();
            var at = At(thing, tick, jitter);
            lock (Log.Gate)
                for (var a = 0; a < Attributes.Length; a++)
                {
                    var i = thing * Attributes.Length + a;
                    lsn = Series.Append(handles[i], Sample.Of(at, values[i]));
                }
        }
        if ((tick + 1) * handles.Length % PointsASync < handles.Length) await Log.Durable(lsn);
    }

    /// <summary>What the database weighs, and how much of it are the sealed chunks themselves.</summary>
    public (long Database, long Chunks, long SealedPoints) Bytes()
    {
        db.Scrub();
        var pages = db.Read(tx => tx.Scalar<long>("PRAGMA page_count") * tx.Scalar<long>("PRAGMA page_size"));
        var tally = Series.Check(f => throw new InvalidOperationException(f.What));
        return (pages, tally.Bytes, tally.Points);
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await db.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
