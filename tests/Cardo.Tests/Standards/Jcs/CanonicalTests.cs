using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cardo.Standards.Jcs;
using Cardo.Tests.Support;

namespace Cardo.Tests.Standards.Jcs;

public class CanonicalTests
{
    static string? Spell(string json) => Canonical.Of(Encoding.UTF8.GetBytes(json), out _) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    [Theory]
    [InlineData("arrays"), InlineData("french"), InlineData("structures"), InlineData("unicode"), InlineData("values"), InlineData("weird")]
    public void The_reference_samples_are_spelled_as_expected(string name)
    {
        var folder = Repository.Shared("journal/jcs/testdata");
        var canonical = Canonical.Of(File.ReadAllBytes(Path.Combine(folder, "input", name + ".json")), out var fault);
        fault.ShouldBeNull();
        canonical.ShouldBe(File.ReadAllBytes(Path.Combine(folder, "output", name + ".json")));
        Canonical.Is(canonical).ShouldBeTrue();
    }

    [Theory]
    // Appendix B of RFC 8785.
    [InlineData(0x0000000000000000, "0"), InlineData(0x8000000000000000, "0"), InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324"), InlineData(0x7fefffffffffffff, "1.7976931348623157e+308"), InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992"), InlineData(0xc340000000000000, "-9007199254740992"), InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22"), InlineData(0x44b52d02c7e14af6, "1e+23"), InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000"), InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000"), InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"), InlineData(0x3eb0c6f7a0b5ed8d, "0.000001"), InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555557, "333333333.33333343"), InlineData(0xbecbf647612f3696, "-0.0000033333333333333333"), InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_printed_as_ECMAScript_prints_them(ulong bits, string expected) => Numbers.Format(BitConverter.UInt64BitsToDouble(bits)).ShouldBe(expected);

    [Fact]
    public void A_hundred_thousand_numbers_of_the_reference_sequence_hash_to_the_published_value()
    {
        // The sequence is defined in the reference's README; the hash is that of its first 100,000 lines.
        var statics = File.ReadAllText(Path.Combine(Repository.Shared("journal/jcs/testdata"), "numgen.js"));
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var bits in Sequence(statics).Take(100_000))
            sum.AppendData(Encoding.ASCII.GetBytes($"{bits:x},{Numbers.Format(BitConverter.UInt64BitsToDouble(bits))}\n"));
        Convert.ToHexStringLower(sum.GetHashAndReset()).ShouldBe("22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7");
    }

    static IEnumerable<ulong> Sequence(string script)
    {
        var from = script.IndexOf("BigUint64Array([", StringComparison.Ordinal);
        var list = script[(from + 16)..script.IndexOf("])", from, StringComparison.Ordinal)];
        foreach (var word in list.Split([',', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries))
            yield return Convert.ToUInt64(word.TrimEnd('n')[2..], 16);
        for (var i = 0UL; i < 2000; i++) yield return 0x0010000000000000UL + i;
        var block = new byte[32];
        while (true)
        {
            block = SHA256.HashData(block);
            for (var i = 0; i < 4; i++)
            {
                var bits = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(8 * i));
                var number = BitConverter.UInt64BitsToDouble(bits);
                if (number != 0 && double.IsFinite(number)) yield return bits;
            }
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "a name twice"), InlineData("""{"a":1,"\u0061":2}""", "the same name escaped")]
    [InlineData("""["\ud800"]""", "half a pair"), InlineData("""{"\udc00":1}""", "half a pair in a name"), InlineData("[1e400]", "beyond doubles")]
    [InlineData("[1,]", "a trailing comma"), InlineData("[1] 2", "two values"), InlineData("", "nothing"), InlineData("{\"a\":", "cut off"), InlineData("[NaN]", "no number")]
    public void What_has_no_canonical_form_is_refused_with_a_reason(string json, string why)
    {
        Canonical.Of(Encoding.UTF8.GetBytes(json), out var fault).ShouldBeNull(why);
        fault.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Depth_is_limited()
    {
        Spell(new string('[', 64) + new string(']', 64)).ShouldNotBeNull();
        Spell(new string('[', 65) + new string(']', 65)).ShouldBeNull();
    }

    [Fact]
    public void Names_are_sorted_by_code_units_and_escapes_are_the_shortest() =>
        Spell("""{ "\u20ac": "\u000F\n\/", "\ud83d\ude02": 1, "\ufb33": 2, "a\"": [ ] }""").ShouldBe("{\"a\\\"\":[],\"€\":\"\\u000f\\n/\",\"😂\":1,\"\ufb33\":2}");
}
