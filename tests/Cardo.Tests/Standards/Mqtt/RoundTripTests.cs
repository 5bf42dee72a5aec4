using System.Buffers;
using Cardo.Standards.Mqtt;
using FsCheck;
using FsCheck.Fluent;

namespace Cardo.Tests.Standards.Mqtt;

public class RoundTripTests
{
    static readonly MqttVersion[] Versions = [MqttVersion.V311, MqttVersion.V5];

    static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    static byte[] Encode(Packet packet, MqttVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(output, packet, version).ShouldBe(output.WrittenCount);
        MqttEncoder.Size(packet, version).ShouldBe(output.WrittenCount);
        return output.WrittenSpan.ToArray();
    }

    static Packet Decode(byte[] bytes, MqttVersion version)
    {
        Frame.Find(bytes, int.MaxValue, out var frame, out var fault).ShouldBe(FrameState.Whole, fault.ToString());
        frame.Length.ShouldBe(bytes.Length);
        MqttDecoder.TryDecode(frame, bytes.AsMemory(frame.BodyStart), version, out var packet, out fault).ShouldBeTrue(fault.ToString());
        return packet!;
    }

    [Fact]
    public void Every_packet_survives_being_written_and_read()
    {
        foreach (var version in Versions)
            Prop.ForAll(Seeds, seed =>
            {
                var packet = AnyPacket.From(seed, version);
                var bytes = Encode(packet, version);
                var back = Decode(bytes, version);
                back.GetType().ShouldBe(packet.GetType());
                Encode(back, version).ShouldBe(bytes);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_packet_cut_short_is_waited_for_and_never_misread()
    {
        foreach (var version in Versions)
            Prop.ForAll(Seeds, seed =>
            {
                var bytes = Encode(AnyPacket.From(seed, version), version);
                for (var n = 0; n < bytes.Length; n++)
                    Frame.Find(bytes.AsSpan(0, n), int.MaxValue, out _, out _).ShouldBe(FrameState.Short);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_body_cut_short_is_malformed_or_means_less_but_never_throws()
    {
        foreach (var version in Versions)
            Prop.ForAll(Seeds, seed =>
            {
                var bytes = Encode(AnyPacket.From(seed, version), version);
                Frame.Find(bytes, int.MaxValue, out var frame, out _);
                for (var n = 0; n < frame.BodyLength; n++)
                    MqttDecoder.TryDecode(frame with { BodyLength = n }, bytes.AsMemory(frame.BodyStart, n), version, out _, out _);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_byte_changed_anywhere_never_throws()
    {
        foreach (var version in Versions)
            Prop.ForAll(Seeds, seed =>
            {
                var r = new Random(seed);
                var bytes = Encode(AnyPacket.From(seed, version), version);
                for (var i = 0; i < 40; i++)
                {
                    var copy = bytes.ToArray();
                    copy[r.Next(copy.Length)] = (byte)r.Next(256);
                    Feed(copy, version);
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bytes_of_chance_never_throw()
    {
        foreach (var version in Versions)
            Prop.ForAll(Seeds, seed =>
            {
                var r = new Random(seed);
                var bytes = new byte[r.Next(1, 200)];
                r.NextBytes(bytes);
                // A header and length that fit, so that the body is reached.
                bytes[0] = (byte)(r.Next(1, 16) << 4 | (r.Next(2) == 0 ? 0 : 2));
                if (bytes.Length > 2 && bytes.Length < 130) bytes[1] = (byte)(bytes.Length - 2);
                Feed(bytes, version);
            }).QuickCheckThrowOnFailure();
    }

    static void Feed(byte[] bytes, MqttVersion version)
    {
        if (Frame.Find(bytes, 1000, out var frame, out _) != FrameState.Whole) return;
        var body = bytes.AsMemory(frame.BodyStart, frame.BodyLength);
        var read = MqttDecoder.TryDecode(frame, body, version, out var packet, out var fault);
        read.ShouldBe(packet is not null);
        if (!read) ((byte)fault.Code).ShouldBeGreaterThanOrEqualTo((byte)0x80);
        if (frame.Type == PacketType.Publish && PublishParts.TryRead(body.Span, frame.Qos, version, out var parts, out _) && parts.HasProperties)
            MqttDecoder.TryPublishProperties(body, parts, out _, out _);
    }

    [Fact]
    public void The_quick_way_of_PUBLISH_reads_and_writes_what_the_plain_way_does()
    {
        foreach (var version in Versions)
            Prop.ForAll(Seeds, seed =>
            {
                if (AnyPacket.From(seed, version) is not Publish publish) return;
                var bytes = Encode(publish, version);
                Frame.Find(bytes, int.MaxValue, out var frame, out _);
                var body = bytes.AsMemory(frame.BodyStart);
                PublishParts.TryRead(body.Span, frame.Qos, version, out var parts, out _).ShouldBeTrue();
                MqttDecoder.TryTopicName(body.Span.Slice(parts.TopicStart, parts.TopicLength), out var topic).ShouldBeTrue();
                topic.ShouldBe(publish.Topic);
                parts.PacketId.ShouldBe(publish.PacketId);
                body[parts.PayloadStart..].ToArray().ShouldBe(publish.Payload.ToArray());
                var output = new ArrayBufferWriter<byte>();
                MqttEncoder.WritePublish(output, version, System.Text.Encoding.UTF8.GetBytes(topic), publish.Payload.Span, publish.Qos, publish.Retain, publish.Dup, publish.PacketId, publish.Properties);
                output.WrittenSpan.ToArray().ShouldBe(bytes);
            }).QuickCheckThrowOnFailure();
    }
}
