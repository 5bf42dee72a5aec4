using System.Text;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using static Cardo.Tests.Twin.Make;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Twin;

public class DecideTests
{
    static Entity Lamp(params Attribute[] attributes) => Decide.Apply(null, new CreateEntity(Entity("urn:a", "Lamp", attributes)), T0).Value.After!;

    static Decision Do(Entity? now, TwinCommand command, long at = T0 + 1) => Decide.Apply(now, command, at).Value;

    [Fact]
    public void What_exists_is_not_created_again() =>
        Decide.Apply(Lamp(), new CreateEntity(Entity("urn:a")), T0).Refusal.Kind.ShouldBe(RefusalKind.Conflict);

    [Fact]
    public void What_is_not_there_is_not_updated() =>
        Decide.Apply(null, new UpdateAttributes(Entity("urn:a")), T0).Refusal.Code.ShouldBe("entity-not-found");

    [Fact]
    public void A_late_observation_goes_to_history_alone()
    {
        var lamp = Lamp(Property("power", 10, T0));
        var late = Do(lamp, new Observe("urn:a", "Lamp", [Property("power", 3, T0 - 1)]));
        late.After.ShouldBeSameAs(lamp);
        late.Touched.ShouldHaveSingleItem().Value.Number.ShouldBe(3);
    }

    [Fact]
    public void An_update_becomes_current_whatever_its_time_says()
    {
        var lamp = Lamp(Property("power", 10, T0));
        Do(lamp, new UpdateAttributes(Entity("urn:a", "Lamp", Property("power", 3, T0 - 1)))).After!.Find(Iri("power"))!.Value.Number.ShouldBe(3);
    }

    [Fact]
    public void An_observation_keeps_the_unit_that_is_there()
    {
        var lamp = Lamp(Property("power", 10, T0, "WTT"));
        Do(lamp, new Observe("urn:a", "Lamp", [Property("power", 3, T0 + 5)])).After!.Find(Iri("power"))!.UnitCode.ShouldBe("WTT");
    }

    [Fact]
    public void An_observation_of_nothing_known_makes_the_entity()
    {
        var made = Do(null, new Observe("urn:b", Iri("Device"), [Property("t", 1)]));
        made.After!.Types.ShouldBe([Iri("Device")]);
        made.After.CreatedAtUs.ShouldBe(T0 + 1);
    }

    [Fact]
    public void Appending_may_leave_alone_what_is_there()
    {
        var kept = Do(Lamp(Property("a", 1)), new AppendAttributes(Entity("urn:a", "Lamp", Property("a", 2), Property("b", 3)), KeepExisting: true));
        kept.After!.Find(Iri("a"))!.Value.Number.ShouldBe(1);
        kept.After.Find(Iri("b"))!.Value.Number.ShouldBe(3);
        kept.NotUpdated.ShouldBe([Iri("a")]);
    }

    [Fact]
    public void Updating_names_what_is_not_there()
    {
        var updated = Do(Lamp(Property("a", 1)), new UpdateAttributes(Entity("urn:a", "Lamp", Property("a", 2), Property("b", 3))));
        updated.NotUpdated.ShouldBe([Iri("b")]);
        updated.After!.Attributes.Length.ShouldBe(1);
    }

    [Fact]
    public void Null_in_a_merge_deletes_and_absence_keeps()
    {
        var merged = Do(Lamp(Property("a", 1), Property("b", 2)), new MergeEntity(Entity("urn:a", "Lamp", Null("a"))));
        merged.After!.Attributes.ShouldHaveSingleItem().Name.ShouldBe(Iri("b"));
        merged.Gone.ShouldHaveSingleItem().Name.ShouldBe(Iri("a"));
    }

    [Fact]
    public void A_merge_reaches_into_json_values()
    {
        static Attribute Json(string text) => new() { Name = Iri("address"), Value = Value.OfJson(Encoding.UTF8.GetBytes(text)) };
        var merged = Do(Lamp(Json("""{"street":"A","no":{"n":1,"x":2}}""")), new MergeEntity(Entity("urn:a", "Lamp", Json("""{"no":{"x":null,"y":3}}"""))));
        merged.After!.Find(Iri("address"))!.Value.ToString().ShouldBe("""{"street":"A","no":{"n":1,"y":3}}""");
    }

    [Fact]
    public void A_replacement_keeps_the_birthday_and_takes_away_the_rest()
    {
        var replaced = Do(Lamp(Property("a", 1), Property("b", 2)), new ReplaceEntity(Entity("urn:a", "Lamp", Property("b", 3))));
        replaced.After!.CreatedAtUs.ShouldBe(T0);
        replaced.After.Attributes.ShouldHaveSingleItem().Value.Number.ShouldBe(3);
        replaced.Gone.ShouldHaveSingleItem().Name.ShouldBe(Iri("a"));
    }

    [Fact]
    public void Types_are_united_and_never_lost_by_an_append()
    {
        var appended = Do(Lamp(), new AppendAttributes(Entity("urn:a", "Asset")));
        appended.After!.Types.ShouldBe([Iri("Lamp"), Iri("Asset")]);
        appended.Shape.ShouldBeTrue();
    }

    [Fact]
    public void A_repeated_import_changes_nothing()
    {
        var lamp = Lamp(Property("a", 1));
        Do(lamp, new UpsertEntity(Entity("urn:a", "Lamp", Property("a", 1)), SkipUnchanged: true)).After.ShouldBeSameAs(lamp);
    }

    [Fact]
    public void An_entity_cannot_grow_for_ever()
    {
        var many = Enumerable.Range(0, Decide.MaxAttributes + 1).Select(i => Property($"a{i}", i)).ToArray();
        Decide.Apply(null, new CreateEntity(Entity("urn:a", "Lamp", many)), T0).Refusal.Code.ShouldBe("too-many-attributes");
    }

    [Fact]
    public void One_instance_is_deleted_and_its_siblings_stay()
    {
        var lamp = Lamp(Property("a", 1), new Attribute { Name = Iri("a"), DatasetId = "urn:x", Value = Value.Of(2) });
        Do(lamp, new DeleteAttribute("urn:a", Iri("a"), "urn:x")).After!.Attributes.ShouldHaveSingleItem().DatasetId.ShouldBe("");
        Do(lamp, new DeleteAttribute("urn:a", Iri("a"), AllInstances: true)).After!.Attributes.ShouldBeEmpty();
    }
}
