using System.Text;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Tests.Standards.NgsiLd.Query;

public class QueryTests
{
    static readonly Entity lamp = EntityReader.Read(Encoding.UTF8.GetBytes("""
        {"id":"urn:ngsi-ld:Lamp:1","type":["Lamp","Device"],"scope":["/Tainan/East/Park"],
         "temperature":{"value":21.5,"unitCode":"CEL","observedAt":"2018-08-23T10:00:00Z","accuracy":0.5},
         "status":"on","working":true,"tags":["a","b"],"count":[1,2,3],
         "address":{"value":{"city":"Tainan","no":5,"geo":{"floor":[1,2]}}},
         "installed":{"value":{"@type":"DateTime","@value":"2017-01-01T00:00:00Z"}},"seen":"2018-01-01T00:00:00Z",
         "name":{"languageMap":{"en":"Lamp","zh":"路燈"}},"state":{"vocab":"open"},
         "speed":[{"value":10,"datasetId":"urn:d:1"},{"value":20}],
         "street":{"object":"urn:ngsi-ld:Street:7"},"quote":"say \"x\"; or | not",
         "location":{"type":"Point","coordinates":[120.2,23.0]}}
        """), LdContext.Core, ReadOptions.Whole).Value.With(createdAtUs: 1_500_000_000_000_000, modifiedAtUs: 1_600_000_000_000_000);

    [Theory]
    [InlineData("temperature>20", true)]
    [InlineData("temperature>=21.5;temperature<=21.5", true)]
    [InlineData("temperature==20..22", true)]
    [InlineData("temperature!=20..22", false)]
    [InlineData("temperature==1,21.5", true)]
    [InlineData("temperature>\"20\"", false)]
    [InlineData("temperature.accuracy<1", true)]
    [InlineData("temperature.unitCode==\"CEL\"", true)]
    [InlineData("temperature.observedAt>=2018-08-23T00:00:00Z", true)]
    [InlineData("temperature.observedAt==2018-08-23T18:00:00+08:00", true)]
    [InlineData("temperature", true)]
    [InlineData("!temperature", false)]
    [InlineData("!nothing", true)]
    [InlineData("nothing", false)]
    [InlineData("nothing!=5", false)]
    [InlineData("nothing==5", false)]
    [InlineData("status==\"on\"", true)]
    [InlineData("status==on", true)]
    [InlineData("status!=\"off\"", true)]
    [InlineData("status~=^o.$", true)]
    [InlineData("status~=\"(off|on)\"", true)]
    [InlineData("status~=(off|on);working==true", true)]
    [InlineData("status!~=x", true)]
    [InlineData("working==true", true)]
    [InlineData("working==false", false)]
    [InlineData("tags==\"b\"", true)]
    [InlineData("tags!=\"b\"", false)]
    [InlineData("tags!=\"c\"", true)]
    [InlineData("count>2", true)]
    [InlineData("address[city]==\"Tainan\"", true)]
    [InlineData("address[geo.floor]==2", true)]
    [InlineData("address[no]>4", true)]
    [InlineData("address[nothing]", false)]
    [InlineData("!address[nothing]", true)]
    [InlineData("installed<2018-01-01T00:00:00Z", true)]
    [InlineData("seen==2018-01-01T08:00:00+08:00", true)]
    [InlineData("name[zh]==\"路燈\"", true)]
    [InlineData("name[*]==\"Lamp\"", true)]
    [InlineData("name[fr]==\"Lamp\"", false)]
    [InlineData("state==\"open\"", true)]
    [InlineData("state==open", true)]
    [InlineData("speed>15", true)]
    [InlineData("speed==10", true)]
    [InlineData("street==urn:ngsi-ld:Street:7", true)]
    [InlineData("street==\"urn:ngsi-ld:Street:7\"", true)]
    [InlineData("quote==\"say \\\"x\\\"; or | not\"", true)]
    [InlineData("createdAt<2018-01-01T00:00:00Z", true)]
    [InlineData("modifiedAt>2018-01-01T00:00:00Z", true)]
    [InlineData("https://uri.etsi.org/ngsi-ld/default-context/temperature>20", true)]
    public void A_term_holds_or_does_not(string q, bool holds) => QFilter.Parse(q, LdContext.Core).Value.Matches(lamp).ShouldBe(holds);

