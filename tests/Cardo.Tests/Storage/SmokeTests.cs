using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

public sealed class SmokeTests
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task What_was_appended_is_there_after_a_restart(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        for (var round = 0; round < 3; round++)
        {
            await using (var log = CityLog.Open(store.LogFolder, store.Db, TimeProvider.System).Value)
            {
                var series = new SeriesStore(log);
                log.Register(series);
                log.Start();
                long lsn;
                lock (log.Gate)
                {
                    var handle = series.Open(new SeriesName("", "urn:a", "t"));
                    series.Count(handle).ShouldBe(round);
                    lsn = series.Append(handle, Sample.Of(round * 1000, round));
                }
                await log.Durable(lsn);
                log.DurableLsn.ShouldBe(lsn);
            }
            await store.Reopen();
        }
    }
}
