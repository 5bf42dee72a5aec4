namespace Cardo.Standards.Snmp;

/// <summary>The types that stand in SNMP messages (RFC 1157, RFC 3416), as BER writes them.</summary>
public static class SnmpTag
{
    public const byte Integer = 0x02, Octets = 0x04, Null = 0x05, ObjectId = 0x06, Sequence = 0x30;

    public const byte IpAddress = 0x40, Counter32 = 0x41, Gauge32 = 0x42, TimeTicks = 0x43, Opaque = 0x44, Counter64 = 0x46;

    /// <summary>What version 2c answers for one object that is not there, where version 1 refuses the whole request.</summary>
    public const byte NoSuchObject = 0x80, NoSuchInstance = 0x81, EndOfMibView = 0x82;
}
