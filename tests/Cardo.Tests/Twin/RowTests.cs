using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin;
using static Cardo.Tests.Twin.Make;

namespace Cardo.Tests.Twin;

/// <summary>Reports of numbers by rows are what the same reports are one by one.</summary>
public sealed class RowTests
{
    static RowShape Shape(string id, params string[] names) => new(id, Iri("Station"), new RowNames([.. names.Select(Iri)], new string?[names.Length]));

    static ObserveRows Rows(RowShape shape, params (long At, double[] Numbers)[] rows)
    {
        var made = new ObserveRows();
        foreach (var (at, numbers) in rows) numbers.CopyTo(made.Add(shape, T0 + at, (int)at));
        return made;
    }

    static string Say(Entity? e) => e is null ? "none" : string.Join("; ", e.Attributes.Select(a => $"{Names.Short(a.Name)}={a.Value} @{a.ObservedAtUs - T0} {a.Doubts} {a.UnitCode}"));

    [Fact]
    public async Task Rows_come_to_the_same_entity_history_and_news_as_reports_one_by_one()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        using var heard = host.News.Hear<EntitiesChanged>("test", 10_000);
        var (random, rows, alone) = (new Random(7), Shape("urn:rows", "a", "b"), new List<TwinCommand>());
        var (at, many) = (0L, new ObserveRows());
        for (var n = 0; n < 500; n++)
        {
            at += random.Next(30) == 0 ? -50 : 10;
            double[] numbers = [random.Next(100) / 10.0, random.NextDouble()];
            var quality = random.Next(4) == 0 ? Quality.Rate : Quality.Good;
            numbers.CopyTo(many.Add(rows, T0 + at, n));
            if (quality != Quality.Good) many.Doubt(1, quality);
            alone.Add(new Observe("urn:alone", Iri("Station"), [Property("a", numbers[0], T0 + at), Property("b", numbers[1], T0 + at).With(doubts: (byte)quality)]));
            if (random.Next(40) > 0) continue;
            await host.Desk.Write("", many);
            await host.Desk.Write("", alone);
            (many, alone) = (new ObserveRows(), []);
            Say(host.Desk.Find("", "urn:rows")).ShouldBe(Say(host.Desk.Find("", "urn:alone")));
        }
        await host.Desk.Write("", many);
        await host.Desk.Write("", alone);
        Say(host.Desk.Find("", "urn:rows")).ShouldBe(Say(host.Desk.Find("", "urn:alone")));
        foreach (var name in new[] { "a", "b" })
            host.Desk.History("", "urn:rows", Iri(name))!.Range(0, long.MaxValue, 10_000).ShouldBe(host.Desk.History("", "urn:alone", Iri(name))!.Range(0, long.MaxValue, 10_000));

        var told = new Dictionary<string, List<string>> { ["urn:rows"] = [], ["urn:alone"] = [] };
        var byRows = 0;
        while (heard.Reader.TryRead(out var piece))
        {
            if (piece.IsRows) byRows += piece.Changes.Count;
            piece.Touched.ShouldBe(piece.Changes.Sum(c => c.Touched.Count));
            foreach (var change in piece.Changes)
                told[change.Id].Add($"{change.Before is null} {Say(change.After)} | {string.Join(", ", change.Touched.Select(t => $"{t.Name} {t.Value} {t.ObservedAtUs} {t.Doubts}"))}");
        }
        told["urn:rows"].ShouldBe(told["urn:alone"]);
        byRows.ShouldBeGreaterThan(400);
    }

    [Fact]
    public async Task A_row_that_has_no_place_is_refused_by_itself_and_a_deleted_thing_comes_back()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        var shape = Shape("urn:one", "a");
        for (var n = 0; n < 4; n++) await host.Desk.Write("", Rows(shape, (n, [n])));
        await host.Desk.Write("", new DeleteEntity("urn:one"));
        host.Desk.Find("", "urn:one").ShouldBeNull();
        await host.Desk.Write("", Rows(shape, (10, [10]), (11, [11]), (12, [12])));
        Say(host.Desk.Find("", "urn:one")).ShouldBe("a=12 @12 0 ");
        await host.Desk.ForgetHistory("", "urn:one");
        Say(host.Desk.Find("", "urn:one")).ShouldBe("a=12 @12 0 ");
        await host.Desk.Write("", Rows(shape, (13, [13]), (14, [14])));
        Say(host.Desk.Find("", "urn:one")).ShouldBe("a=14 @14 0 ");
        host.Desk.History("", "urn:one", Iri("a"))!.Range(0, long.MaxValue, 10).Select(s => s.Number).ShouldBe([13, 14]);

        var full = new Entity { Id = "urn:full", Types = [Iri("Station")], Attributes = [.. Enumerable.Range(0, Decide.MaxAttributes).Select(i => Property($"x{i}", i, T0))] };
        await host.Desk.Write("", new CreateEntity(full));
        var rows = Rows(Shape("urn:full", "one-too-many"), (7, [1]), (8, [1]));
        await host.Desk.Write("", rows);
        rows.Refused.Select(r => (rows.Mark(r.Row), r.Refusal.Code)).ShouldBe([(7, "too-many-attributes"), (8, "too-many-attributes")]);
    }

    [Fact]
    public async Task Whoever_reads_beside_the_writer_sees_whole_rows()
    {
        await using var host = TwinHost.Open(Engine.Sqlite);
        var shape = Shape("urn:one", "a", "b");
        await host.Desk.Write("", Rows(shape, (0, [0, 0]), (1, [1, 1]), (2, [2, 2])));
        var writer = Task.Run(async () =>
        {
            for (var n = 3; n < 3_000; n++) await host.Desk.Write("", Rows(shape, (n, [n, n])));
        }, TestContext.Current.CancellationToken);
        var (seen, last) = (0, 0.0);
        while (!writer.IsCompleted)
        {
            var now = host.Desk.Find("", "urn:one")!;
            var (a, b) = (now.Find(Iri("a"))!, now.Find(Iri("b"))!);
            (b.Value.Number, b.ObservedAtUs).ShouldBe((a.Value.Number, a.ObservedAtUs));
            a.Value.Number.ShouldBeGreaterThanOrEqualTo(last);
            last = a.Value.Number;
            seen++;
        }
        await writer;
        host.Desk.Find("", "urn:one")!.Find(Iri("a"))!.Value.Number.ShouldBe(2_999);
        seen.ShouldBeGreaterThan(0);
    }
}
