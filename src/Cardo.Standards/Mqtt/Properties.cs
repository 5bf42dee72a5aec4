namespace Cardo.Standards.Mqtt;

/// <summary>
/// The properties of an MQTT 5 packet (section 2.2.2). Null means absent: what absence stands for is written at each
/// packet in the specification. Memories are slices of the buffer that was decoded.
/// </summary>
public sealed record Properties
{
    /// <summary>1: the payload is UTF-8 text.</summary>
    public byte? PayloadFormat { get; set; }
    public uint? MessageExpiry_s { get; set; }
    public string? ContentType { get; set; }
    public string? ResponseTopic { get; set; }
    public ReadOnlyMemory<byte>? CorrelationData { get; set; }
    public List<uint>? SubscriptionIds { get; set; }
    /// <summary>0xFFFFFFFF: the session never expires.</summary>
    public uint? SessionExpiry_s { get; set; }
    public string? AssignedClientId { get; set; }
    public ushort? ServerKeepAlive_s { get; set; }
    public string? AuthMethod { get; set; }
    public ReadOnlyMemory<byte>? AuthData { get; set; }
    public byte? RequestProblemInfo { get; set; }
    public uint? WillDelay_s { get; set; }
    public byte? RequestResponseInfo { get; set; }
    public string? ResponseInfo { get; set; }
    public string? ServerReference { get; set; }
    public string? ReasonString { get; set; }
    public ushort? ReceiveMaximum { get; set; }
    public ushort? TopicAliasMaximum { get; set; }
    public ushort? TopicAlias { get; set; }
    public byte? MaximumQos { get; set; }
    public byte? RetainAvailable { get; set; }
    public List<KeyValuePair<string, string>>? User { get; set; }
    public uint? MaximumPacketSize { get; set; }
    public byte? WildcardAvailable { get; set; }
    public byte? SubscriptionIdsAvailable { get; set; }
    public byte? SharedAvailable { get; set; }
}
