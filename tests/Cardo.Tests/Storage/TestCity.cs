using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

/// <summary>A store, a log and its series, which can be restarted as after a stop or after a kill.</summary>
internal sealed class TestCity : IAsyncDisposable
{
    readonly SeriesOptions series;
    readonly LogOptions log;

    public TestCity(Engine engine, SeriesOptions? series = null, LogOptions? log = null)
    {
        (this.series, this.log) = (series ?? new SeriesOptions(), log ?? new LogOptions());
        Store = TestStore.Open(engine);
        Start();
    }

    public TestStore Store { get; }

    public CityLog Log { get; private set; } = null!;

    public SeriesStore Series { get; private set; } = null!;

    public Recovery Recovery { get; private set; } = null!;

    void Start()
    {
        Log = CityLog.Open(Store.LogFolder, Store.Db, TimeProvider.System, log).Value;
        Series = new SeriesStore(Log, series);
        Log.Register(Series);
        Recovery = Log.Start();
    }

    public async Task Restart()
    {
        await Log.DisposeAsync();
        await Store.Reopen();
        Start();
    }

    /// <summary>Starts again from what a kill at this moment would have left: the database and log as they are, no last checkpoint.</summary>
    public async Task Kill()
    {
        await Log.Durable(Log.TailLsn);
        await Log.Abandon();
        await Store.Reopen();
        Start();
    }

    public long Append(SeriesName name, Sample sample)
    {
        lock (Log.Gate) return Series.Append(Series.Open(name), sample);
    }

    /// <summary>Rows of these series in one record, where they can be rows; else each sample by itself.</summary>
    public long AppendRows(SeriesName[] names, params (long AtUs, double[] Numbers, byte[] Doubts)[] rows)
    {
        lock (Log.Gate)
        {
            var handles = Array.ConvertAll(names, Series.Open);
            var lane = SeriesStore.Lane(handles)!;
            foreach (var (atUs, numbers, doubts) in rows)
            {
                if (lane.Takes(atUs))
                {
                    Series.Plan(lane, atUs, numbers, doubts);
                    continue;
                }
                Series.AppendPlanned();
                for (var i = 0; i < handles.Length; i++)
                    Series.Append(handles[i], Sample.Of(atUs, numbers[i], doubts.Length > 0 ? (Cardo.Kernel.Quality)doubts[i] : Cardo.Kernel.Quality.Good));
            }
            return Series.AppendPlanned();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Store.DisposeAsync();
    }
}
