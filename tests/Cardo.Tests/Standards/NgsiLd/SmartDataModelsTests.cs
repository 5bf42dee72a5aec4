using System.Buffers;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;

namespace Cardo.Tests.Standards.NgsiLd;

public class SmartDataModelsTests
{
    // Nine of the 78 are no NGSI-LD: attribute types like "string", ids without a scheme, dates with two Ts.
    static readonly string[] broken =
    [
        "CityWork", "FloodMonitoring", "NightSkyQuality", "PhreaticObserved", "RestrictionException", "SpecialRestriction",
        "TransportStation", "WaterObserved", "WeatherForecast",
    ];

    [Fact]
    public void The_published_examples_are_read_and_come_back_meaning_the_same()
    {
        var root = Repository.Shared("twin/smart-data-models");
        var files = Directory.GetFiles(root, "example-normalized.jsonld", SearchOption.AllDirectories);
        var refused = new List<string>();
        var read = 0;
        foreach (var file in files)
        {
            if (!EntityReader.Read(File.ReadAllBytes(file), LdContext.Core, ReadOptions.Whole).Try(out var entity, out var error))
            {
                refused.Add($"{Path.GetFileName(Path.GetDirectoryName(file))}: {error}");
                continue;
            }
            read++;
            foreach (var how in new[] { Representation.Normalized, Representation.Concise })
                Write(Again(Write(entity, how))).ShouldBe(Write(entity), file);
        }
        read.ShouldBe(files.Length - broken.Length);
        refused.Select(r => r.Split(':')[0]).Order().ShouldBe(broken);
    }

    static Entity Again(byte[] json) => EntityReader.Read(json, LdContext.Core, ReadOptions.Whole).Value;

    static byte[] Write(Entity entity, Representation? how = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Writing)) EntityWriter.Write(writer, entity, LdContext.Core, how ?? Representation.Normalized);
        return buffer.WrittenSpan.ToArray();
    }
}
