using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Twin;
using static Cardo.Tests.Twin.Make;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Twin;

public class TwinRestartTests
{
    public static TheoryData<Engine, bool> Ways => new()
    {
        { Engine.Sqlite, true }, { Engine.Sqlite, false }, { Engine.Postgres, true }, { Engine.Postgres, false },
    };

    static string Say(Entity e) => $"{e.Id} {string.Join(',', e.Types)} {e.CreatedAtUs} {e.ModifiedAtUs} " + string.Join(';', e.Attributes.Select(Say));

    static string Say(Attribute a) => $"{a.Name}|{a.DatasetId}|{a.Kind}|{a.Value}|{a.UnitCode}|{a.ObservedAtUs}|{a.CreatedAtUs}|{a.ModifiedAtUs}|{a.Doubts}|({string.Join(';', a.Sub.Select(Say))})";

    static async Task Live(TwinDesk desk, Random random)
    {
        for (var n = 0; n < 400; n++)
        {
            var id = $"urn:ngsi-ld:Lamp:{random.Next(20)}";
            var at = T0 + random.Next(100_000);
            TwinCommand command = random.Next(12) switch
            {
                10 or 11 => Rows(random, n),
                0 => new CreateEntity(Entity(id, "Lamp", Property("power", random.Next(), at, "WTT"), Location(random.NextDouble(), random.NextDouble()))),
                1 => new DeleteEntity(id),
                2 => new AppendAttributes(Entity(id, "Asset", Text("name", $"n{n}"))),
                3 => new UpdateAttributes(Entity(id, "Lamp", Property("power", random.Next(), at))),
                4 => new DeleteAttribute(id, Iri("name")),
                5 => new MergeEntity(Entity(id, "Lamp", new Attribute { Name = Iri("name"), Value = Value.Of("m"), Sub = [Property("sure", 1)] })),
                _ => new Observe(id, Iri("Lamp"), [Property("power", random.Next(), at), Property($"a{random.Next(3)}", n, at)]),
            };
            await desk.Write(random.Next(8) == 0 ? "other" : "", command);
        }
    }

    // Reports of a few lamps, most of them later than all before.
    static ObserveRows Rows(Random random, int n)
    {
        var rows = new ObserveRows();
        var shapes = Enumerable.Range(0, 4).Select(i => new RowShape($"urn:ngsi-ld:Lamp:{i}", Iri("Lamp"), new RowNames([Iri("power"), Iri("a0")], ["WTT", null]))).ToArray();
        for (var i = 0; i < 40; i++)
        {
            var numbers = rows.Add(shapes[random.Next(4)], T0 + 100_000 + n * 1_000 + i * (random.Next(10) == 0 ? -10 : 10), i);
            (numbers[0], numbers[1]) = (random.Next(5000) / 10.0, random.NextDouble());
            if (random.Next(5) == 0) rows.Doubt(1, Cardo.Kernel.Quality.Range);
        }
        return rows;
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task What_was_written_is_there_after_a_restart(Engine engine, bool replay)
    {
        await using var host = TwinHost.Open(engine);
        for (var round = 0; round < 3; round++)
        {
            await Live(host.Desk, new Random(round));
            if (round == 1) await host.Checkpoint();
            await Live(host.Desk, new Random(round + 10));
            var before = host.Desk.All().Concat(host.Desk.All("other")).Select(Say).ToArray();
            await host.Restart(replay);
            var after = host.Desk.All().Concat(host.Desk.All("other")).Select(Say).ToArray();
            after.Except(before).FirstOrDefault().ShouldBe(before.Except(after).FirstOrDefault());
            after.Length.ShouldBe(before.Length);
            before.Length.ShouldBeGreaterThan(5);
        }
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_flipped_bit_of_a_stored_entity_is_found_at_the_start_and_never_served(Engine engine)
    {
        await using var host = TwinHost.Open(engine);
        await host.Desk.Write("", [.. Enumerable.Range(0, 3).Select(n => new CreateEntity(Entity($"urn:ngsi-ld:Lamp:{n}", "Lamp", Property("power", 7 + n, T0, "WTT"))))]);
        await host.Restart(replay: false);
        host.Desk.Trouble.ShouldBeNull();
        host.Flip("urn:ngsi-ld:Lamp:1");
        await host.Restart(replay: false);
        host.Desk.Find("", "urn:ngsi-ld:Lamp:1").ShouldBeNull();
        host.Desk.Count().ShouldBe(2);
        host.Desk.Trouble!.ShouldContain("urn:ngsi-ld:Lamp:1");
        await host.Desk.Write("", new CreateEntity(Entity("urn:ngsi-ld:Lamp:1", "Lamp", Property("power", 70, T0, "WTT"))));
        await host.Restart(replay: false);
        host.Desk.Trouble.ShouldBeNull();
        host.Desk.Count().ShouldBe(3);
    }

    [Fact]
    public async Task News_comes_in_the_order_of_the_log()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        using var heard = host.News.Hear<EntitiesChanged>("test", 10_000);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(w => Task.Run(async () =>
        {
            for (var n = 0; n < 50; n++)
                await host.Desk.Write("", new Observe("urn:one", Iri("Lamp"), [Property("n", n, T0 + n), Property($"w{w}", n, T0 + n)]));
        }, TestContext.Current.CancellationToken)));
        var pieces = new List<EntitiesChanged>();
        while (heard.Reader.TryRead(out var piece)) pieces.Add(piece);
        var changes = pieces.SelectMany(p => p.Changes).ToList();
        changes.Count.ShouldBe(800);
        pieces.Select(p => p.Lsn).ShouldBeInOrder();
        for (var i = 1; i < changes.Count; i++) changes[i].Before.ShouldBeSameAs(changes[i - 1].After);
    }

