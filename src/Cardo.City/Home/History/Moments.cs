using System.Buffers;
using System.Text.Json;
using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin;

namespace Cardo.Home.History;

/// <summary>
/// The city at a moment of its past, out of the histories of what each thing shows. Moments are whole minutes, so that
/// people looking at the same one share the work.
/// </summary>
internal sealed class Moments(TwinDesk twin, CityBoard board)
{
    const int Kept = 48;

    readonly Lock gate = new();
    readonly Dictionary<long, Lazy<IReadOnlyList<PastPin>>> kept = [];
    readonly Queue<long> order = new();

    /// <summary>Things that had been observed by then.</summary>
    public IReadOnlyList<PastPin> At(long us, long nowUs)
    {
        var minute = us - us % Instants.MinuteUs;
        Lazy<IReadOnlyList<PastPin>>? made;
        lock (gate)
        {
            if (!kept.TryGetValue(minute, out made))
            {
                made = new Lazy<IReadOnlyList<PastPin>>(() => Look(minute));
                // What is still being written is not kept: a late observation may yet belong to it.
                if (nowUs - minute > 10 * Instants.MinuteUs)
                {
                    kept[minute] = made;
                    order.Enqueue(minute);
                    if (order.Count > Kept) kept.Remove(order.Dequeue());
                }
            }
        }
        return made.Value;
    }

    List<PastPin> Look(long us)
    {
        var open = OpenAt(us);
        var then = new List<PastPin>();
        foreach (var pin in board.Copy().Pins)
        {
            if (twin.Find("", pin.Id) is not { } entity || MakePin.Shown(entity, pin.Layer) is not { } shown) continue;
            if (twin.History("", pin.Id, shown.Name) is not { } series || series.At(us) is not { } sample || sample.Kind == SampleKind.Gone) continue;
            var value = ValueOf(sample);
            var tone = open.GetValueOrDefault(pin.Id);
            foreach (var rule in pin.Layer.States)
                if (Then(entity, rule.Attribute, shown.Name, value, us) is { } said && rule.Holds(entity, said)) tone = MakePin.Max(tone, rule.Tone == "alert" ? Tone.Alert : Tone.Warn);
            var (lon, lat) = Place(entity, pin, us);
            then.Add(new PastPin(pin, value, sample.AtUs, tone, lon, lat));
        }
        return then;
    }

    // What the attribute a rule looks at said then; null when it said nothing yet.
    Value? Then(Entity entity, string attribute, string shown, Value value, long us)
    {
        if (Layer.Is(shown, attribute)) return value;
        return Layer.Find(entity, attribute) is { } other && twin.History("", entity.Id, other.Name) is { } series && series.At(us) is { } sample ? ValueOf(sample) : null;
    }

    // Which things had an open alarm: the history of each alarm's status knows.
    Dictionary<string, Tone> OpenAt(long us)
    {
        var open = new Dictionary<string, Tone>(StringComparer.Ordinal);
        foreach (var alarm in board.Alarms())
        {
            if (twin.Find("", alarm.Id) is not { } entity || Layer.Find(entity, "status") is not { } status) continue;
            if (twin.History("", alarm.Id, status.Name) is not { } series || series.At(us) is not { Text: Rules.Alarm.OpenStatus }) continue;
            open[alarm.SourceId] = MakePin.Max(open.GetValueOrDefault(alarm.SourceId), CityBoard.ToneOf(alarm.Severity));
        }
        return open;
    }

    (double Lon, double Lat) Place(Entity entity, Pin pin, long us)
    {
        if (Layer.Find(entity, "location") is { Value.Geo.IsPoint: true } location && twin.History("", pin.Id, location.Name) is { } series
            && series.At(us) is { Kind: SampleKind.Json, Text: { } text } && Point(text) is { } there) return there;
        return (pin.Lon, pin.Lat);
    }

    static (double, double)? Point(string json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.TryGetProperty("coordinates", out var c) && c.ValueKind == JsonValueKind.Array
                && c.GetArrayLength() >= 2 && c[0].ValueKind == JsonValueKind.Number && c[1].ValueKind == JsonValueKind.Number
                ? (c[0].GetDouble(), c[1].GetDouble()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static Value ValueOf(Sample sample) => sample.Kind switch
    {
        SampleKind.Number => Value.Of(sample.Number),
        SampleKind.Bool => Value.Of(sample.Number != 0),
        SampleKind.Text => Value.Of(sample.Text ?? ""),
        _ => default,
    };

    /// <summary>For the map: <c>{"time":…,"pins":[[index, value, shownAt, heardAt, tone, lon, lat], …]}</c>.</summary>
    public byte[] Encode(long us, long nowUs)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("time", us / 1000);
            json.WriteStartArray("pins");
            foreach (var past in At(us, nowUs))
            {
                json.WriteStartArray();
                json.WriteNumberValue(past.Pin.Index);
                Wire.WriteValue(json, past.Value);
                json.WriteNumberValue(past.AtUs / 1000);
                json.WriteNumberValue(past.AtUs / 1000);
                json.WriteNumberValue((int)past.Tone);
                json.WriteNumberValue(past.Lon);
                json.WriteNumberValue(past.Lat);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
