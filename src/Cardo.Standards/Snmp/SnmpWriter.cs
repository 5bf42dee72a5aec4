using System.Text;

namespace Cardo.Standards.Snmp;

/// <summary>Writes messages as BER, shortest form.</summary>
public static class SnmpWriter
{
    public static byte[] Write(SnmpMessage message)
    {
        var pdu = message.Pdu;
        var variables = new List<byte>();
        foreach (var variable in pdu.Variables) Put(variables, SnmpTag.Sequence, [.. Tagged(SnmpTag.ObjectId, ObjectId(variable.Oid)), .. Value(variable.Value)]);
        List<byte> body = [.. Number(pdu.RequestId), .. Number((int)pdu.Error), .. Number(pdu.ErrorIndex), .. Tagged(SnmpTag.Sequence, [.. variables])];
        List<byte> all = [.. Number((int)message.Version), .. Tagged(SnmpTag.Octets, Encoding.Latin1.GetBytes(message.Community)), .. Tagged((byte)pdu.Kind, [.. body])];
        return Tagged(SnmpTag.Sequence, [.. all]);
    }

    static byte[] Value(SnmpValue value) => value.Tag switch
    {
        _ when value.IsNumber => Tagged(value.Tag, Integer(value.Number)),
        SnmpTag.ObjectId => Tagged(value.Tag, ObjectId(value.Oid)),
        SnmpTag.Octets or SnmpTag.IpAddress or SnmpTag.Opaque => Tagged(value.Tag, value.Octets.ToArray()),
        0 => Tagged(SnmpTag.Null, []),
        _ => Tagged(value.Tag, []),
    };

    static byte[] Number(long number) => Tagged(SnmpTag.Integer, Integer(number));

    static byte[] Integer(long number)
    {
        var octets = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(octets, number);
        var from = 0;
        // The first nine bits are not all alike (X.690, 8.3.2).
        while (from < 7 && ((octets[from] == 0 && octets[from + 1] < 0x80) || (octets[from] == 0xFF && octets[from + 1] >= 0x80))) from++;
        return octets[from..];
    }

    static byte[] ObjectId(Oid oid)
    {
        var parts = oid.Parts;
        if (parts.Length < 2) return [0];
        var to = new List<byte>();
        Part(to, 40UL * parts[0] + parts[1]);
        foreach (var part in parts[2..]) Part(to, part);
        return [.. to];
    }

    static void Part(List<byte> to, ulong part)
    {
        var shift = 0;
        while (part >> shift >= 0x80) shift += 7;
        for (; shift > 0; shift -= 7) to.Add((byte)(0x80 | part >> shift & 0x7F));
        to.Add((byte)(part & 0x7F));
    }

    static byte[] Tagged(byte tag, byte[] contents)
    {
        var to = new List<byte>(contents.Length + 4);
        Put(to, tag, contents);
        return [.. to];
    }

    static void Put(List<byte> to, byte tag, byte[] contents)
    {
        to.Add(tag);
        if (contents.Length < 0x80) to.Add((byte)contents.Length);
        else if (contents.Length < 0x100) to.AddRange([0x81, (byte)contents.Length]);
        else to.AddRange([0x82, (byte)(contents.Length >> 8), (byte)contents.Length]);
        to.AddRange(contents);
    }
}