    // Clause 4.9: ";" is evaluated before "|".
    [Theory]
    [InlineData("working==true|nothing==1;nothing==2", true)]
    [InlineData("(working==true|nothing==1);nothing==2", false)]
    [InlineData("nothing==1;nothing==2|working==true", true)]
    [InlineData("nothing==1;(nothing==2|working==true)", false)]
    public void And_binds_tighter_than_or(string q, bool holds) => QFilter.Parse(q, LdContext.Core).Value.Matches(lamp).ShouldBe(holds);

    [Theory]
    [InlineData("")]
    [InlineData("temperature>")]
    [InlineData("temperature>20;")]
    [InlineData("(temperature>20")]
    [InlineData("temperature>20)")]
    [InlineData(">20")]
    [InlineData("status==\"on")]
    [InlineData("status~=(?<=x)y")]
    [InlineData("status~=[")]
    [InlineData("temperature>1,2")]
    [InlineData("temperature>1..2")]
    [InlineData("!temperature==5")]
    [InlineData("address[city==1")]
    [InlineData("street{Street}.name==\"x\"")]
    [InlineData("a b==1")]
    public void What_cannot_be_read_is_told(string q) => QFilter.Parse(q, LdContext.Core).Error.Kind.ShouldBe(LdErrorKind.BadRequestData);

    [Fact]
    public void What_would_cost_too_much_is_too_complex()
    {
        QFilter.Parse(string.Join('|', Enumerable.Repeat("a==1", 500)), LdContext.Core).Error.Kind.ShouldBe(LdErrorKind.TooComplexQuery);
        QFilter.Parse(new string('(', 100) + "a" + new string(')', 100), LdContext.Core).Error.Kind.ShouldBe(LdErrorKind.TooComplexQuery);
        QFilter.Parse("a~=" + new string('a', 1000), LdContext.Core).Error.Kind.ShouldBe(LdErrorKind.TooComplexQuery);
        QFilter.Parse("a~=(x{1000}){1000}", LdContext.Core).Error.Kind.ShouldBe(LdErrorKind.TooComplexQuery);
    }

