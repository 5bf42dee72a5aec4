using Cardo.Indicators;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Indicators;

/// <summary>The score as people see it, from the whole program.</summary>
public class ScorePagesTests
{
    [Fact]
    public async Task A_score_leads_to_its_rows_and_a_published_one_stays_as_it_was()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("cardo-score-").FullName;
        var settings = new Settings(new Dictionary<string, string>()) { DataDir = folder, Store = "sqlite:", Port = 0, MqttPort = 0, CityDir = Path.Combine(Repository.Root, "cities", "demo") };
        var clock = new HandClock(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero));
        await using (var app = CityApp.Build(settings, clock).Value)
        {
            await app.Start(cancel);
            var (twin, desk) = (app.Services.GetRequiredService<TwinDesk>(), app.Services.GetRequiredService<ScoreDesk>());
            using var client = new HttpClient { BaseAddress = new Uri(app.Url) };
            (await client.GetStringAsync("/score?lang=en", cancel)).ShouldContain("withheld");
            (await desk.Publish()).Refusal.Code.ShouldBe("score-withheld");

            await Write(twin, clock, 19);
            await Until(clock, () => desk.Now()!.Find("pm25")!.Value!.Value == 19 && desk.Now()!.Find("quiet")!.Score == 100);
            var page = await client.GetStringAsync("/score?lang=en", cancel);
            page.ShouldContain("How Linhe fares");
            page.ShouldContain("href=\"/score/pm25\"");
            (await client.GetStringAsync("/score/pm25", cancel)).ShouldContain("/things/" + Uri.EscapeDataString("urn:ngsi-ld:AirQualityObserved:1"));
            (await client.GetStringAsync("/score.csv", cancel)).ShouldContain("pm25,environment,Fine dust,µg/m³,19,80,");
            (await client.GetAsync("/score/nothing", cancel)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

            var entry = (await desk.Publish()).Value;
            var before = desk.Now()!.Whole.Score;
            await Write(twin, clock, 75);
            // At once, whatever a page showed a moment ago: the figure published is the city's, not the page's.
            (await desk.Publish()).Ok.ShouldBeTrue();
            desk.Vintages()[0].Scores["pm25"].ShouldBe(0);
            await Until(clock, () => desk.Now()!.Find("pm25")!.Value!.Value == 75);
            desk.Now()!.Whole.Score.ShouldBeLessThan(before);
            var vintage = desk.Vintages().Single(v => v.Entry == entry);
            (vintage.Entry, vintage.Scores["pm25"]).ShouldBe((entry, 80.0));
            vintage.Scores[""].ShouldBe(before, 1e-5);
            (await client.GetStringAsync("/score", cancel)).ShouldContain($"/score/vintages/{entry}");
            (await client.GetStringAsync($"/score/vintages/{entry}?lang=en", cancel)).ShouldContain("Published score of");
            (await client.GetStringAsync("/score/vintages", cancel)).ShouldContain($"\"entry\":{entry}");
            (await client.GetStringAsync("/score/pm25?value=5&lang=en", cancel)).ShouldContain("Its score would be 100.00");
            (await client.GetStringAsync("/score/pm25?value=much&lang=en", cancel)).ShouldContain("is not a number");
            (await client.GetStringAsync("/score/pm25/what-if?value=5", cancel)).ShouldContain("\"score\":100");
            (await client.GetStringAsync("/score/pm25/rows.csv", cancel)).ShouldContain("urn:ngsi-ld:AirQualityObserved:1,75,");
            (await client.GetAsync("/score/panel.csv?type=AirQualityObserved&attribute=pm25&by=hour", cancel)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
            (await client.GetStringAsync("/score/panel.csv?type=AirQualityObserved&attribute=pm25", cancel)).ShouldContain("urn:ngsi-ld:AirQualityObserved:1,2026-05,47,2");
            (await client.GetStringAsync("/frameworks/iso37120-2018?lang=en", cancel)).ShouldContain("href=\"/score/pm25\"");
            (await client.GetStringAsync("/score?lang=en", cancel)).ShouldContain("Three generations");
            (await client.GetStringAsync("/frameworks/iso37120-2018", cancel)).ShouldContain("recalled");
        }
        Directory.Delete(folder, recursive: true);
    }

    // News of what was written comes a moment after it.
    static async Task Until(HandClock clock, Func<bool> so)
    {
        for (var i = 0; i < 200; i++)
        {
            clock.Advance(ScoreDesk.Rest);
            if (so()) return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        throw new Xunit.Sdk.XunitException("it did not come to that");
    }

    static async Task Write(TwinDesk twin, HandClock clock, double pm25)
    {
        Attribute One(string name, double value) => new() { Name = Names.Default(name), Value = Value.Of(value), ObservedAtUs = clock.NowUs() };
        Entity Thing(string type, params Attribute[] attributes) => new() { Id = $"urn:ngsi-ld:{type}:1", Types = [Names.Default(type)], Attributes = attributes };
        foreach (var done in await twin.Write("", [new UpsertEntity(Thing("AirQualityObserved", One("pm25", pm25), One("no2", 40))), new UpsertEntity(Thing("NoiseLevelObserved", One("LAeq", 50)))])) done.Ok.ShouldBeTrue();
    }
}
