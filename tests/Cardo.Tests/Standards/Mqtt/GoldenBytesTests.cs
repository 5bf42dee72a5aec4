using System.Buffers;
using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Standards.Mqtt;

/// <summary>Each packet against bytes laid out by hand from the two standards.</summary>
public class GoldenBytesTests
{
    static readonly byte[] Hi = "hi"u8.ToArray();

    public static TheoryData<string, MqttVersion, string> Golden => new()
    {
        { "connect", MqttVersion.V311, "10 0d 0004 4d515454 04 02 003c 0001 61" },
        { "connect full", MqttVersion.V311, "10 1b 0004 4d515454 04 ee 003c 0001 61 0001 77 0002 6869 0001 75 0002 6869" },
        { "connect full", MqttVersion.V5, "10 27 0004 4d515454 05 ee 003c 05 11 00000e10 0001 61 05 18 00000005 0001 77 0002 6869 0001 75 0002 6869" },
        { "connack", MqttVersion.V311, "20 02 01 00" },
        { "connack", MqttVersion.V5, "20 06 01 00 03 22 0005" },
        { "publish 0", MqttVersion.V311, "30 05 0001 74 6869" },
        { "publish 1", MqttVersion.V311, "3b 07 0001 74 000a 6869" },
        { "publish 2", MqttVersion.V5, "34 0d 0001 74 000a 05 02 00000009 6869" },
        { "puback", MqttVersion.V311, "40 02 000a" },
        { "puback refused", MqttVersion.V5, "40 09 000a 99 05 1f 0002 6869" },
        { "pubrec", MqttVersion.V5, "50 02 000a" },
        { "pubrel", MqttVersion.V311, "62 02 000a" },
        { "pubcomp", MqttVersion.V5, "70 04 000a 92 00" },
        { "subscribe", MqttVersion.V311, "82 08 000a 0003 612f23 01" },
        { "subscribe", MqttVersion.V5, "82 0b 000a 02 0b 07 0003 612f23 1d" },
        { "suback", MqttVersion.V311, "90 04 000a 01 80" },
        { "suback", MqttVersion.V5, "90 05 000a 00 01 87" },
        { "unsubscribe", MqttVersion.V311, "a2 07 000a 0003 612f23" },
        { "unsuback", MqttVersion.V311, "b0 02 000a" },
        { "unsuback", MqttVersion.V5, "b0 05 000a 00 00 11" },
        { "pingreq", MqttVersion.V311, "c0 00" },
        { "pingresp", MqttVersion.V5, "d0 00" },
        { "disconnect", MqttVersion.V311, "e0 00" },
        { "disconnect", MqttVersion.V5, "e0 02 8e 00" },
        { "auth", MqttVersion.V5, "f0 06 18 04 15 0001 78" },
    };

    static Packet Named(string name, MqttVersion version) => (name, version == MqttVersion.V5) switch
    {
        ("connect", _) => new Connect(version, "a", true, 60),
        ("connect full", var v5) => new Connect(version, "a", true, 60)
        {
            Properties = v5 ? new Properties { SessionExpiry_s = 3600 } : null,
            Will = new Will("w", Hi, 1, true, v5 ? new Properties { WillDelay_s = 5 } : null),
            UserName = "u",
            Password = Hi,
        },
        ("connack", var v5) => new Connack(true, 0) { Properties = v5 ? new Properties { TopicAliasMaximum = 5 } : null },
        ("publish 0", _) => new Publish("t", Hi, 0, false, false, 0),
        ("publish 1", _) => new Publish("t", Hi, 1, true, true, 10),
        ("publish 2", _) => new Publish("t", Hi, 2, false, false, 10) { Properties = new Properties { MessageExpiry_s = 9 } },
        ("puback", _) => new Ack(PacketType.Puback, 10),
        ("puback refused", _) => new Ack(PacketType.Puback, 10, ReasonCode.PayloadFormatInvalid) { Properties = new Properties { ReasonString = "hi" } },
        ("pubrec", _) => new Ack(PacketType.Pubrec, 10),
        ("pubrel", _) => new Ack(PacketType.Pubrel, 10),
        ("pubcomp", _) => new Ack(PacketType.Pubcomp, 10, ReasonCode.PacketIdentifierNotFound) { Properties = new Properties() },
        ("subscribe", false) => new Subscribe(10, [new("a/#", 1)]),
        ("subscribe", true) => new Subscribe(10, [new("a/#", 1, true, true, RetainHandling.SendIfNew)]) { Properties = new Properties { SubscriptionIds = [7] } },
        ("suback", false) => new Suback(10, [ReasonCode.GrantedQos1, ReasonCode.NotAuthorized]),
        ("suback", true) => new Suback(10, [ReasonCode.GrantedQos1, ReasonCode.NotAuthorized]),
        ("unsubscribe", _) => new Unsubscribe(10, ["a/#"]),
        ("unsuback", _) => new Unsuback(10, [ReasonCode.Success, ReasonCode.NoSubscriptionExisted]),
        ("pingreq", _) => Pingreq.It,
        ("pingresp", _) => Pingresp.It,
        ("disconnect", _) => new Disconnect(version == MqttVersion.V5 ? ReasonCode.SessionTakenOver : 0) { Properties = new Properties() },
        _ => new Auth(ReasonCode.ContinueAuthentication) { Properties = new Properties { AuthMethod = "x" } },
    };

    [Theory, MemberData(nameof(Golden))]
    public void A_packet_has_the_bytes_of_the_standard(string name, MqttVersion version, string hex)
    {
        var golden = Convert.FromHexString(hex.Replace(" ", ""));
        var output = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(output, Named(name, version), version);
        Convert.ToHexString(output.WrittenSpan).ShouldBe(Convert.ToHexString(golden));

        Frame.Find(golden, 1000, out var frame, out _).ShouldBe(FrameState.Whole);
        MqttDecoder.TryDecode(frame, golden.AsMemory(frame.BodyStart), version, out var packet, out var fault).ShouldBeTrue(fault.ToString());
        output.Clear();
        MqttEncoder.Write(output, packet!, version);
        // A reason without properties may be said longer than need be; then only the meaning comes back.
        if (name is "pubcomp" or "disconnect") packet.ShouldBe(Named(name, version) with { Properties = null });
        else Convert.ToHexString(output.WrittenSpan).ShouldBe(Convert.ToHexString(golden));
    }
}
