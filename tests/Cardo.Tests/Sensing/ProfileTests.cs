using System.Globalization;
using System.Text;
using Cardo.Kernel;
using Cardo.Sensing.Payloads;

namespace Cardo.Tests.Sensing;

public sealed class ProfileTests
{
    readonly NameTable names = new(1000);

    Profile Profile(string json) => ProfileReader.Read(Encoding.UTF8.GetBytes(json), "test.json", names) is var read && read.Ok ? read.Value : throw new InvalidOperationException(read.Refusal.Message);

    (Readings Readings, Refusal? Refusal) Read(string profile, byte[] payload)
    {
        var readings = new Readings(128);
        return (readings, ProfileDecoder.Read(Profile(profile), payload, names, readings));
    }

    (Readings Readings, Refusal? Refusal) Read(string profile, string payload) => Read(profile, Encoding.UTF8.GetBytes(payload));

    [Fact]
    public void Paths_scale_offset_and_decimals_make_an_attribute()
    {
        var (readings, refusal) = Read("""
            {"profile": "em300", "observedAt": {"path": "$.ts", "format": "epoch_ms"},
             "attributes": [{"name": "temperature", "path": "$.d.t[0]", "unit": "CEL", "scale": 0.1, "offset": -40, "decimals": 1},
                            {"name": "door", "path": "['door state']", "map": {"0": "closed", "1": "open"}},
                            {"name": "alarm", "path": "a", "type": "boolean"},
                            {"name": "location", "type": "point", "lon": "$.gps.x", "lat": "$.gps.y"},
                            {"name": "absent", "path": "$.nothing"}],
             "constants": {"category": "sensor"}}
            """, """{"ts": 1535018400000, "d": {"t": [615]}, "door state": 1, "a": "on", "gps": {"x": 120.2, "y": "22.99"}}""");
        refusal.ShouldBeNull();
        Instants.Format(readings.AtUs).ShouldBe("2018-08-23T10:00:00Z");
        readings.Count.ShouldBe(5);
        (readings[0].Value.Number, readings[0].Unit).ShouldBe((21.5, "CEL"));
        readings[1].Value.Text.ShouldBe("open");
        readings[2].Value.IsTrue.ShouldBeTrue();
        readings[3].Value.Geo!.MinY.ShouldBe(22.99);
        readings[4].Value.Text.ShouldBe("sensor");
    }

    const string Bytes = """
        {"profile": "node", "format": "bytes", "bytes": {"path": "$.uplink_message.frm_payload", "encoding": "base64", "port": "$.uplink_message.f_port"},
         "observedAt": "$.received_at",
         "attributes": [{"name": "temperature", "byte": 0, "bytes": 2, "signed": true, "scale": 0.01, "decimals": 2, "unit": "CEL"},
                        {"name": "level", "byte": 2, "bytes": 2, "endian": "little"},
                        {"name": "fault", "byte": 4, "bit": 7, "bits": 1, "type": "boolean"},
                        {"name": "low", "byte": 4, "bits": 4},
                        {"name": "height", "byte": 5, "bytes": 4, "float": true, "when": {"port": 2}},
                        {"name": "extra", "byte": 9, "when": {"byte": 4, "bit": 7, "bits": 1, "equals": 1}, "required": false}]}
        """;

    [Fact]
    public void Bits_and_bytes_of_a_radio_message_are_read_by_port_and_flag()
    {
        var message = Convert.ToBase64String([0xff, 0x9c, 0x10, 0x27, 0x85, 0x3f, 0x80, 0, 0]);
        var (readings, refusal) = Read(Bytes, """{"received_at": "2018-08-23T10:00:00Z", "uplink_message": {"f_port": 2, "frm_payload": "MESSAGE"}}""".Replace("MESSAGE", message));
        refusal.ShouldBeNull();
        Enumerable.Range(0, readings.Count).Select(i => (readings[i].Name.Short, readings[i].Value.Number))
            .ShouldBe([("temperature", -1.0), ("level", 10000), ("fault", 1), ("low", 5), ("height", 1)]);
        Read(Bytes, """{"uplink_message": {"f_port": 3, "frm_payload": "MESSAGE"}}""".Replace("MESSAGE", message)).Readings.Count.ShouldBe(4);
    }

