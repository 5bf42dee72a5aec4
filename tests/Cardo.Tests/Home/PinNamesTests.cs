using System.Text;
using Cardo.Home.Find;
using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using NetTopologySuite.Geometries;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Home;

public sealed class PinNamesTests
{
    static Pin Pin()
    {
        var layer = LayerFile.Read("""{"id":"a","title":{"en":"A","zh-Hans":"甲"},"types":["T"]}"""u8.ToArray(), "test").Value[0];
        var place = GeoValue.From("""{"type":"Point","coordinates":[120.2,23]}"""u8.ToArray(), new Envelope(120.2, 120.2, 23, 23), _ => new Point(120.2, 23));
        var names = Encoding.UTF8.GetBytes("""{"en":"Container 1, Mill Road","zh-Hans":"磨坊路垃圾箱1号"}""");
        return MakePin.From(new Entity
        {
            Id = "urn:ngsi-ld:T:1",
            Types = [Names.Default("T")],
            Attributes =
            [
                new Attribute { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(place) },
                new Attribute { Name = Names.Default("name"), Kind = AttributeKind.LanguageProperty, Value = Value.OfJson(names) },
            ],
        }, layer, 0)!;
    }

    [Fact]
    public void A_thing_is_called_in_the_readers_language_or_in_the_next_one_it_has() =>
        (Pin().NameIn("en"), Pin().NameIn("zh-Hans"), Pin().NameIn("zh-Hant")).ShouldBe(("Container 1, Mill Road", "磨坊路垃圾箱1号", "磨坊路垃圾箱1号"));

    [Theory]
    [InlineData("mill", true)]
    [InlineData("磨坊", true)]
    [InlineData("harbour", false)]
    public void A_thing_is_found_by_any_of_its_names(string text, bool found) => ListThings.Matches(Pin(), text).ShouldBe(found);
}
