using Cardo.Sensing;
using Cardo.Sensing.Ingest;
using Cardo.Twin;

namespace Cardo.Tests.Sensing;

/// <summary>Things that report the same share one list of fields; what differs in anything is kept apart.</summary>
public sealed class LineKeysTests
{
    static LineFields Fields(string[] keys, int[] streams, string?[] units) =>
        new([.. keys.Select(k => (byte[])[.. System.Text.Encoding.UTF8.GetBytes(k), (byte)'='])], streams, new RowNames([.. keys.Select(k => "https://example.org/" + k)], units));

    [Fact]
    public void Ten_thousand_stations_share_the_few_lists_they_have_between_them()
    {
        var keys = new LineKeys(new SensingOptions());
        var first = keys.Known(Fields(["temperature", "wind"], [0, 1], ["CEL", "MTS"]));
        keys.Known(Fields(["temperature", "wind"], [0, 1], ["CEL", "MTS"])).ShouldBeSameAs(first);
        keys.Known(Fields(["temperature", "wind"], [1, 0], ["CEL", "MTS"])).ShouldNotBeSameAs(first, "another thing met them in another order");
        keys.Known(Fields(["temperature", "wind"], [0, 1], ["CEL", null])).ShouldNotBeSameAs(first);
        keys.Known(Fields(["temperature", "winds"], [0, 1], ["CEL", "MTS"])).ShouldNotBeSameAs(first);
        keys.Known(Fields(["temperature"], [0], ["CEL"])).ShouldNotBeSameAs(first);
        keys.Known(Fields(["temperature", "wind"], [0, 1], ["CEL", "MTS"])).ShouldBeSameAs(first);
    }

    [Fact]
    public void A_sender_that_makes_up_fields_fills_nothing()
    {
        var keys = new LineKeys(new SensingOptions());
        var first = keys.Known(Fields(["a"], [0], [null]));
        for (var i = 0; i < 10_000; i++) keys.Known(Fields([$"f{i}"], [0], [null]));
        keys.Known(Fields(["f9999"], [0], [null])).Names.Names.ShouldBe(["https://example.org/f9999"]);
        keys.Known(Fields(["a"], [0], [null])).ShouldNotBeSameAs(first, "the oldest is forgotten");
    }
}
