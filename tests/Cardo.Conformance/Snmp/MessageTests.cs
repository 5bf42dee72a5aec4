using System.Globalization;
using Cardo.Standards.Snmp;

namespace Cardo.Conformance.Snmp;

/// <summary>Messages of RFC 1157 (SNMPv1) and RFC 3416 (version 2's PDUs) in the encoding of RFC 3417, 8 and X.690.</summary>
public sealed class MessageTests
{
    static readonly Oid Greens = Oid.Of(1, 3, 6, 1, 4, 1, 1206, 4, 2, 1, 1, 4, 1, 4, 1);

    static SnmpMessage Get(int id) => new(SnmpVersion.V1, "public", new SnmpPdu(SnmpPduKind.Get, id, SnmpError.None, 0, [new SnmpVariable(Greens, SnmpValue.Null)]));

    static SnmpMessage? Read(string hex, out string? wrong) => SnmpReader.Read(Convert.FromHexString(hex), out wrong);

    [Fact] // RFC 1157, 4.1.2: GetRequest-PDU ::= [0] IMPLICIT; values of a request are NULL. 1206 takes two octets, 0x89 0x36.
    public void A_request_is_the_octets_of_the_standard() =>
        Convert.ToHexString(SnmpWriter.Write(Get(1))).ShouldBe("302D" + "020100" + "04067075626C6963" + "A020" + "020101" + "020100" + "020100" + "3015" + "3013" + "060F2B0601040189360402010104010401" + "0500");

    [Theory] // X.690, 8.3: two's complement, shortest form
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "0080")]
    [InlineData(256, "0100")]
    [InlineData(-1, "FF")]
    [InlineData(-129, "FF7F")]
    [InlineData(2147483647, "7FFFFFFF")]
    public void Integers_have_their_shortest_form(long number, string octets)
    {
        var bytes = SnmpWriter.Write(Get(1) with { Pdu = Get(1).Pdu with { Variables = [new SnmpVariable(Greens, SnmpValue.Of(number))] } });
        Convert.ToHexString(bytes).ShouldEndWith("02" + (octets.Length / 2).ToString("X2", CultureInfo.InvariantCulture) + octets);
        SnmpReader.Read(bytes, out _)!.Pdu.Variables[0].Value.Number.ShouldBe(number);
    }

    [Fact] // RFC 2578, 7.1.6 to 7.1.11: unsigned 32 and 64 bits; the sign octet that X.690 asks for is often left out by agents
    public void Unsigned_numbers_are_read_with_and_without_their_sign_octet()
    {
        static string Answer(string value) => Wrap("020101" + "020100" + "020100" + Tagged("30", Tagged("30", "06052B06010201" + value)));
        foreach (var (value, number) in new[] { ("410500FFFFFFFF", 4294967295), ("4104FFFFFFFF", 4294967295), ("43020100", 256), ("460900FFFFFFFFFFFFFFFF", long.MaxValue), ("42017F", 127) })
            Read(Answer(value), out _)!.Pdu.Variables[0].Value.Number.ShouldBe(number);
    }

    [Fact] // RFC 3416, 3: noSuchObject [0], noSuchInstance [1], endOfMibView [2]
    public void What_version_2_says_of_a_missing_object_is_a_value()
    {
        foreach (var tag in new[] { "8000", "8100", "8200" })
            Read(Wrap("020101" + "020100" + "020100" + Tagged("30", Tagged("30", "06052B06010201" + tag))), out _)!.Pdu.Variables[0].Value.IsMissing.ShouldBeTrue();
    }

    [Fact] // RFC 3417, 8 (1): only the definite form of the length
    public void Indefinite_lengths_are_refused()
    {
        Read("3080020100040670", out var wrong).ShouldBeNull();
        wrong!.ShouldContain("indefinite");
    }

    [Fact] // RFC 1157, 4.1: versions and PDUs that are not spoken here
    public void Version_3_and_traps_are_refused_with_their_reason()
    {
        Read(Tagged("30", "020103" + "0400" + Tagged("A2", "020101020100020100" + "3000")), out var wrong).ShouldBeNull();
        wrong!.ShouldContain("version 3");
        Read(Tagged("30", "020100" + "0400" + Tagged("A4", "020101020100020100" + "3000")), out wrong).ShouldBeNull();
        wrong!.ShouldContain("A4");
    }

    [Fact] // RFC 2578, 3.5: at most 128 sub-identifiers of at most 2^32 - 1
    public void Object_identifiers_beyond_their_bounds_are_refused()
    {
        static string With(string oid) => Wrap("020101" + "020100" + "020100" + Tagged("30", Tagged("30", Tagged("06", oid) + "0500")));
        Read(With("2B" + "8FFFFFFF7F"), out _)!.Pdu.Variables[0].Oid.ToString().ShouldBe("1.3.4294967295");
        Read(With("2B" + "9080808000"), out _).ShouldBeNull();
        Read(With("2B" + string.Concat(Enumerable.Repeat("01", 126))), out _).ShouldNotBeNull();
        Read(With("2B" + string.Concat(Enumerable.Repeat("01", 127))), out _).ShouldBeNull();
        Read(With("2B81"), out _).ShouldBeNull();
        Read(With(""), out _).ShouldBeNull();
    }

    [Fact]
    public void A_datagram_cut_anywhere_or_with_any_octet_changed_is_read_or_refused_and_never_throws()
    {
        var bytes = SnmpWriter.Write(Get(77) with { Pdu = Get(77).Pdu with { Kind = SnmpPduKind.Response, Variables = [new SnmpVariable(Greens, SnmpValue.Of(34)), new SnmpVariable(Greens, SnmpValue.Of(new byte[] { 1, 2, 3 })), new SnmpVariable(Greens, SnmpValue.Of(Greens))] } });
        for (var length = 0; length < bytes.Length; length++) SnmpReader.Read(bytes.AsSpan(0, length), out _).ShouldBeNull();
        var read = 0;
        for (var at = 0; at < bytes.Length; at++)
            for (var octet = 0; octet < 256; octet++)
            {
                var changed = (byte[])bytes.Clone();
                changed[at] = (byte)octet;
                if (SnmpReader.Read(changed, out var wrong) is not null) read++;
                else wrong.ShouldNotBeNull();
            }
        read.ShouldBeGreaterThan(100);
        SnmpReader.Read([.. bytes, 0], out var more).ShouldBeNull();
        more!.ShouldContain("follows");
    }

    static string Wrap(string pdu) => Tagged("30", "020100" + "0400" + Tagged("A2", pdu));

    static string Tagged(string tag, string contents) => contents.Length / 2 < 128
        ? tag + (contents.Length / 2).ToString("X2", CultureInfo.InvariantCulture) + contents
        : tag + "82" + (contents.Length / 2).ToString("X4", CultureInfo.InvariantCulture) + contents;
}
