namespace Cardo.Standards.Snmp;

/// <summary>Reads BER as SNMP restricts it (RFC 3417, 8): definite lengths only. Once something is wrong everything after reads as nothing, so it is asked for once, at the end.</summary>
internal ref struct BerReader(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> left = bytes;

    public string? Wrong { get; private set; }

    public readonly bool AtEnd => left.IsEmpty;

    public byte Tag() => Wrong is null && !left.IsEmpty ? left[0] : (byte)0;

    /// <summary>The contents of the next value, whatever its tag.</summary>
    public ReadOnlySpan<byte> Take(out byte tag)
    {
        tag = 0;
        if (Wrong is not null) return default;
        if (left.Length < 2) return Fail("it ends in the middle of a value");
        tag = left[0];
        int length = left[1], head = 2;
        if (length == 0x80) return Fail("a length is indefinite");
        if (length > 0x80)
        {
            var octets = length & 0x7F;
            if (octets > 3) return Fail("a length is longer than any datagram");
            if (left.Length < 2 + octets) return Fail("it ends in the middle of a length");
            length = 0;
            for (var i = 0; i < octets; i++) length = length << 8 | left[2 + i];
            head += octets;
        }
        if (left.Length - head < length) return Fail("it ends in the middle of a value");
        var contents = left.Slice(head, length);
        left = left[(head + length)..];
        return contents;
    }

    public ReadOnlySpan<byte> Take(byte expected, string what)
    {
        var contents = Take(out var tag);
        return Wrong is null && tag != expected ? Fail($"{what} is expected, not a value of type 0x{tag:X2}") : contents;
    }

    public long Integer(string what) => Number(Take(SnmpTag.Integer, what), signed: true);

    /// <param name="signed">unsigned types still carry a sign bit, so that 2^32 - 1 has five octets</param>
    public long Number(ReadOnlySpan<byte> contents, bool signed)
    {
        if (Wrong is not null) return 0;
        if (contents.Length is 0 or > 9 || (contents.Length == 9 && contents[0] != 0)) { Fail("a number has no octets or too many"); return 0; }
        if (contents.Length == 9) return contents[1] >= 0x80 ? long.MaxValue : Number(contents[1..], signed);
        // Some agents forget the sign octet of an unsigned number; a negative count means nothing else.
        var number = signed && contents[0] >= 0x80 ? -1L : 0;
        foreach (var octet in contents) number = number << 8 | octet;
        return !signed && number < 0 ? long.MaxValue : number;
    }

    public Oid ObjectId(ReadOnlySpan<byte> contents)
    {
        if (Wrong is not null) return default;
        Span<uint> parts = stackalloc uint[Oid.MostParts];
        var count = 1;
        ulong part = 0;
        var open = false;
        foreach (var octet in contents)
        {
            part = part << 7 | (uint)(octet & 0x7F);
            open = octet >= 0x80;
            if (part > uint.MaxValue + 80UL) { Fail("an object identifier has a number beyond 32 bits"); return default; }
            if (open) continue;
            if (count == Oid.MostParts) { Fail("an object identifier has more than 128 numbers"); return default; }
            if (count == 1)
            {
                parts[0] = (uint)Math.Min(part / 40, 2);
                part -= 40UL * parts[0];
            }
            if (part > uint.MaxValue) { Fail("an object identifier has a number beyond 32 bits"); return default; }
            parts[count++] = (uint)part;
            part = 0;
        }
        if (open || count < 2 || !Oid.TryOf(parts[..count], out var oid)) { Fail("an object identifier is broken off"); return default; }
        return oid;
    }

    public ReadOnlySpan<byte> Fail(string why)
    {
        Wrong ??= why;
        left = default;
        return default;
    }
}
