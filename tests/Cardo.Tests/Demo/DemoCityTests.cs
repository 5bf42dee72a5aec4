using System.Buffers;
using System.Text;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Server.Demo;
using Cardo.Server.Demo.City;
using Cardo.Server.Demo.Sim;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;

namespace Cardo.Tests.Demo;

public sealed class DemoCityTests
{
    static readonly CityNames names = CityNames.Read(Path.Combine(Repository.Root, "cities/demo/names.json"));

    static IReadOnlyList<Kind> Kinds() => ReadKinds.Read(
        [Path.Combine(Repository.Root, "packs/Lighting/sim/lighting.json"), Path.Combine(Repository.Root, "cities/demo/sim/devices.json")]).Value;

    static string Short(Entity entity) => entity.Types[0].Split('/')[^1];

    [Fact]
    public void A_city_has_streets_buildings_parks_water_and_districts_within_three_kilometres()
    {
        var city = DemoCity.Make(1, names);
        var count = city.Entities.GroupBy(Short).ToDictionary(g => g.Key, g => g.Count());
        count["RoadSegment"].ShouldBeInRange(200, 1500);
        count["Building"].ShouldBeInRange(1000, 6000);
        count["Park"].ShouldBeInRange(8, 14);
        count["WaterBody"].ShouldBe(2);
        count["AdministrativeArea"].ShouldBe(7);
        city.Entities.Select(e => e.Id).Distinct().Count().ShouldBe(city.Entities.Count);
        foreach (var geo in city.Entities.Select(e => e.Find("https://uri.etsi.org/ngsi-ld/location")!.Value.Geo!))
        {
            geo.MinX.ShouldBeInRange(123.17, 123.23);
            geo.MaxY.ShouldBeInRange(30.22, 30.28);
        }
    }

    [Fact]
    public void Every_shape_is_valid_and_no_building_stands_in_the_river()
    {
        var city = DemoCity.Make(3, names);
        var river = city.Entities.First(e => Short(e) == "WaterBody").Find("https://uri.etsi.org/ngsi-ld/location")!.Value.Geo!.Geometry();
        foreach (var entity in city.Entities)
        {
            var shape = entity.Find("https://uri.etsi.org/ngsi-ld/location")!.Value.Geo!.Geometry();
            shape.IsValid.ShouldBeTrue(entity.Id);
            if (Short(entity) is "Building" or "Park") shape.Intersects(river).ShouldBeFalse(entity.Id);
        }
    }

    [Fact]
    public void No_device_is_so_far_ahead_that_the_city_refuses_what_it_says()
    {
        Instants.TryParse("2026-05-01T00:00:00Z", out var start).ShouldBeTrue();
        var weather = new Weather(1, DemoMode.Lon, DemoMode.Lat, TimeZoneInfo.Utc);
        var mostUs = new Cardo.Sensing.SensingOptions().SkewMax_s * Instants.SecondUs;
        long furthestUs = 0;
        foreach (var device in Placing.Place(DemoCity.Make(1, names), Kinds(), 2000, 1))
            for (var hour = 0; hour < 24; hour++)
            {
                var atUs = start + hour * Instants.HourUs;
                if (Faults.At(device.Seed, atUs).Fault != Fault.ClockOff) continue;
                var message = new ArrayBufferWriter<byte>();
                device.Write(message, atUs, weather);
                using var said = JsonDocument.Parse(message.WrittenMemory);
                Instants.TryParse(said.RootElement.GetProperty("observedAt").GetString(), out var saidUs).ShouldBeTrue();
                furthestUs = Math.Max(furthestUs, saidUs - atUs);
            }
        furthestUs.ShouldBeInRange(Instants.MinuteUs, mostUs);
    }

    [Fact]
    public void The_same_seed_makes_the_same_city_and_another_seed_another()
    {
        static string Print(DemoCity city) => string.Join('\n', city.Entities.Select(e => e.Id + Encoding.UTF8.GetString(e.Attributes[1].Value.Geo!.Json.Span)));
        Print(DemoCity.Make(1, names)).ShouldBe(Print(DemoCity.Make(1, names)));
        Print(DemoCity.Make(1, names)).ShouldNotBe(Print(DemoCity.Make(2, names)));
    }

