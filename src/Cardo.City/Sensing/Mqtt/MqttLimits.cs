using Cardo.Kernel;

namespace Cardo.Sensing.Mqtt;

/// <summary>Everything a client could make grow, and where it ends. Each is a setting <c>sensing.mqtt.NAME</c>, in snake case.</summary>
internal sealed record MqttLimits
{
    /// <summary>Bytes of one packet, fixed header included; told to MQTT 5 clients in the CONNACK.</summary>
    public int PacketBytes { get; init; } = 256 * 1024;

    /// <summary>UTF-8 bytes of a topic name or filter.</summary>
    public int TopicBytes { get; init; } = 1024;

    public int TopicLevels { get; init; } = 32;

    public int ClientIdChars { get; init; } = 256;

    public int Connections { get; init; } = 20_000;

    /// <summary>Connections taken a second, over a burst of twice as many.</summary>
    public int ConnectsPerSecond { get; init; } = 2_000;

    /// <summary>Seconds from the first byte to a whole CONNECT, and from the first to the last byte of any packet.</summary>
    public int StallSeconds { get; init; } = 15;

    /// <summary>QoS 1 and 2 messages of one client that are not yet acknowledged: receive maximum in the CONNACK.</summary>
    public int ReceiveMaximum { get; init; } = 1024;

    /// <summary>Bytes of messages of one client that wait for the log; then nothing more is read from it.</summary>
    public int ReceiveBytes { get; init; } = 1024 * 1024;

    public int TopicAliases { get; init; } = 64;

    public int SubscriptionsPerClient { get; init; } = 256;

    /// <summary>Sessions that outlive their connection, for one principal and for all.</summary>
    public int SessionsPerPrincipal { get; init; } = 32;

    public int Sessions { get; init; } = 100_000;

    public int SessionExpirySeconds { get; init; } = 7 * 86_400;

    /// <summary>QoS 1 and 2 messages sent to one client and not acknowledged (its own receive maximum may be lower).</summary>
    public int SendMaximum { get; init; } = 256;

    /// <summary>Messages and bytes of one session that wait for its client, connected or not; the newest is dropped and counted.</summary>
    public int QueueMessages { get; init; } = 10_000;

    public int QueueBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes written to one client and not yet taken by its socket; above, QoS 0 is dropped and QoS 1 and 2 wait in the queue.</summary>
    public int OutgoingBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of all queues and outgoing buffers together; above, new messages to slow or absent clients are dropped.</summary>
    public long HeldBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Seconds a socket may take nothing while something is to be written.</summary>
    public int SlowConsumerSeconds { get; init; } = 60;

    public int RetainedMessages { get; init; } = 100_000;

    public long RetainedBytes { get; init; } = 128L * 1024 * 1024;

    public static MqttLimits From(Settings settings)
    {
        int N(string name, int otherwise) => (int)Math.Clamp(settings.Number($"sensing.mqtt.{name}", otherwise), 1, int.MaxValue);
        var d = new MqttLimits();
        return new MqttLimits
        {
            PacketBytes = Math.Clamp(N("packet_bytes", d.PacketBytes), 1024, 16 * 1024 * 1024),
            TopicBytes = N("topic_bytes", d.TopicBytes),
            TopicLevels = N("topic_levels", d.TopicLevels),
            Connections = N("connections", d.Connections),
            ConnectsPerSecond = N("connects_per_second", d.ConnectsPerSecond),
            StallSeconds = N("stall_seconds", d.StallSeconds),
            ReceiveMaximum = Math.Min(N("receive_maximum", d.ReceiveMaximum), 65535),
            ReceiveBytes = N("receive_bytes", d.ReceiveBytes),
            SubscriptionsPerClient = N("subscriptions_per_client", d.SubscriptionsPerClient),
            SessionsPerPrincipal = N("sessions_per_principal", d.SessionsPerPrincipal),
            Sessions = N("sessions", d.Sessions),
            SessionExpirySeconds = N("session_expiry_seconds", d.SessionExpirySeconds),
            SendMaximum = Math.Min(N("send_maximum", d.SendMaximum), 65535),
            QueueMessages = N("queue_messages", d.QueueMessages),
            QueueBytes = N("queue_bytes", d.QueueBytes),
            OutgoingBytes = N("outgoing_bytes", d.OutgoingBytes),
            HeldBytes = (long)settings.Number("sensing.mqtt.held_bytes", d.HeldBytes),
            SlowConsumerSeconds = N("slow_consumer_seconds", d.SlowConsumerSeconds),
            RetainedMessages = N("retained_messages", d.RetainedMessages),
            RetainedBytes = (long)settings.Number("sensing.mqtt.retained_bytes", d.RetainedBytes),
        };
    }
}
