using System.Text;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cardo.Tests.Rules;

/// <summary>A real twin over a real log with rules beside it; <see cref="Crash"/> leaves what a kill would leave.</summary>
sealed class RulesHouse : IAsyncDisposable
{
    readonly string rules;
    readonly RulesService service;
    readonly CityLog log;

    RulesHouse(TestStore store, HandClock clock, string rules)
    {
        (Store, Clock, this.rules) = (store, clock, rules);
        Migrations.Apply(store.Db, typeof(TwinDesk).Assembly, "Twin").Ok.ShouldBeTrue();
        Migrations.Apply(store.Db, typeof(TwinDesk).Assembly, "Rules").Ok.ShouldBeTrue();
        log = CityLog.Open(store.LogFolder, store.Db, clock).Value;
        var series = new SeriesStore(log);
        var state = new TwinState(log, series, clock, News);
        Twin = new TwinDesk(state, series);
        Engine = new RulesEngine(Twin);
        Desk = new RulesDesk(Engine, Twin);
        Desk.Adopt("test", "test", Encoding.UTF8.GetBytes(rules)).Ok.ShouldBeTrue(string.Join("; ", Desk.Faults.SelectMany(f => f.Details ?? [f.Message])));
        foreach (var stream in (ILogStream[])[series, state, Engine]) log.Register(stream);
        log.Start();
        service = new RulesService(Engine, Desk, Twin, News, clock, NullLogger<RulesService>.Instance);
        Fired = News.Hear<RuleFired>("test");
        Cleared = News.Hear<RuleCleared>("test");
    }

    public TestStore Store { get; private set; }
    public HandClock Clock { get; }
    public News News { get; } = new();
    public TwinDesk Twin { get; }
    public RulesEngine Engine { get; }
    public RulesDesk Desk { get; }
    public News.Subscription<RuleFired> Fired { get; }
    public News.Subscription<RuleCleared> Cleared { get; }

    public static RulesHouse Build(string rules, HandClock? clock = null, TestStore? store = null) =>
        new(store ?? TestStore.Open(Cardo.Storage.Engine.Sqlite), clock ?? new HandClock(Instants.ToDateTimeOffset(Given.StartUs)), rules);

    public Task Start() => service.StartAsync(default);

    public Task Checkpoint() => log.Checkpoint();

    /// <summary>An observation, made now.</summary>
    public async Task See(string id, string attribute, double value, string type = "Thing") =>
        (await Twin.Write("", new Observe(id, Names.Default(type), [new() { Name = Names.Default(attribute), Value = Cardo.Standards.NgsiLd.Value.Of(value), ObservedAtUs = Clock.NowUs() }]))).Ok.ShouldBeTrue();

    /// <summary>Ends without a word and starts again over what is on disk.</summary>
    public async Task<RulesHouse> Crash()
    {
        await service.StopAsync(default);
        await log.DisposeAsync();
        await Store.Reopen();
        return new RulesHouse(Store, Clock, rules);
    }

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync(default);
        service.Dispose();
        await log.DisposeAsync();
        await Store.DisposeAsync();
    }
}
