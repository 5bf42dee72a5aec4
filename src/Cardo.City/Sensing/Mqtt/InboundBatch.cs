using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>The PUBLISH packets of one read. Used again and again by its connection.</summary>
internal sealed class InboundBatch
{
    InboundItem[] items = new InboundItem[8];
    MqttMessage[] messages = new MqttMessage[8];
    MqttVerdict[] verdicts = new MqttVerdict[8];

    /// <summary>Holds the bytes of all payloads.</summary>
    public byte[] Rented { get; set; } = [];

    public int Count { get; private set; }

    /// <summary>How many of them go to the policy.</summary>
    public int Messages { get; private set; }

    /// <summary>How many have QoS 1.</summary>
    public int AtQos1 { get; private set; }

    public ValueTask Publishing { get; set; }

    public Span<InboundItem> Items => items.AsSpan(0, Count);

    public ReadOnlyMemory<MqttMessage> ToPublish => messages.AsMemory(0, Messages);

    public Memory<MqttVerdict> Verdicts => verdicts.AsMemory(0, Messages);

    public void Add(InboundItem item, long nowUs)
    {
        if (Count == items.Length)
        {
            Array.Resize(ref items, Count * 2);
            Array.Resize(ref messages, Count * 2);
            Array.Resize(ref verdicts, Count * 2);
        }
        item.Message = -1;
        if (item.Qos == 1) AtQos1++;
        if (item.Code == ReasonCode.Success && !item.Duplicate)
        {
            item.Message = Messages;
            messages[Messages] = new MqttMessage(item.Topic.Name, item.Payload, item.Qos, item.Retain, nowUs, item.Properties?.ContentType);
            verdicts[Messages++] = default;
        }
        items[Count++] = item;
    }

    public void Clear()
    {
        Items.Clear();
        messages.AsSpan(0, Messages).Clear();
        verdicts.AsSpan(0, Messages).Clear();
        (Count, Messages, AtQos1, Rented, Publishing) = (0, 0, 0, [], default);
    }
}

/// <summary>One PUBLISH on its way in.</summary>
internal record struct InboundItem
{
    public required TopicMemory.Known Topic { get; init; }
    public ReadOnlyMemory<byte> Payload { get; init; }
    public Properties? Properties { get; init; }
    public ushort PacketId { get; init; }
    public byte Qos { get; init; }
    public bool Retain { get; init; }
    /// <summary>QoS 2, and here already: only acknowledged.</summary>
    public bool Duplicate { get; set; }
    /// <summary>Its place among the messages given to the policy; -1: it was refused before.</summary>
    public int Message { get; set; }
    public ReasonCode Code { get; set; }
    public string? Reason { get; set; }
}
