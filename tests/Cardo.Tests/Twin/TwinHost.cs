using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Twin;

namespace Cardo.Tests.Twin;

/// <summary>A twin over a real database and a real log, that can be stopped and started.</summary>
internal sealed class TwinHost : IAsyncDisposable
{
    readonly TestStore store;
    CityLog log = null!;

    TwinHost(TestStore store) => this.store = store;

    public TwinDesk Desk { get; private set; } = null!;

    public News News { get; private set; } = null!;

    public SeriesStore Series { get; private set; } = null!;

    public TwinState State { get; private set; } = null!;

    public Recovery Recovery { get; private set; } = null!;

    public Task Checkpoint() => log.Checkpoint();

    public static TwinHost Open(Engine engine)
    {
        var host = new TwinHost(TestStore.Open(engine));
        host.Start();
        return host;
    }

    void Start()
    {
        Migrations.Apply(store.Db, typeof(TwinDesk).Assembly, "Twin").Ok.ShouldBeTrue();
        log = CityLog.Open(store.LogFolder, store.Db, TimeProvider.System).Value;
        var series = new SeriesStore(log);
        News = new News();
        var state = new TwinState(log, series, TimeProvider.System, News);
        log.Register(series);
        log.Register(state);
        Recovery = log.Start();
        Desk = new TwinDesk(state, series);
        State = state;
        Series = series;
    }

    /// <summary>Turns one bit in the middle of an entity's row.</summary>
    public void Flip(string id) => store.Db.Write(tx =>
    {
        var doc = tx.One<byte[]>("SELECT doc FROM twin_entities WHERE id = @id", new { id })!;
        doc[^3] ^= 0x04;
        tx.Execute("UPDATE twin_entities SET doc = @doc WHERE id = @id", new { doc, id });
    });

    /// <summary>Stops without a checkpoint when <paramref name="replay"/>: the log's tail must bring everything back.</summary>
    public async Task Restart(bool replay)
    {
        if (replay) await log.Abandon();
        else await log.DisposeAsync();
        await store.Reopen();
        Start();
    }

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        await store.DisposeAsync();
    }
}
