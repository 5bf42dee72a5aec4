using Cardo.Packs;
using Cardo.Tests.Support;

namespace Cardo.Tests.Packs;

public sealed class ShelfTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-packs-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    void Write(string file, string text)
    {
        var path = Path.Combine(folder, "Trial", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    static string Manifest(params string[] without) => "{" + string.Join(",", new[] { "title", "serves", "voice", "proof", "cost", "keeps" }
        .Where(s => !without.Contains(s)).Select(s => $$""" "{{s}}": { "en": "x", "zh-Hans": "某" } """)) + "}";

    Pack Trial() => Shelf.ReadPack(Path.Combine(folder, "Trial")).Value;

    void Sketch()
    {
        Write("pack.json", Manifest());
        Write("README.md", "# Trial");
        Write("text/en.json", "{}");
        Write("text/zh-Hans.json", "{}");
    }

    void Pilot()
    {
        Sketch();
        Write("model/a.json", """{ "type": "Thing", "source": "here", "attributes": { "level": { "unit": "MTR" } } }""");
        Write("rules/a.json", """{ "type": "Thing", "attribute": "level" }""");
        Write("sim/a.json", "[]");
    }

    [Theory]
    [InlineData("serves", "whom it serves")]
    [InlineData("voice", "how those people are heard")]
    [InlineData("proof", "by which figure it is judged")]
    [InlineData("cost", "what it costs")]
    [InlineData("keeps", "what it keeps")]
    public void A_pack_that_does_not_say_what_it_must_is_refused_in_words(string missing, string asks)
    {
        Write("pack.json", Manifest(missing));
        Shelf.ReadPack(Path.Combine(folder, "Trial")).Refusal.Message.ShouldContain(asks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"serves\": 5}")]
    [InlineData("{\"surprise\": {}}")]
    public void A_manifest_that_is_none_is_refused_and_never_throws(string json)
    {
        Write("pack.json", json);
        Shelf.ReadPack(Path.Combine(folder, "Trial")).Ok.ShouldBeFalse();
    }

    [Fact]
    public void A_refused_pack_leaves_the_others_alone()
    {
        Write("pack.json", "{");
        Directory.CreateDirectory(Path.Combine(folder, "Good"));
        File.WriteAllText(Path.Combine(folder, "Good", "pack.json"), Manifest());
        var shelf = Shelf.Read([folder, null, "/nowhere"]);
        shelf.Packs.ShouldHaveSingleItem().Name.ShouldBe("Good");
        shelf.Refused.ShouldHaveSingleItem().Message.ShouldContain("Trial");
    }

    [Fact]
    public void The_first_rung_asks_for_texts_and_a_readme()
    {
        Write("pack.json", Manifest());
        Trial().Rung.ShouldBe(Rung.None);
        Trial().Missing.ShouldContain("text/zh-Hans.json");
        Sketch();
        Trial().Rung.ShouldBe(Rung.Sketch);
    }

    [Fact]
    public void A_pilot_has_a_model_shows_something_and_needs_no_hardware()
    {
        Sketch();
        Trial().Missing.Count.ShouldBe(3);
        Pilot();
        Trial().Rung.ShouldBe(Rung.Pilot);
    }

    [Fact]
    public void A_service_speaks_of_its_own_model_only_and_has_a_story()
    {
        Pilot();
        Write("stories/a.story", "city a");
        Trial().Rung.ShouldBe(Rung.Service);
        Write("rules/b.json", """{ "type": "Thing", "attribute": "depth", "where": { "attribute": "mood", "is": "bad" } }""");
        Trial().Rung.ShouldBe(Rung.Pilot);
        string.Join(" ", Trial().Missing).ShouldSatisfyAllConditions(m => m.ShouldContain("Thing.depth"), m => m.ShouldContain("Thing.mood"));
        File.Delete(Path.Combine(folder, "Trial/rules/b.json"));
        Write("layers/a.json", """[{ "types": ["Other"] }]""");
        string.Join(" ", Trial().Missing).ShouldContain("Other");
    }

    [Fact]
    public void A_model_for_others_has_cases_and_an_indicator()
    {
        Pilot();
        Write("stories/a.story", "city a");
        Write("cases/a.json", "{}");
        Write("indicators/a.json", "{}");
        Trial().Rung.ShouldBe(Rung.Model);
        Trial().Missing.ShouldBeEmpty();
    }

    [Fact]
    public void Lighting_the_reference_pack_is_a_service()
    {
        var pack = Shelf.ReadPack(Path.Combine(Repository.Root, "packs/Lighting")).Value;
        pack.Rung.ShouldBe(Rung.Service, string.Join("; ", pack.Missing));
        pack.Models.Keys.ShouldBe(["Streetlight", "StreetlightControlCabinet"]);
        pack.Manifest.Serves["zh-Hans"].ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_rule_on_the_shelf_and_of_the_demo_can_work()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "packs"), "*.json", SearchOption.AllDirectories).Concat(Directory.GetFiles(Path.Combine(Repository.Root, "cities/demo/rules"), "*.json")).Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "rules"))
        {
            var read = Cardo.Rules.ReadRules.Read(file, "test", File.ReadAllBytes(file));
            read.Ok.ShouldBeTrue(read.Ok ? "" : string.Join("; ", read.Refusal.Details ?? [read.Refusal.Message]));
        }
    }
}