    [Fact]
    public void A_cut_message_and_a_wrong_encoding_are_refused()
    {
        Read(Bytes, """{"uplink_message": {"frm_payload": "/5w="}}""").Refusal!.Code.ShouldBe("payload-too-short");
        Read(Bytes, """{"uplink_message": {"frm_payload": "***"}}""").Refusal!.Code.ShouldBe("payload-encoding");
        Read(Bytes, """{"uplink_message": {}}""").Refusal!.Code.ShouldBe("payload-missing");
    }

    [Fact]
    public void Hex_and_raw_messages_need_no_envelope()
    {
        const string hex = """{"profile": "h", "format": "bytes", "bytes": {"encoding": "hex"}, "attributes": [{"name": "count", "byte": -2, "bytes": 2, "bcd": true}]}""";
        Read(hex, "ff1234\n").Readings[0].Value.Number.ShouldBe(1234);
        Read(hex, "ffxx34").Refusal!.Code.ShouldBe("payload-encoding");
        Read(hex, "ff12a4").Refusal!.Code.ShouldBe("not-a-number");
        Read("""{"profile": "r", "format": "bytes", "observedAt": {"byte": 0, "bytes": 4, "format": "epoch_s"}, "attributes": [{"name": "v", "byte": 4}]}""", [0x5b, 0x7e, 0x86, 0x60, 7])
            .Readings.AtUs.ShouldBe(0x5b7e8660L * Instants.SecondUs);
    }

    [Fact]
    public void Cayenne_names_what_it_carries_and_channels_may_rename_it()
    {
        // The examples of the format's own description: two temperatures; a temperature and an acceleration; a place.
        const string plain = """{"profile": "c", "format": "cayenne"}""";
        var (two, _) = Read(plain, [0x03, 0x67, 0x01, 0x10, 0x05, 0x67, 0x00, 0xff]);
        Enumerable.Range(0, 2).Select(i => (two[i].Name.Short, two[i].Value.Number, two[i].Unit)).ShouldBe([("temperature", 27.2, "CEL"), ("temperature_5", 25.5, "CEL")]);
        var (moved, _) = Read(plain, [0x06, 0x71, 0x04, 0xd2, 0xfb, 0x2e, 0x00, 0x00]);
        Enumerable.Range(0, 3).Select(i => moved[i].Value.Number).ShouldBe([1.234, -1.234, 0]);
        var (place, _) = Read(plain, [0x01, 0x88, 0x06, 0x76, 0x5f, 0xf2, 0x96, 0x0a, 0x00, 0x03, 0xe8]);
        (place[0].Value.Geo!.MinY, place[0].Value.Geo!.MinX, place[1].Value.Number).ShouldBe((42.3519, -87.9094, 10));
        Read("""{"profile": "c", "format": "cayenne", "channels": {"3": "waterTemperature"}}""", [0x03, 0x67, 0x01, 0x10]).Readings[0].Name.Short.ShouldBe("waterTemperature");
        Read(plain, [0x03, 0x67, 0x01]).Refusal!.Code.ShouldBe("payload-too-short");
        Read(plain, [0x03, 0xee, 0x01]).Refusal!.Code.ShouldBe("payload-type");
    }