    [Fact]
    public async Task Every_value_an_attribute_had_is_in_its_history()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        for (var n = 0; n < 100; n++) await host.Desk.Write("", new Observe("urn:one", Iri("Lamp"), [Property("n", n, T0 + n * 1000)]));
        await host.Desk.Write("", new Observe("urn:one", Iri("Lamp"), [Property("n", -1, T0 + 500)]));
        var history = host.Desk.History("", "urn:one", Iri("n"))!;
        history.Range(T0, T0 + 2_000, 10).Select(s => s.Number).ShouldBe([0, -1, 1]);
        host.Desk.Find("", "urn:one")!.Find(Iri("n"))!.Value.Number.ShouldBe(99);
    }

    [Fact]
    public async Task History_that_is_added_later_does_not_become_current_even_after_a_crash()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        await host.Desk.Write("", new Observe("urn:one", Iri("Lamp"), [Property("n", 1, T0)]));
        await host.Desk.AddHistory("", "urn:one", [Property("n", 7, T0 + 1_000_000)]);
        await host.Restart(replay: true);
        host.Desk.Find("", "urn:one")!.Find(Iri("n"))!.Value.Number.ShouldBe(1);
        host.Desk.History("", "urn:one", Iri("n"))!.Count.ShouldBe(2);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_entity_ends_by_its_expiry_also_after_a_restart(bool replay)
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        await host.Desk.Write("", new CreateEntity(new Cardo.Standards.NgsiLd.Entity { Id = "urn:short", Types = [Iri("Lamp")], ExpiresAtUs = T0 + 10 }));
        await host.Desk.Write("", new CreateEntity(Entity("urn:long")));
        for (var n = 0; n < 50; n++) await host.Desk.Write("", new Observe("urn:short", Iri("Lamp"), [Property("n", n, T0 + n)]));
        await host.Restart(replay);
        host.State.Expired(T0 + 9).ShouldBeEmpty();
        host.State.Expired(T0 + 10).ShouldBe([("", "urn:short")]);
        host.State.Expired(T0 + 11).ShouldBeEmpty();
    }
}