    [Fact]
    public void A_planner_sees_what_must_hold()
    {
        var q = QFilter.Parse("temperature>20;(a==1|b==2)", LdContext.Core).Value;
        q.Necessary.ShouldHaveSingleItem().Attribute.ShouldBe(LdContext.Core.Expand("temperature"));
        q.Attributes.Count.ShouldBe(3);
        TypeQuery.Parse("Lamp,Pole", LdContext.Core).Value.IsExact.ShouldBeTrue();
        TypeQuery.Parse("(Lamp;Device)|Pole", LdContext.Core).Value.IsExact.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Lamp", true)]
    [InlineData("Pole", false)]
    [InlineData("Pole,Lamp", true)]
    [InlineData("Pole|Lamp", true)]
    [InlineData("Lamp;Device", true)]
    [InlineData("(Lamp;Pole)|Device", true)]
    [InlineData("Lamp;Pole", false)]
    public void Types_are_selected(string type, bool holds) => TypeQuery.Parse(type, LdContext.Core).Value.Matches(lamp).ShouldBe(holds);

    [Theory]
    [InlineData("/Tainan/East/Park", true)]
    [InlineData("/Tainan/East", false)]
    [InlineData("/Tainan/#", true)]
    [InlineData("/Tainan/East/Park/#", true)]
    [InlineData("/Tainan/+/Park", true)]
    [InlineData("/Tainan/+", false)]
    [InlineData("/#", true)]
    [InlineData("/Kaohsiung/#,/Tainan/#", true)]
    [InlineData("/Kaohsiung/#;/Tainan/#", false)]
    public void Scopes_are_selected(string scope, bool holds) => ScopeQuery.Parse(scope).Value.Matches(lamp).ShouldBe(holds);

    [Theory]
    [InlineData("near;maxDistance==2000", "Point", "[120.21,23.0]", true)]
    [InlineData("near;maxDistance=1000", "Point", "[120.21,23.0]", false)]
    [InlineData("near;minDistance==1000", "Point", "[120.21,23.0]", true)]
    [InlineData("near;maxDistance==1100", "LineString", "[[120.21,22],[120.21,24]]", true)]
    [InlineData("within", "Polygon", "[[[120,22],[121,22],[121,24],[120,24],[120,22]]]", true)]
    [InlineData("within", "Polygon", "[[[121,22],[122,22],[122,24],[121,24],[121,22]]]", false)]
    [InlineData("intersects", "Polygon", "[[[120,22],[121,22],[121,24],[120,24],[120,22]]]", true)]
    [InlineData("disjoint", "Polygon", "[[[120,22],[121,22],[121,24],[120,24],[120,22]]]", false)]
    [InlineData("equals", "Point", "[120.2,23.0]", true)]
    [InlineData("contains", "Point", "[120.2,23.0]", true)]
    [InlineData("overlaps", "Polygon", "[[[120,22],[121,22],[121,24],[120,24],[120,22]]]", false)]
    public void Geometries_are_selected(string rel, string geometry, string coordinates, bool holds) =>
        GeoQuery.Parse(rel, geometry, coordinates, null, LdContext.Core).Value.Matches(lamp).ShouldBe(holds);

    [Theory]
    [InlineData("near", "Point", "[1,2]")]
    [InlineData("near;maxDistance==-1", "Point", "[1,2]")]
    [InlineData("near;maxDistance==NaN", "Point", "[1,2]")]
    [InlineData("beside", "Point", "[1,2]")]
    [InlineData("within", "Point", "1,2")]
    [InlineData("within", "Point", "[")]
    [InlineData("within", "Circle", "[1,2]")]
    [InlineData("within", "Polygon", "[[[0,0],[1,1],[2,2]]]")]
    [InlineData("within", null, "[1,2]")]
    public void A_bad_geo_query_is_told(string rel, string? geometry, string coordinates) =>
        GeoQuery.Parse(rel, geometry, coordinates, null, LdContext.Core).Error.Kind.ShouldBe(LdErrorKind.BadRequestData);

    [Theory]
    [InlineData("PT1H", 0, 3_600_000_000)]
    [InlineData("P1D", 0, 86_400_000_000)]
    [InlineData("P1Y2M", 14, 0)]
    [InlineData("P2W", 0, 1_209_600_000_000)]
    [InlineData("PT0.5S", 0, 500_000)]
    [InlineData("PT0S", 0, 0)]
    public void Periods_are_read(string text, int months, long us)
    {
        LdPeriod.TryParse(text, out var period).ShouldBeTrue();
        period.ShouldBe(new LdPeriod(months, us));
    }

    [Theory]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("1H")]
    [InlineData("P1H")]
    [InlineData("P1D1Y")]
    [InlineData("P1.5M")]
    [InlineData("PT999999999999H")]
    public void What_is_no_period_is_refused(string text) => LdPeriod.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Any_text_gives_a_filter_or_an_error_and_never_throws()
    {
        var random = new Random(7);
        const string alphabet = "ab.[]()\";|,!=<>~*+#/{}\\0123T:Z- ..";
        for (var i = 0; i < 30_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (QFilter.Parse(text, LdContext.Core).Try(out var q, out _)) q.Matches(lamp);
            if (TypeQuery.Parse(text, LdContext.Core).Try(out var t, out _)) t.Matches(lamp);
            if (ScopeQuery.Parse(text).Try(out var s, out _)) s.Matches(lamp);
            GeoQuery.Parse("near;" + text, "Point", text, null, LdContext.Core);
            LdPeriod.TryParse("P" + text, out _);
        }
    }
}
