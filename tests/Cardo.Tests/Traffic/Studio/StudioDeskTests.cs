using Cardo.Storage;
using Cardo.Tests.Journal;
using Cardo.Tests.Support;
using Cardo.Traffic.Store;
using Cardo.Traffic.Studio;

namespace Cardo.Tests.Traffic.Studio;

public sealed class StudioDeskTests
{
    [Fact]
    public async Task A_try_that_is_cancelled_as_it_begins_is_not_run_to_its_end()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        Migrations.Apply(store.Db, typeof(Trial).Assembly, "Journal").Ok.ShouldBeTrue();
        Migrations.Apply(store.Db, typeof(Trial).Assembly, "Traffic").Ok.ShouldBeTrue();
        var desk = new StudioDesk(store.Db, Journals.Open(store), Journals.Settings(store), TimeProvider.System);
        store.Db.Write(tx => TryRows.Add(tx, new Trial(1, TrialState.Waiting, "city", "a change", "", 1, 1, "officer:o1", 1, 0, 0, 0, "")));
        var (trial, _) = await desk.Next(TestContext.Current.CancellationToken);

        desk.Cancel(trial.Id).Ok.ShouldBeTrue();
        using var stop = new CancellationTokenSource();
        desk.Stoppable(stop);

        stop.IsCancellationRequested.ShouldBeTrue();
    }
}
