using Cardo.Indicators;
using Cardo.Tests.Support;

namespace Cardo.Tests.Indicators;

/// <summary>Frameworks are data: those that come with the program, and what a city brings.</summary>
public class FrameworkTests
{
    static readonly FrameworkDesk desk = new();

    [Theory]
    [InlineData("gbt33356-2016", "first-level", 8)]
    [InlineData("gbt33356-2016", "second-level", 21)]
    [InlineData("iso37120-2018", "core", 45)]
    [InlineData("iso37120-2018", "supporting", 59)]
    [InlineData("iso37120-2014", "core", 46)]
    [InlineData("iso37120-2014", "supporting", 54)]
    [InlineData("iso37122-2019", "indicator", 80)]
    [InlineData("iso37123-2019", "indicator", 68)]
    [InlineData("u4ssc-91", "core", 55)]
    [InlineData("u4ssc-91", "advanced", 36)]
    [InlineData("giffinger-2007", "characteristic", 6)]
    [InlineData("giffinger-2007", "factor", 31)]
    [InlineData("cohen-wheel", "element", 6)]
    [InlineData("cohen-wheel", "working area", 18)]
    [InlineData("cohen-wheel", "sub-indicator", 46)]
    [InlineData("ibm-3x3", "system", 3)]
    [InlineData("ibm-3x3", "subsystem", 9)]
    [InlineData("three-generations", "generation", 3)]
    public void Each_framework_has_as_many_as_it_is_known_for(string id, string kind, int count) => desk.Find(id)!.Items.Count(i => i.Kind == kind).ShouldBe(count);

    [Fact]
    public void Giffinger_has_seventy_four_indicators() => desk.Find("giffinger-2007")!.Items.Count(i => i.Kind.StartsWith("indicator", StringComparison.Ordinal)).ShouldBe(74);

    [Fact]
    public void The_national_criteria_weigh_thirty_seven_to_twenty()
    {
        var first = desk.Find("gbt33356-2016")!.Children("").Select(i => i.Weight).ToArray();
        first.ShouldBe([.37, .09, .08, .07, .07, .08, .04, .20]);
        desk.Find("gbt33356-2016")!.Items.ShouldContain(i => i.Provenance == "recalled");
    }

    [Fact]
    public void One_measurement_feeds_every_framework_that_asks_for_it() =>
        desk.Crossings.Where(c => c.Measure == "unemployment_rate").Select(c => c.Framework).ShouldBe(["iso37120-2018", "iso37120-2014", "u4ssc-91", "citykeys-city", "giffinger-2007"]);

    [Fact]
    public void Every_framework_of_the_shared_facts_is_here()
    {
        var shared = Repository.Shared("index/frameworks");
        foreach (var file in Directory.EnumerateFiles(shared, "*.csv"))
        {
            var ids = Asked.CsvAt(file).Select(r => r["id"]).ToHashSet();
            desk.All.ShouldContain(f => ids.IsSubsetOf(f.Items.Select(i => i.Id)), file);
        }
    }

    [Theory]
    [InlineData("a,b,A,%,+,,x,verified\nb,a,B,%,+,,x,verified\n", "its own ancestor")]
    [InlineData("a,,A,,,,x,verified\nb,a,B,,+,,x,verified\n", "mine.csv line 3, column unit: the unit of \"b\" is missing")]
    [InlineData("a,,A,,,,x,verified\nb,a,B,%,+,0.5,x,verified\nc,a,C,%,+,0.4,x,verified\n", "the weights of the children of \"a\" sum to 0.9")]
    [InlineData("a,,A,,,,x,verified\nb,a,B,%,+,-1,x,verified\nc,a,C,%,+,2,x,verified\n", "a weight is never negative")]
    [InlineData("a,,A,,,,x,verified\nb,a,B,%,+,,x,\n", "mine.csv line 3, column provenance")]
    [InlineData("a,,A,,,,x,verified\nb,a,B,%,up and down,,x,verified\n", "\"up and down\" is not a direction")]
    public void A_citys_own_framework_with_a_fault_is_refused_with_its_place(string lines, string said)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-framework-").FullName;
        File.WriteAllText(Path.Combine(folder, "frameworks.csv"), "id,title,provenance,coverage\nmine,Mine,own,0.5\n");
        File.WriteAllText(Path.Combine(folder, "mine.csv"), "id,parent,name,unit,direction,weight,formula,provenance\n" + lines);
        var refusal = FrameworkDesk.Read(folder).Refusal;
        string.Join('\n', [refusal.Message, .. refusal.Details ?? []]).ShouldContain(said);
    }
}
