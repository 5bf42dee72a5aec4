namespace Cardo.Standards.Mqtt;

/// <summary>Where a control packet stands in a buffer.</summary>
/// <param name="Header">the first byte: type and flags</param>
/// <param name="BodyStart">bytes from the packet's start to its variable header: 2 to 5</param>
/// <param name="BodyLength">the remaining length</param>
public readonly record struct Frame(byte Header, int BodyStart, int BodyLength)
{
    public PacketType Type => (PacketType)(Header >> 4);

    public byte Flags => (byte)(Header & 15);

    /// <summary>Bytes of the whole packet.</summary>
    public int Length => BodyStart + BodyLength;

    public byte Qos => (byte)(Header >> 1 & 3);

    public bool Retain => (Header & 1) != 0;

    public bool Dup => (Header & 8) != 0;

    /// <summary>
    /// Finds the packet at the buffer's start. Answers <see cref="FrameState.Short"/> until all of it is there, but
    /// judges size and header as soon as they are known, so that an oversized packet is refused before it is read.
    /// </summary>
    /// <param name="maximumPacketSize">bytes of a whole packet</param>
    public static FrameState Find(ReadOnlySpan<byte> bytes, int maximumPacketSize, out Frame frame, out MqttFault fault)
    {
        frame = default;
        fault = default;
        if (bytes.Length < 1) return FrameState.Short;
        if (!HeaderIsValid(bytes[0], out fault)) return FrameState.Bad;
        int length = 0, at = 1;
        while (true)
        {
            if (at == bytes.Length) return FrameState.Short;
            var b = bytes[at];
            length |= (b & 0x7f) << (7 * (at - 1));
            at++;
            if (b < 0x80) break;
            if (at == 5)
            {
                fault = MqttFault.Malformed("The remaining length has more than four bytes.");
                return FrameState.Bad;
            }
        }
        frame = new Frame(bytes[0], at, length);
        if (frame.Length > maximumPacketSize)
        {
            fault = new MqttFault(ReasonCode.PacketTooLarge, $"A packet of {frame.Length} bytes is larger than the {maximumPacketSize} bytes taken here.");
            return FrameState.Bad;
        }
        return bytes.Length < frame.Length ? FrameState.Short : FrameState.Whole;
    }

    // [MQTT-2.1.3-1] reserved flags are fixed; only PUBLISH uses them, and QoS 3 does not exist [MQTT-3.3.1-4].
    static bool HeaderIsValid(byte header, out MqttFault fault)
    {
        fault = default;
        var flags = header & 15;
        var valid = (PacketType)(header >> 4) switch
        {
            PacketType.Will => false,
            PacketType.Publish => (flags & 6) != 6 && (flags & 14) != 8,
            PacketType.Pubrel or PacketType.Subscribe or PacketType.Unsubscribe => flags == 2,
            _ => flags == 0,
        };
        if (!valid) fault = MqttFault.Malformed($"The fixed header 0x{header:X2} is not one of MQTT's.");
        return valid;
    }
}

/// <summary>What a look at the buffer's start found.</summary>
public enum FrameState
{
    Short,
    Whole,
    Bad,
}