    [Fact]
    public void Everything_wrong_with_a_profile_is_said_at_once_and_with_its_place()
    {
        var read = ProfileReader.Read("""
            {"profile": "bad name", "entityId": "lamp", "attributes": [
              {"name": "t", "path": "$.t", "unit": "celsius", "scael": 2},
              {"name": "u", "path": "a..b", "range": [5, 1]},
              {"name": "v"},
              {"path": "$.w"},
              {"name": "x", "path": "$.x", "decimals": 99}]}
            """u8.ToArray(), "bad.json", names);
        var faults = string.Join("\n", read.Refusal.Details!);
        foreach (var part in new[] { "profile is its name", "entityId is a URI", "attributes[0].unit", "attributes[0].scael is not known", "attributes[1].path 'a..b'", "attributes[1].range", "attributes[2] says where", "attributes[3].name is missing", "attributes[4].decimals" })
            faults.ShouldContain(part);
        read.Refusal.Message.ShouldStartWith("bad.json: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"profile": "p", "format": "smoke", "attributes": [{"name": "a", "path": "b"}]}""")]
    [InlineData("""{"profile": "p", "attributes": [{"name": "a", "byte": 1}]}""")]
    [InlineData("""{"profile": "p", "format": "bytes", "attributes": [{"name": "a", "byte": 1, "bytes": 9}]}""")]
    [InlineData("""{"profile": "p", "format": "bytes", "attributes": [{"name": "a", "byte": 1, "bit": 7, "bits": 4}]}""")]
    [InlineData("""{"profile": "p", "format": "bytes", "attributes": [{"name": "a", "byte": 1, "bytes": 3, "float": true}]}""")]
    [InlineData("""{"profile": "p", "format": "cayenne", "bytes": {"port": "$.p"}}""")]
    [InlineData("""{"profile": "p", "attributes": [{"name": "type", "path": "b"}]}""")]
    [InlineData("""{"profile": "p", "observedAt": {"path": "$.t", "format": "stardate"}, "attributes": [{"name": "a", "path": "b"}]}""")]
    public void A_profile_with_a_fault_is_not_used(string json) =>
        ProfileReader.Read(Encoding.UTF8.GetBytes(json), "bad.json", names).Refusal.Code.ShouldBe("profile-invalid");

    [Fact]
    public void Any_integer_of_any_width_comes_back_from_its_bits()
    {
        var random = new Random(3);
        for (var n = 0; n < 5_000; n++)
        {
            var (bytes, little, signed) = (random.Next(1, 9), random.Next(2) == 0, random.Next(2) == 0);
            var bits = random.Next(1, Math.Min(bytes * 8, 52) + 1);
            var bit = random.Next(0, bytes * 8 - bits + 1);
            var value = random.NextInt64(signed ? -(1L << bits - 1) : 0, signed ? Math.Max(1, 1L << bits - 1) : 1L << bits);
            var raw = ((ulong)value & (bits == 64 ? ulong.MaxValue : (1UL << bits) - 1)) << bit;
            var message = new byte[bytes + 3];
            for (var i = 0; i < bytes; i++) message[2 + i] = (byte)(raw >> 8 * (little ? i : bytes - 1 - i));
            new BitSlice(2, bytes, little, bit, bits, signed ? BitKind.Signed : BitKind.Unsigned).TryRead(message, out var number, out _).ShouldBeTrue();
            number.ShouldBe(value, string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes, bit {bit}, {bits} bits, signed {signed}"));
        }
    }

    [Fact]
    public void No_bytes_make_a_decoder_throw()
    {
        var random = new Random(5);
        var profiles = new[]
        {
            Profile(Bytes), Profile("""{"profile": "c", "format": "cayenne"}"""),
            Profile("""{"profile": "j", "observedAt": "$.t", "attributes": [{"name": "a", "path": "$.a[0].b", "scale": 1e300}, {"name": "b", "path": "b", "type": "text"}, {"name": "location", "path": "l", "type": "point"}]}"""),
            Profile("""{"profile": "h", "format": "bytes", "bytes": {"encoding": "hex"}, "attributes": [{"name": "f", "byte": 0, "bytes": 8, "float": true}, {"name": "s", "byte": 1, "bytes": 4, "type": "text"}]}"""),
        };
        var seed = """{"t": "2018-08-23T10:00:00Z", "a": [{"b": 1e10}], "b": "\u00e9", "l": {"type": "Point", "coordinates": [1, 2]}, "uplink_message": {"f_port": 2, "frm_payload": "/5wQJ4U/gAAA"}}"""u8.ToArray();
        var readings = new Readings(128);
        for (var n = 0; n < 20_000; n++)
        {
            var bytes = random.Next(2) == 0 ? (byte[])seed.Clone() : new byte[random.Next(0, 40)];
            if (bytes.Length != seed.Length) random.NextBytes(bytes);
            for (var i = random.Next(0, 4); i > 0 && bytes.Length > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            readings.Clear();
            ProfileDecoder.Read(profiles[random.Next(profiles.Length)], bytes, names, readings);
            for (var i = 0; i < readings.Count; i++) double.IsInfinity(readings[i].Value.Number).ShouldBeFalse();
        }
    }
}
