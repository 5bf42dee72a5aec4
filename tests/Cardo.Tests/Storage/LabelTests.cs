using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Tests.Storage;

public sealed class LabelTests
{
    static readonly string[] Attributes = ["temperature", "state", "level"];

    static SeriesName Name(int thing, int attribute) => new("", "urn:" + thing, Attributes[attribute]);

    static void Describe(TestCity city, int thing)
    {
        lock (city.Log.Gate) city.Series.Describe("", "urn:" + thing, Label(thing));
    }

    static ThingLabel Label(int thing) => new(thing % 4 == 0 ? ["Lamp", "Sensor"] : [thing % 2 == 0 ? "Lamp" : "Gauge"], 120 + thing / 1000.0, 23 + thing % 10 / 100.0);

    static List<NewestSample> Ask(TestCity city, SeriesFilter filter, int most = int.MaxValue)
    {
        var found = new List<NewestSample>();
        city.Series.Newest(filter, found, most);
        foreach (var (series, sample) in found) series.Newest.ShouldBe(sample);
        return found;
    }

    static int Number(NewestSample n) => int.Parse(n.Series.Name.Entity.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);

    static TestCity Filled()
    {
        var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 10));
        city.Series.Describing = (_, id) => int.Parse(id.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture) is var thing && thing % 3 == 0 ? Label(thing) : null;
        for (var thing = 0; thing < 300; thing++)
        {
            for (var i = 0; i < thing % 25; i++)
            {
                city.Append(Name(thing, 0), Sample.Of(i * 1_000_000, thing + i / 10.0));
                city.Append(Name(thing, 1), new Sample(i * 1_000_000, SampleKind.Text, 0, "s" + i, Quality.Late, false));
            }
            if (thing % 3 != 0) Describe(city, thing);
        }
        return city;
    }

    [Fact]
    public async Task The_newest_of_all_are_found_by_attribute_type_place_and_value()
    {
        await using var city = Filled();
        for (var round = 0; round < 2; round++)
        {
            Ask(city, new SeriesFilter(Attribute: "temperature")).Count.ShouldBe(288);
            Ask(city, new SeriesFilter(Attribute: "state"))[^1].Sample.ShouldBe(new Sample(23_000_000, SampleKind.Text, 0, "s23", Quality.Late, false));
            Ask(city, new SeriesFilter()).Count.ShouldBe(576);
            Ask(city, new SeriesFilter(Attribute: "nothing")).ShouldBeEmpty();
            Ask(city, new SeriesFilter(Attribute: "temperature", Type: "Sensor")).ShouldAllBe(n => Number(n) % 4 == 0);
            Ask(city, new SeriesFilter(Attribute: "temperature", Type: "Lamp")).Count.ShouldBe(144);
            var near = Ask(city, new SeriesFilter(Attribute: "temperature", Type: "Gauge", Box: new PlaceBox(120.0995, 22.5, 120.2005, 23.055)) { Least = 110 });
            near.Select(n => n.Series.Name.Entity).ShouldBe(Enumerable.Range(100, 101)
                .Where(t => t % 2 == 1 && t % 10 <= 5 && t % 25 > 0 && t + (t % 25 - 1) / 10.0 >= 110).Select(t => "urn:" + t));
            Ask(city, new SeriesFilter(Attribute: "temperature") { Least = 20, Greatest = 21 }).ShouldAllBe(n => n.Sample.Number >= 20 && n.Sample.Number <= 21);
            Ask(city, new SeriesFilter(Attribute: "temperature"), most: 7).Count.ShouldBe(7);
            city.Series.Find(new SeriesFilter(Attribute: "temperature", Type: "Sensor")).Count.ShouldBe(72);
            await city.Restart();
            for (var thing = 0; thing < 300; thing++) Describe(city, thing);
        }
    }

    [Fact]
    public async Task A_slot_of_a_forgotten_series_is_taken_by_the_next_and_the_old_handle_says_nothing()
    {
        await using var city = Filled();
        var old = city.Series.Find(Name(24, 1))!;
        lock (city.Log.Gate) city.Series.Forget("", "urn:24");
        old.Newest.ShouldBeNull();
        Ask(city, new SeriesFilter(Attribute: "temperature")).ShouldNotContain(n => n.Series.Name.Entity == "urn:24");
        city.Series.Describing = null;
        city.Append(new SeriesName("", "urn:new", "state"), Sample.Of(5, 5));
        old.Newest.ShouldBeNull();
        city.Series.Find(new SeriesName("", "urn:new", "state"))!.Newest.ShouldBe(Sample.Of(5, 5));
        // What was said of the thing holds for its new history.
        city.Append(Name(24, 0), Sample.Of(7, 7));
        Ask(city, new SeriesFilter(Attribute: "temperature", Type: "Sensor")).ShouldContain(n => n.Series.Name.Entity == "urn:24" && n.Sample.Number == 7);
    }

    [Fact]
    public async Task Readers_beside_the_writer_never_see_half_a_sample()
    {
        await using var city = new TestCity(Engine.Sqlite);
        for (var thing = 0; thing < 200; thing++) city.Append(Name(thing, 0), Sample.Of(0, 0));
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var found = new List<NewestSample>();
            while (!stop.IsCancellationRequested)
            {
                city.Series.Newest(new SeriesFilter(Attribute: "temperature"), found);
                found.Count.ShouldBeGreaterThanOrEqualTo(200);
                foreach (var (series, sample) in found)
                {
                    sample.Number.ShouldBe(sample.AtUs);
                    series.Newest!.Value.AtUs.ShouldBeGreaterThanOrEqualTo(sample.AtUs);
                }
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 1; i < 300; i++)
            for (var thing = 0; thing < 200 + i; thing++) city.Append(Name(thing, 0), Sample.Of(i, i));
        await stop.CancelAsync();
        await reader;
    }
}
