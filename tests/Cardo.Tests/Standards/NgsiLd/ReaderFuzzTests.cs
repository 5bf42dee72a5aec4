using System.Text;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;

namespace Cardo.Tests.Standards.NgsiLd;

public class ReaderFuzzTests
{
    const string Seed = """{"id":"urn:x:1","type":["T","U"],"scope":["/a"],"a":{"type":"Property","value":1.5,"unitCode":"CEL","observedAt":"2018-08-23T10:00:00Z"},"g":{"type":"GeoProperty","value":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}},"r":[{"type":"Relationship","object":"urn:y:1","datasetId":"urn:d:1"}],"l":{"languageMap":{"en":"x"}},"v":{"vocab":["a","b"]},"o":{"objectList":[{"object":"urn:z:1"}]},"@context":{"a":"https://x.example/a"}}""";

    [Fact]
    public void Broken_bytes_never_throw()
    {
        var random = new Random(20180823);
        var options = new[] { ReadOptions.Whole, ReadOptions.Fragment, ReadOptions.Merge, ReadOptions.Temporal, new ReadOptions { Simplified = true } };
        for (var round = 0; round < 30_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seed);
            for (var n = random.Next(1, 6); n > 0; n--) Break(ref bytes, random);
            var result = EntityReader.Read(bytes, LdContext.Core, options[round % options.Length]);
            if (!result.Ok) result.Error.Message.ShouldNotBeEmpty();
            BatchReader.Read(Encoding.UTF8.GetBytes($"[{Encoding.UTF8.GetString(bytes)}]"), LdContext.Core, ReadOptions.Whole, 10);
            EntityReader.ContextOf(bytes);
        }
    }

    static void Break(ref byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        const string interesting = "{}[]\",:\\0-9eEtfn\ud800x ";
        switch (random.Next(5))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] = (byte)interesting[random.Next(interesting.Length)]; break;
            case 2: bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(8))..]]; break;
            case 3: bytes = [.. bytes[..at], .. "\\ud800"u8, .. bytes[at..]]; break;
            default:
                var from = random.Next(bytes.Length);
                bytes = [.. bytes[..at], .. bytes[from..Math.Min(bytes.Length, from + 12)], .. bytes[at..]];
                break;
        }
        if (bytes.Length == 0) bytes = [0];
    }
}
