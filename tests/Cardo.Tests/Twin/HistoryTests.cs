using Cardo.Storage;
using Cardo.Twin;
using static Cardo.Tests.Twin.Make;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Twin;

public class HistoryTests
{
    /// <summary>Every value of every attribute, kept the simple way.</summary>
    sealed class Model
    {
        readonly Dictionary<(string Id, string Name), SortedDictionary<long, string>> all = [];

        public void Hear(EntitiesChanged piece)
        {
            foreach (var change in piece.Changes)
            {
                foreach (var touched in change.Touched)
                {
                    var there = change.Before?.Find(touched.Name);
                    var again = there is not null && there.ObservedAtUs == Attribute.NoTime && touched.ObservedAtUs == Attribute.NoTime && there.Value.Equals(touched.Value) && there.Kind == touched.Kind;
                    if (!again) Of(change.Id, touched.Name)[touched.AtUs] = touched.Value.ToString();
                }
                // Deleting is a sample too, at the moment of the write.
                foreach (var gone in change.Gone) Of(change.Id, gone.Name)[change.After?.ModifiedAtUs ?? long.MaxValue] = "gone";
            }
        }

        public SortedDictionary<long, string> Of(string id, string name) => all.TryGetValue((id, name), out var known) ? known : all[(id, name)] = [];
    }

    static TwinCommand Next(Random random)
    {
        var id = $"urn:ngsi-ld:Lamp:{random.Next(12)}";
        var at = T0 + random.Next(100_000);
        return random.Next(9) switch
        {
            0 => new CreateEntity(Entity(id, "Lamp", Property("power", random.Next(9), at), Text("name", "n"), Location(1, 2))),
            1 => new UpsertEntity(Entity(id, "Lamp", Text("name", $"n{random.Next(2)}"), Property("power", random.Next(9), at), Location(1, random.Next(2)))),
            2 => new UpsertEntity(Entity(id, "Lamp", Text("name", $"n{random.Next(2)}")), Update: true),
            3 => new DeleteAttribute(id, Iri("name")),
            4 => new UpdateAttributes(Entity(id, "Lamp", Property("power", random.Next(9), at))),
            _ => new Observe(id, Iri("Lamp"), [Property("power", random.Next(9), at), Property("power", random.Next(9), at + 7), Property($"a{random.Next(3)}", 1, at)]),
        };
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_history_that_begins_with_the_second_value_has_the_first(bool replay)
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        var model = new Model();
        var random = new Random(5);
        for (var round = 0; round < 4; round++)
        {
            using (var heard = host.News.Hear<EntitiesChanged>("test", 10_000))
            {
                for (var n = 0; n < 300; n++)
                {
                    if (n == 150 && round > 1) await host.Checkpoint();
                    await host.Desk.Write("", Next(random));
                }
                while (heard.Reader.TryRead(out var piece)) model.Hear(piece);
            }
            await host.Restart(replay);
            var seen = 0;
            foreach (var entity in host.Desk.All())
                foreach (var attribute in entity.Attributes)
                {
                    var samples = host.Desk.History("", entity.Id, attribute.Name)!.Range(long.MinValue, long.MaxValue, 100_000);
                    samples.Select(s => (s.AtUs, s.Kind == SampleKind.Gone ? "gone" : Samples.ValueOf(s).ToString()))
                        .ShouldBe(model.Of(entity.Id, attribute.Name).Select(p => (p.Key, p.Value)), $"{entity.Id} {attribute.Name}");
                    seen += samples.Count;
                }
            seen.ShouldBeGreaterThan(100);
        }
    }

    [Fact]
    public async Task What_was_written_once_is_its_own_history()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        await host.Desk.Write("", new CreateEntity(Entity("urn:a", "Lamp", Property("power", 4, T0), Text("name", "n"))));
        host.Series.All().ShouldBeEmpty();
        var power = host.Desk.History("", "urn:a", Iri("power"))!;
        power.At(T0 - 1).ShouldBeNull();
        power.At(T0).ShouldBe(Sample.Of(T0, 4));
        power.Count.ShouldBe(1);
        power.Range(T0 + 1, long.MaxValue, 9).ShouldBeEmpty();
        power.Aggregate(T0 - 25, T0 + 100, 10).ShouldBe([new Bucket(T0 - 5, 1, 4, 4, 4, 16, Sample.Of(T0, 4), Sample.Of(T0, 4))]);
        host.Desk.History("", "urn:a", Iri("other")).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_said_again_without_a_moment_of_observation_adds_nothing_to_history()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        await host.Desk.Write("", new CreateEntity(Entity("urn:a", "Lamp", Text("name", "n"))));
        var sinceUs = host.Desk.Find("", "urn:a")!.CreatedAtUs;
        for (var n = 0; n < 3; n++) await host.Desk.Write("", new UpsertEntity(Entity("urn:a", "Lamp", Text("name", "n"))));
        await host.Desk.Write("", new UpsertEntity(Entity("urn:a", "Lamp", Text("name", "m"))));
        host.Desk.History("", "urn:a", Iri("name"))!.Range(0, long.MaxValue, 9).Select(s => s.Text).ShouldBe(["n", "m"]);
        host.Desk.History("", "urn:a", Iri("name"))!.At(sinceUs)!.Value.Text.ShouldBe("n");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_deleted_history_is_empty_until_the_next_value(bool replay)
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        await host.Desk.Write("", new CreateEntity(Entity("urn:a", "Lamp", Property("power", 4, T0))));
        await host.Desk.ForgetHistory("", "urn:a");
        await host.Restart(replay);
        host.Desk.History("", "urn:a", Iri("power"))!.Range(0, long.MaxValue, 9).ShouldBeEmpty();
        await host.Desk.Write("", new Observe("urn:a", Iri("Lamp"), [Property("power", 5, T0 + 1)]));
        host.Desk.History("", "urn:a", Iri("power"))!.Range(0, long.MaxValue, 9).Select(s => s.Number).ShouldBe([5]);
    }
}