    [Fact]
    public void Two_thousand_devices_of_at_least_eight_kinds_each_have_a_place_of_their_own()
    {
        var devices = Placing.Place(DemoCity.Make(1, names), Kinds(), 2000, 1);
        devices.Count.ShouldBe(2000);
        devices.Select(d => d.Id).Distinct().Count().ShouldBe(2000);
        devices.Select(d => d.Kind.Type).Distinct().Count().ShouldBeGreaterThanOrEqualTo(8);
        devices.GroupBy(d => (d.Lon, d.Lat)).Count(g => g.Count() > 1).ShouldBeLessThan(20);
    }

    [Fact]
    public void What_a_device_says_is_a_function_of_the_moment_and_readable()
    {
        var kinds = Kinds();
        var devices = Placing.Place(DemoCity.Make(1, names), kinds, 200, 1);
        var weather = new Weather(Cardo.Server.Demo.Noise.Seed("w"), 123.2, 30.25, TimeZoneInfo.Utc);
        foreach (var device in devices)
            for (var hour = 0; hour < 48; hour += 5)
            {
                var atUs = 1_700_000_000L * Instants.SecondUs + hour * Instants.HourUs;
                var (once, again) = (Say(device, atUs, weather), Say(device, atUs, weather));
                again.ShouldBe(once);
                using var json = JsonDocument.Parse(once);
                foreach (var signal in device.Kind.Signals.Where(s => s.Words is null))
                    json.RootElement.GetProperty(signal.Attribute).GetDouble().ShouldBeInRange(signal.Min, signal.Max);
                Instants.TryParse(json.RootElement.GetProperty("observedAt").GetString(), out _).ShouldBeTrue();
            }
    }

    static string Say(Device device, long atUs, Weather weather)
    {
        var into = new ArrayBufferWriter<byte>();
        device.Write(into, atUs, weather);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }

    [Fact]
    public void Lamps_burn_at_night_and_traffic_has_its_rush_hours()
    {
        var devices = Placing.Place(DemoCity.Make(1, names), Kinds(), 400, 1).Where(d => Faults.Of(d.Seed) == Fault.None).ToList();
        var weather = new Weather(7, 123.2, 30.25, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        double Mean(string kind, int signal, double localHour) => devices.Where(d => d.Kind.Name == kind)
            .Average(d => d.Read(d.Kind.Signals[signal], signal, 1_709_510_400L * Instants.SecondUs + (long)((localHour - 8) * Instants.HourUs), weather)); // Monday 4 March 2024
        Mean("lamp", 1, 23).ShouldBeGreaterThan(60);
        Mean("lamp", 1, 12).ShouldBeLessThan(1);
        Mean("traffic", 0, 8).ShouldBeGreaterThan(3 * Mean("traffic", 0, 3));
    }

    [Fact]
    public void About_one_device_in_twenty_fails_and_its_fault_comes_and_goes()
    {
        var devices = Placing.Place(DemoCity.Make(1, names), Kinds(), 2000, 1);
        var faulty = devices.Where(d => Faults.Of(d.Seed) != Fault.None).ToList();
        faulty.Count.ShouldBeInRange(60, 140);
        faulty.Select(d => Faults.Of(d.Seed)).Distinct().Count().ShouldBe(7);
        foreach (var device in faulty.Take(20))
        {
            var states = Enumerable.Range(0, 300).Select(q => Faults.At(device.Seed, 1_700_000_000L * Instants.SecondUs + q * 15 * Instants.MinuteUs).Fault).Distinct();
            states.Count().ShouldBe(2);
        }
    }

    [Fact]
    public void Devices_speak_in_turns()
    {
        var devices = Placing.Place(DemoCity.Make(1, names), Kinds(), 2000, 1);
        const long fromUs = 1_700_000_000L * Instants.SecondUs;
        var seconds = devices.GroupBy(d => (d.NextUs(fromUs) - fromUs) / Instants.SecondUs).Select(g => g.Count());
        seconds.Max().ShouldBeLessThan(120);
        devices.ShouldAllBe(d => d.NextUs(fromUs) > fromUs && d.NextUs(fromUs) <= fromUs + d.EveryUs);
    }
}
