using System.Globalization;

namespace Cardo.Standards.Snmp;

/// <summary>A value as its tag says: a number, octets, an object identifier, or none.</summary>
/// <param name="Tag">one of <see cref="SnmpTag"/></param>
/// <param name="Number">for the integer types; 64-bit counters beyond 2^63 - 1 stay there</param>
/// <param name="Octets">for octet strings and the like</param>
public readonly record struct SnmpValue(byte Tag, long Number, ReadOnlyMemory<byte> Octets, Oid Oid)
{
    public static readonly SnmpValue Null = new(SnmpTag.Null, 0, default, default);

    public static SnmpValue Of(long number) => new(SnmpTag.Integer, number, default, default);

    public static SnmpValue Of(ReadOnlyMemory<byte> octets) => new(SnmpTag.Octets, 0, octets, default);

    public static SnmpValue Of(Oid oid) => new(SnmpTag.ObjectId, 0, default, oid);

    public static SnmpValue Missing(byte tag = SnmpTag.NoSuchObject) => new(tag, 0, default, default);

    public bool IsNumber => Tag is SnmpTag.Integer or SnmpTag.Counter32 or SnmpTag.Gauge32 or SnmpTag.TimeTicks or SnmpTag.Counter64;

    public bool IsMissing => Tag is SnmpTag.NoSuchObject or SnmpTag.NoSuchInstance or SnmpTag.EndOfMibView;

    public override string ToString() => IsNumber ? Number.ToString(CultureInfo.InvariantCulture)
        : Tag switch { SnmpTag.Null => "null", SnmpTag.ObjectId => Oid.ToString(), _ when IsMissing => "missing", _ => Convert.ToHexString(Octets.Span) };
}
