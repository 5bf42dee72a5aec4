using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing;
using Cardo.Storage;
using Cardo.Tests.Support;
using Cardo.Twin;

namespace Cardo.Tests.Sensing;

public sealed class ThingDeskTests
{
    static string Address(Engine engine) => engine == Engine.Sqlite ? "sqlite:city.db" : PostgresServer.NewDatabase();

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_registered_thing_keeps_its_name_type_place_and_profile_over_a_restart(Engine engine)
    {
        var files = new Dictionary<string, string> { ["profiles/lamp.json"] = """{"profile": "lamp", "type": "Streetlight", "attributes": [{"name": "intensity", "path": "$.i", "scale": 2, "range": [0, 100]}]}""" };
        var store = Address(engine);
        string folder, key;
        await using (var house = await SensingHouse.Open(files, store: store, keep: true))
        {
            folder = house.Folder;
            key = house.Devices.Add(new Thing("l1", "Lamp at the gate", "lamp", Lon: 120.2, Lat: 22.99), "test").Value.Key;
        }
        await using var again = await SensingHouse.Open(files, folder: folder, store: store);
        again.Things.Find("l1").ShouldBe(new Thing("l1", "Lamp at the gate", "lamp", Lon: 120.2, Lat: 22.99));
        var who = (await again.Login("l1", key)).Value;
        (await again.Publish(who, "things/l1/up", """{"i": 60}""")).Refused.ShouldBeFalse();
        var entity = again.Twin.Find("", "urn:ngsi-ld:Streetlight:l1").ShouldNotBeNull();
        entity.Find(Names.Location)!.Value.Geo!.MinX.ShouldBe(120.2);
        entity.Find(Names.Default("name"))!.Value.Text.ShouldBe("Lamp at the gate");
        var intensity = again.Attribute("l1", "intensity", "Streetlight")!;
        (intensity.Value.Number, (Quality)intensity.Doubts).ShouldBe((120, Quality.Range));
        var stream = again.Things.Datastreams("l1").Single(d => d.Property.Name == "intensity");
        (stream.Doubtful, stream.Property.Max, stream.Profile).ShouldBe((1, 100, "lamp"));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Two_thousand_devices_get_a_key_of_their_own_in_one_transaction_all_or_none(Engine engine)
    {
        await using var house = await SensingHouse.Open(store: Address(engine));
        var devices = Enumerable.Range(0, 2000).Select(i => new Thing($"d{i:0000}", $"Device {i}", Type: "Lamp", Lon: 120 + i * 1e-4, Lat: 23)).ToList();
        house.Devices.Add([.. devices, new Thing("bad id")], "test").Refusal.Code.ShouldBe("thing-id-invalid");
        house.Things.All().ShouldBeEmpty();
        house.Keys.List(KeyKind.Device).ShouldBeEmpty();
        var issued = house.Devices.Add(devices, "test").Value;
        issued.Select(i => i.Key).Distinct().Count().ShouldBe(2000);
        (await house.Login("d1234", issued[1234].Key)).Ok.ShouldBeTrue();
        (await house.Login("d1235", issued[1234].Key)).Ok.ShouldBeFalse();
        house.Devices.Add(devices, "test").Refusal.Code.ShouldBe("device-exists");
        house.Devices.List().Count.ShouldBe(2000);
    }

    [Fact]
    public async Task A_rotated_key_works_beside_the_old_one_for_its_grace_and_a_revoked_one_never()
    {
        await using var house = await SensingHouse.Open();
        var old = house.Device("one");
        house.Devices.Add(new Thing("one"), "test").Refusal.Code.ShouldBe("device-exists");
        var fresh = house.Devices.Rotate("one", TimeSpan.FromHours(1), "test").Value.Secret;
        (await house.Login("one", old)).Ok.ShouldBeTrue();
        (await house.Login("one", fresh)).Ok.ShouldBeTrue();
        var newest = house.Devices.Rotate("one", TimeSpan.Zero, "test").Value.Secret;
        (await house.Login("one", fresh)).Ok.ShouldBeFalse();
        (await house.Login("one", newest)).Ok.ShouldBeTrue();
        house.Devices.Revoke("one", "test").Value.ShouldBeGreaterThanOrEqualTo(1);
        (await house.Login("one", newest)).Ok.ShouldBeFalse();
        house.Devices.Rotate("one", TimeSpan.Zero, "test").Refusal.Code.ShouldBe("key-not-found");
    }

    [Fact]
    public async Task An_officer_sees_since_when_a_device_is_silent_its_battery_and_its_quality()
    {
        await using var house = await SensingHouse.Open();
        var who = (await house.Login("one", house.Device("one"))).Value;
        house.Device("never");
        foreach (var value in new[] { 20, 21, 99, 22 })
        {
            await house.Publish(who, "things/one/up", $$"""{"temperature": {{value}}, "batteryLevel": 80}""");
            house.Clock.Advance(TimeSpan.FromMinutes(10));
        }
        await house.Publish(who, "things/one/up", "broken");
        var one = house.Devices.Find("one").ShouldNotBeNull();
        (one.Silent_s, one.Battery, one.Messages, one.Refused, one.HasKey).ShouldBe((600, 0.8, 4, 1, true));
        one.GoodShare.ShouldBe(7.0 / 8);
        house.Devices.Find("never")!.Silent_s.ShouldBe(-1);
        house.Devices.Find("nobody").ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_is_not_registered()
    {
        await using var house = await SensingHouse.Open();
        foreach (var (thing, code) in new (Thing, string)[]
        {
            (new("a/b"), "thing-id-invalid"), (new(""), "thing-id-invalid"), (new(".."), "thing-id-invalid"), (new("x", Profile: "none"), "profile-unknown"),
            (new("x", Type: "two words"), "thing-type-invalid"), (new("x", EntityId: "no uri"), "thing-entity-invalid"), (new("x", Lon: 1), "thing-place-invalid"), (new("x", Lon: 181, Lat: 0), "thing-place-invalid"),
        })
            house.Things.Register(thing).Refusal.Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_profile_that_is_wrong_is_listed_and_the_city_starts()
    {
        await using var house = await SensingHouse.Open(new() { ["profiles/bad.json"] = """{"profile": "bad"}""", ["profiles/good.json"] = """{"profile": "good", "format": "cayenne"}""" });
        house.Things.RefusedProfiles.ShouldHaveSingleItem().Message.ShouldStartWith("bad.json: ");
        house.Things.Sensors.ShouldContain(new Sensor("good", "cayenne", ""));
        house.Things.Sensors.ShouldNotContain(s => s.Profile == "bad");
    }
}
