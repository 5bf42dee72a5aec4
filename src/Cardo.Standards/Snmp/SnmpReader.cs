using System.Text;

namespace Cardo.Standards.Snmp;

/// <summary>Reads a datagram as a message of SNMP 1 or 2c. It never throws: what is no message comes back as null with the reason.</summary>
public static class SnmpReader
{
    /// <summary>More variables than this fit in no datagram that is asked for here.</summary>
    public const int MostVariables = 256;

    public const int MostBytes = 65_507;

    /// <param name="wrong">one sentence's middle: "it ends in the middle of a value"</param>
    public static SnmpMessage? Read(ReadOnlySpan<byte> datagram, out string? wrong)
    {
        if (datagram.Length > MostBytes) { wrong = "it is longer than a datagram"; return null; }
        var outer = new BerReader(datagram);
        var whole = outer.Take(SnmpTag.Sequence, "a message");
        if (!outer.AtEnd && outer.Wrong is null) outer.Fail("something follows the message");
        var message = new BerReader(whole);
        var version = message.Integer("a version");
        var community = message.Take(SnmpTag.Octets, "a community");
        if (message.Wrong is null && version is not (0 or 1)) message.Fail($"version {version} is not spoken here");
        if (message.Wrong is null && community.Length > 255) message.Fail("a community is longer than 255 octets");
        var body = message.Take(out var kind);
        if (message.Wrong is null && !Enum.IsDefined((SnmpPduKind)kind)) message.Fail($"a PDU of type 0x{kind:X2} is not known here");
        if (message.Wrong is null && !message.AtEnd) message.Fail("something follows the PDU");
        SnmpPdu? pdu = null;
        wrong = outer.Wrong ?? message.Wrong;
        if (wrong is null) pdu = Pdu((SnmpPduKind)kind, body, out wrong);
        return pdu is null ? null : new SnmpMessage((SnmpVersion)version, Encoding.Latin1.GetString(community), pdu);
    }

    static SnmpPdu? Pdu(SnmpPduKind kind, ReadOnlySpan<byte> body, out string? wrong)
    {
        var reader = new BerReader(body);
        var id = reader.Integer("a request id");
        var error = reader.Integer("an error status");
        var index = reader.Integer("an error index");
        var list = new BerReader(reader.Take(SnmpTag.Sequence, "a list of variables"));
        if (reader.Wrong is null && !reader.AtEnd) reader.Fail("something follows the variables");
        if (reader.Wrong is null && (id is < int.MinValue or > int.MaxValue || error is < 0 or > 18 || index is < 0 or > MostVariables)) reader.Fail("an id, error or index is out of bounds");
        var variables = new List<SnmpVariable>();
        while (reader.Wrong is null && list.Wrong is null && !list.AtEnd)
        {
            if (variables.Count == MostVariables) { list.Fail($"there are more than {MostVariables} variables"); break; }
            var pair = new BerReader(list.Take(SnmpTag.Sequence, "a variable"));
            var oid = pair.ObjectId(pair.Take(SnmpTag.ObjectId, "an object identifier"));
            var value = Value(ref pair);
            if (pair.Wrong is null && !pair.AtEnd) pair.Fail("something follows a value");
            if (pair.Wrong is { } why && list.Wrong is null) list.Fail(why);
            variables.Add(new SnmpVariable(oid, value));
        }
        wrong = reader.Wrong ?? list.Wrong;
        return wrong is null ? new SnmpPdu(kind, (int)id, (SnmpError)error, (int)index, variables) : null;
    }

    static SnmpValue Value(ref BerReader reader)
    {
        var contents = reader.Take(out var tag);
        if (reader.Wrong is not null) return default;
        switch (tag)
        {
            case SnmpTag.Integer:
                return new SnmpValue(tag, reader.Number(contents, signed: true), default, default);
            case SnmpTag.Counter32 or SnmpTag.Gauge32 or SnmpTag.TimeTicks or SnmpTag.Counter64:
                return new SnmpValue(tag, reader.Number(contents, signed: false), default, default);
            case SnmpTag.ObjectId:
                return new SnmpValue(tag, 0, default, reader.ObjectId(contents));
            case SnmpTag.Octets or SnmpTag.IpAddress or SnmpTag.Opaque:
                return new SnmpValue(tag, 0, contents.ToArray(), default);
            case SnmpTag.Null or SnmpTag.NoSuchObject or SnmpTag.NoSuchInstance or SnmpTag.EndOfMibView when contents.IsEmpty:
                return new SnmpValue(tag, 0, default, default);
            default:
                reader.Fail($"a value of type 0x{tag:X2} is not known here");
                return default;
        }
    }
}
