using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Standards.Mqtt;

/// <summary>Any valid packet, from a seed.</summary>
static class AnyPacket
{
    public static Packet From(int seed, MqttVersion version)
    {
        var r = new Random(seed);
        var v5 = version == MqttVersion.V5;
        return r.Next(v5 ? 15 : 14) switch
        {
            0 => AnyConnect(r, version),
            1 => new Connack(r.Next(2) == 1, (byte)(v5 ? 0x80 + r.Next(30) : r.Next(6))) { Properties = Props(r, v5, p => p.AssignedClientId = Text(r), p => p.ReceiveMaximum = 7, p => p.MaximumPacketSize = 1000, p => p.ServerKeepAlive_s = 60, p => p.SharedAvailable = 1) },
            2 => AnyPublish(r, v5),
            3 => new Ack((PacketType)r.Next(4, 6), Id(r), v5 ? ReasonCode.QuotaExceeded : 0) { Properties = Props(r, v5, p => p.ReasonString = Text(r)) },
            4 => new Ack((PacketType)r.Next(6, 8), Id(r), v5 ? ReasonCode.PacketIdentifierNotFound : 0) { Properties = Props(r, v5, p => p.ReasonString = Text(r)) },
            5 => new Ack((PacketType)r.Next(4, 8), Id(r)),
            6 => new Subscribe(Id(r), [.. Enumerable.Range(0, r.Next(1, 5)).Select(_ => new SubscriptionRequest(Text(r) + "/+", (byte)r.Next(3), v5 && r.Next(2) == 1, v5 && r.Next(2) == 1, v5 ? (RetainHandling)r.Next(3) : 0))]) { Properties = Props(r, v5, p => p.SubscriptionIds = [(uint)r.Next(1, 268_435_455)]) },
            7 => new Suback(Id(r), [ReasonCode.GrantedQos1, v5 ? ReasonCode.NotAuthorized : ReasonCode.UnspecifiedError]) { Properties = Props(r, v5, p => p.ReasonString = Text(r)) },
            8 => new Unsubscribe(Id(r), [.. Enumerable.Range(0, r.Next(1, 5)).Select(_ => Text(r))]) { Properties = Props(r, v5) },
            9 => new Unsuback(Id(r), v5 ? [ReasonCode.Success, ReasonCode.NoSubscriptionExisted] : []) { Properties = Props(r, v5, p => p.ReasonString = Text(r)) },
            10 => Pingreq.It,
            11 => Pingresp.It,
            12 or 13 => new Disconnect(v5 ? ReasonCode.ServerBusy : 0) { Properties = Props(r, v5, p => p.SessionExpiry_s = (uint)r.Next(), p => p.ServerReference = Text(r)) },
            _ => new Auth(ReasonCode.ReAuthenticate) { Properties = Props(r, v5, p => { p.AuthMethod = Text(r); p.AuthData = Blob(r); }) },
        };
    }

    static Connect AnyConnect(Random r, MqttVersion version)
    {
        var v5 = version == MqttVersion.V5;
        var user = r.Next(2) == 1;
        return new Connect(version, Text(r), r.Next(2) == 1, (ushort)r.Next(65536))
        {
            Properties = Props(r, v5, p => p.SessionExpiry_s = (uint)r.Next(), p => p.ReceiveMaximum = Id(r), p => p.MaximumPacketSize = (uint)r.Next(1, 999), p => p.TopicAliasMaximum = 3, p => p.RequestProblemInfo = 1, p => p.AuthMethod = Text(r)),
            Will = r.Next(2) == 0 ? null : new Will(Text(r), Blob(r), (byte)r.Next(3), r.Next(2) == 1, Props(r, v5, p => p.WillDelay_s = 5, p => p.ContentType = Text(r))),
            UserName = user ? Text(r) : null,
            Password = user && r.Next(2) == 1 ? Blob(r) : (ReadOnlyMemory<byte>?)null,
        };
    }

    static Publish AnyPublish(Random r, bool v5)
    {
        var qos = (byte)r.Next(3);
        return new Publish(Text(r), Blob(r), qos, r.Next(2) == 1, qos > 0 && r.Next(2) == 1, qos > 0 ? Id(r) : (ushort)0)
        {
            Properties = Props(r, v5, p => p.PayloadFormat = 1, p => p.MessageExpiry_s = (uint)r.Next(), p => p.ContentType = Text(r), p => p.ResponseTopic = Text(r),
                p => p.CorrelationData = Blob(r), p => p.SubscriptionIds = [1, 300, 70_000, 268_435_455], p => p.TopicAlias = Id(r)),
        };
    }

    static Properties? Props(Random r, bool v5, params Action<Properties>[] may)
    {
        if (!v5 || r.Next(3) == 0) return null;
        var properties = new Properties { User = [new("a", Text(r)), new("a", Text(r))] };
        foreach (var set in may)
            if (r.Next(2) == 1) set(properties);
        return properties;
    }

    static ushort Id(Random r) => (ushort)r.Next(1, 65536);

    static string Text(Random r) => string.Concat(Enumerable.Range(0, r.Next(1, 12)).Select(_ => new[] { "a", "é", "水", "😀", "/", " ", "z" }[r.Next(7)]));

    static ReadOnlyMemory<byte> Blob(Random r)
    {
        var bytes = new byte[r.Next(0, 300)];
        r.NextBytes(bytes);
        return bytes;
    }
}
