using System.Text;
using Cardo.Standards.Jcs;

namespace Cardo.Tests.Standards.Jcs;

/// <summary>The quick check may leave a text undecided, but must never call canonical what isn't.</summary>
public class CanonicalCheckTests
{
    [Theory]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","body":{"n":1,"what":"a thing"},"kind":"test.happened","v":1}""")]
    [InlineData("""{"":1,"a":[],"b":{},"c":[1,-2,true,false,null,"x",{"y":0}],"ä":"海"}""")]
    [InlineData("[[[]],[{}],0]"), InlineData("\"text\""), InlineData("7"), InlineData("null"), InlineData("""{"a":{"z":1},"b":{"a":1}}""")]
    public void Plain_canonical_texts_are_known_in_one_pass(string json) => CanonicalCheck.Surely(Encoding.UTF8.GetBytes(json)).ShouldBeTrue();

    [Theory]
    [InlineData("""{"b":1,"a":2}"""), InlineData("""{"a":1,"a":2}"""), InlineData("""{"a" :1}"""), InlineData("""{"a": 1}"""), InlineData("""{ "a":1}""")]
    [InlineData("""{"a":1 }"""), InlineData("""{"a":1} """), InlineData(""" {"a":1}"""), InlineData("[1 ,2]"), InlineData("[1, 2]"), InlineData("[ ]"), InlineData("{ }")]
    [InlineData("[-0]"), InlineData("[1.0]"), InlineData("[1e2]"), InlineData("[12345678901234567890]"), InlineData("""["\u0041"]"""), InlineData("""{"\u0041":1}""")]
    [InlineData("""{"a":{"b":1},"Z":{"b":1}}"""), InlineData("[1][2]"), InlineData(""), InlineData("[1"), InlineData("\n[1]"), InlineData("""{"a":1,"b":2,"aa":3}""")]
    public void What_is_not_canonical_is_never_called_so(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        CanonicalCheck.Surely(bytes).ShouldBeFalse();
        Canonical.Is(bytes).ShouldBeFalse();
    }

    [Fact]
    public void Changed_texts_are_judged_as_the_whole_spelling_judges_them()
    {
        var chance = new Random(20261122);
        var canonical = Encoding.UTF8.GetBytes("""{"a":[1,-20,{"b":"x y","c":{"d":null}}],"at":"2026","body":{"k":true,"é":"海岸","～":5},"n":123456789012345}""");
        const string Bytes = " \t\n\"\\,:{}[]0123456789-+.eEtrufalsn\u00e9\u6d77";
        var pool = Encoding.UTF8.GetBytes(Bytes);
        for (var i = 0; i < 60_000; i++)
        {
            var text = new List<byte>(canonical);
            for (var n = chance.Next(1, 4); n > 0; n--)
                switch (chance.Next(3))
                {
                    case 0: text[chance.Next(text.Count)] = pool[chance.Next(pool.Length)]; break;
                    case 1: text.Insert(chance.Next(text.Count + 1), pool[chance.Next(pool.Length)]); break;
                    default: text.RemoveAt(chance.Next(text.Count)); break;
                }
            var bytes = text.ToArray();
            if (CanonicalCheck.Surely(bytes)) Canonical.Of(bytes, out _).ShouldBe(bytes, Encoding.UTF8.GetString(bytes));
        }
    }
}
