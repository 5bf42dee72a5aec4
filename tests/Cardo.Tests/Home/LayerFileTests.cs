using System.Text;
using Cardo.Home;
using Cardo.Home.Layers;
using Cardo.Kernel;
using Cardo.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cardo.Tests.Home;

public sealed class LayerFileTests
{
    const string Good = """{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"]}""";

    static Outcome<IReadOnlyList<Layer>> Read(string json) => LayerFile.Read(Encoding.UTF8.GetBytes(json), "test");

    [Fact]
    public void One_layer_or_several_are_read() =>
        (Read(Good).Value.Count, Read($"[{Good},{Good}]").Value.Count, Read("[]").Value.Count).ShouldBe((1, 2, 0));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("{")]
    [InlineData("42")]
    [InlineData("""{"id":"A b","title":{"en":"A","zh-Hans":"甲"},"types":["T"]}""")]
    [InlineData("""{"id":"a","title":{"en":"A"},"types":["T"]}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":[]}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"],"colour":"red"}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"],"paint":{"color":"#ff0000"}}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"],"paint":{"icon":"unicorn"}}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"],"states":[{"tone":"panic","attribute":"x","op":">","than":1}]}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"],"states":[{"tone":"warn","attribute":"x","op":"~","than":1}]}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"],"states":[{"tone":"warn","attribute":"x","op":">"}]}""")]
    [InlineData("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"],"states":[{"tone":"warn","attribute":"x","op":">","thanText":"y"}]}""")]
    public void What_is_wrong_is_refused_and_never_thrown(string json)
    {
        var read = Read(json);
        if (json == "null") read.Value.ShouldBeEmpty();
        else read.Ok.ShouldBeFalse();
    }

    [Fact]
    public void Every_layer_that_comes_with_the_house_its_packs_and_its_cities_is_right()
    {
        var folders = new[] { "packs", "cities" }.Select(f => Path.Combine(Repository.Root, f)).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).Select(d => Path.Combine(d, "layers")).Where(Directory.Exists).ToList();
        folders.ShouldNotBeEmpty();
        foreach (var file in folders.SelectMany(f => Directory.GetFiles(f, "*.json")))
            LayerFile.Read(File.ReadAllBytes(file), "test").Ok.ShouldBeTrue($"{file}: {LayerFile.Read(File.ReadAllBytes(file), "test")}");
        Shelf().BaseLayers.Count.ShouldBeGreaterThan(4);
        Shelf().LiveLayers.Count.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void A_city_may_say_a_layer_better_and_a_broken_file_is_left_out()
    {
        var folder = Directory.CreateTempSubdirectory("cardo-layers-").FullName;
        File.WriteAllText(Path.Combine(folder, "a.json"), """{"id":"air","title":{"en":"Our air","zh-Hans":"本市空气"},"types":["AirQualityObserved"]}""");
        File.WriteAllText(Path.Combine(folder, "b.json"), "{ broken");
        Shelf(new LayerFolder(folder, "city")).Find("air")!.TitleIn("en").ShouldBe("Our air");
        Directory.Delete(folder, true);
    }

    static LayerShelf Shelf(params LayerFolder[] folders) =>
        new(new Settings(new Dictionary<string, string>()) { DataDir = "", Store = "" }, folders, new Cardo.Ui.Texts([typeof(Cardo.Ui.Texts).Assembly]), NullLogger<LayerShelf>.Instance);
}
