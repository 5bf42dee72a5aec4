using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Tests.Sensing;

/// <summary>What is doubtful on its way from a device to the twin.</summary>
public sealed class QualityTests
{
    [Fact]
    public async Task A_late_observation_is_kept_and_marked_and_does_not_become_current()
    {
        await using var house = await SensingHouse.Open();
        var who = (await house.Login("one", house.Device("one"))).Value;
        await house.Publish(who, "things/one/up", """{"temperature": 21, "observedAt": "2018-08-23T10:00:00Z"}""");
        await house.Publish(who, "things/one/up", """{"temperature": 19, "observedAt": "2018-08-23T09:00:00Z"}""");
        house.Number("one", "temperature").ShouldBe(21);
        var series = house.Twin.History("", "urn:ngsi-ld:Device:one", Names.Default("temperature")).ShouldNotBeNull();
        series.Range(0, Instants.MaxUs, 10).Select(s => (s.Number, s.Quality)).ShouldBe([(19, Quality.Late), (21, Quality.Good)]);
    }

    [Fact]
    public async Task A_clock_a_little_ahead_is_marked_and_its_claim_stays_visible()
    {
        await using var house = await SensingHouse.Open();
        var who = (await house.Login("one", house.Device("one"))).Value;
        await house.Publish(who, "things/one/up", """{"temperature": 21, "observedAt": "2018-08-23T10:01:00Z"}""");
        var temperature = house.Attribute("one", "temperature")!;
        (Instants.Format(temperature.ObservedAtUs), (Quality)temperature.Doubts).ShouldBe(("2018-08-23T10:00:00Z", Quality.ClockSkew));
        temperature.Find(Names.Default("claimedAt"))!.Value.Text.ShouldBe("2018-08-23T10:01:00Z");
    }

    [Fact]
    public async Task Judging_goes_on_after_a_restart_where_it_stopped()
    {
        string folder, key;
        await using (var house = await SensingHouse.Open(keep: true))
        {
            (folder, key) = (house.Folder, house.Device("one"));
            await house.Publish((await house.Login("one", key)).Value, "things/one/up", """{"temperature": 10, "observedAt": "2018-08-23T09:59:30Z"}""");
        }
        await using var again = await SensingHouse.Open(folder: folder);
        await again.Publish((await again.Login("one", key)).Value, "things/one/up", """{"temperature": 40}""");
        ((Quality)again.Attribute("one", "temperature")!.Doubts).ShouldBe(Quality.Rate);
        again.Ingest.Rates().DoubtfulBy[Quality.Rate].ShouldBe(1);
    }
}
