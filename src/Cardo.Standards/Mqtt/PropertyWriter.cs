namespace Cardo.Standards.Mqtt;

/// <summary>Writes a property list with its length, in the order of the identifiers.</summary>
internal static class PropertyWriter
{
    public static void Write(ref Scribe scribe, Properties? properties)
    {
        if (properties is null)
        {
            scribe.Byte(0);
            return;
        }
        var count = new Scribe();
        Message(ref count, properties);
        Session(ref count, properties);
        scribe.VarInt((uint)count.At);
        Message(ref scribe, properties);
        Session(ref scribe, properties);
    }

    static void Message(ref Scribe s, Properties p)
    {
        Small(ref s, 0x01, p.PayloadFormat);
        Big(ref s, 0x02, p.MessageExpiry_s);
        Text(ref s, 0x03, p.ContentType);
        Text(ref s, 0x08, p.ResponseTopic);
        Binary(ref s, 0x09, p.CorrelationData);
        foreach (var id in p.SubscriptionIds ?? [])
        {
            s.Byte(0x0B);
            s.VarInt(id);
        }
        Medium(ref s, 0x23, p.TopicAlias);
        foreach (var (key, value) in p.User ?? [])
        {
            s.Byte(0x26);
            s.Text(key);
            s.Text(value);
        }
    }

    static void Session(ref Scribe s, Properties p)
    {
        Big(ref s, 0x11, p.SessionExpiry_s);
        Text(ref s, 0x12, p.AssignedClientId);
        Medium(ref s, 0x13, p.ServerKeepAlive_s);
        Text(ref s, 0x15, p.AuthMethod);
        Binary(ref s, 0x16, p.AuthData);
        Small(ref s, 0x17, p.RequestProblemInfo);
        Big(ref s, 0x18, p.WillDelay_s);
        Small(ref s, 0x19, p.RequestResponseInfo);
        Text(ref s, 0x1A, p.ResponseInfo);
        Text(ref s, 0x1C, p.ServerReference);
        Text(ref s, 0x1F, p.ReasonString);
        Medium(ref s, 0x21, p.ReceiveMaximum);
        Medium(ref s, 0x22, p.TopicAliasMaximum);
        Small(ref s, 0x24, p.MaximumQos);
        Small(ref s, 0x25, p.RetainAvailable);
        Big(ref s, 0x27, p.MaximumPacketSize);
        Small(ref s, 0x28, p.WildcardAvailable);
        Small(ref s, 0x29, p.SubscriptionIdsAvailable);
        Small(ref s, 0x2A, p.SharedAvailable);
    }

    static void Small(ref Scribe s, byte id, byte? value)
    {
        if (value is not { } v) return;
        s.Byte(id);
        s.Byte(v);
    }

    static void Medium(ref Scribe s, byte id, ushort? value)
    {
        if (value is not { } v) return;
        s.Byte(id);
        s.UInt16(v);
    }

    static void Big(ref Scribe s, byte id, uint? value)
    {
        if (value is not { } v) return;
        s.Byte(id);
        s.UInt32(v);
    }

    static void Text(ref Scribe s, byte id, string? value)
    {
        if (value is null) return;
        s.Byte(id);
        s.Text(value);
    }

    static void Binary(ref Scribe s, byte id, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } v) return;
        s.Byte(id);
        s.Binary(v.Span);
    }
}
