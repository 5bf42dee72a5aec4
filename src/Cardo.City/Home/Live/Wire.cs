using System.Buffers;
using System.Text;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Home.Live;

/// <summary>
/// The map's own small language: arrays instead of objects, because a city has many things. README.md says what stands where.
/// </summary>
internal static class Wire
{
    static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Snapshot(long seq, long nowUs, IReadOnlyList<Pin> pins, int left, Counts counts)
    {
        var buffer = new ArrayBufferWriter<byte>(pins.Count * 96 + 256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", seq);
            json.WriteNumber("now", nowUs / 1000);
            json.WriteNumber("left", left);
            Write(json, counts);
            json.WriteStartArray("pins");
            foreach (var pin in pins) Whole(json, pin);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One server-sent event with everything a tick changed; encoded once for all viewers.</summary>
    public static byte[] Frame(Delta delta, long nowUs, double perSecond, string? tiles)
    {
        var buffer = new ArrayBufferWriter<byte>(delta.Changed.Count * 32 + 256);
        buffer.Write(Encoding.ASCII.GetBytes($"id: {delta.Seq}\ndata: "));
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", delta.Seq);
            json.WriteNumber("now", nowUs / 1000);
            Write(json, delta.Counts);
            json.WriteNumber("rate", Math.Round(perSecond, 1));
            if (tiles is not null) json.WriteString("tiles", tiles);
            List(json, "u", delta.Changed, Changed);
            List(json, "m", delta.Moved, Moved);
            List(json, "n", delta.New, Whole);
            List(json, "g", delta.Gone, (j, index) => j.WriteNumberValue(index));
            json.WriteEndObject();
        }
        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The first event of a viewer, or of one that fell behind: where to begin.</summary>
    public static byte[] Hello(long seq) => Encoding.ASCII.GetBytes($"id: {seq}\nevent: hello\ndata: {{\"seq\":{seq},\"snapshot\":\"/map/now?seq={seq}\"}}\n\n");

    static void List<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, Counts counts)
    {
        json.WriteStartArray("counts");
        json.WriteNumberValue(counts.Things);
        json.WriteNumberValue(counts.Alarms);
        json.WriteNumberValue(counts.Alert);
        json.WriteNumberValue(counts.Warn);
        json.WriteEndArray();
    }

    // [index, id, layer, name, lon, lat, unit, value, shownAt, heardAt, tone, doubts]
    static void Whole(Utf8JsonWriter json, Pin pin)
    {
        json.WriteStartArray();
        json.WriteNumberValue(pin.Index);
        json.WriteStringValue(pin.Id);
        json.WriteStringValue(pin.Layer.Id);
        json.WriteStringValue(pin.Name);
        json.WriteNumberValue(pin.Lon);
        json.WriteNumberValue(pin.Lat);
        json.WriteStringValue(Units.Symbol(pin.Unit));
        Tail(json, pin.Value, pin.AtUs, pin.HeardUs, pin.Tone, pin.Doubts);
        json.WriteEndArray();
    }

    // [index, value, shownAt, heardAt, tone, doubts]
    static void Changed(Utf8JsonWriter json, Pin pin)
    {
        json.WriteStartArray();
        json.WriteNumberValue(pin.Index);
        Tail(json, pin.Value, pin.AtUs, pin.HeardUs, pin.Tone, pin.Doubts);
        json.WriteEndArray();
    }

    // [index, lon, lat]
    static void Moved(Utf8JsonWriter json, Pin pin)
    {
        json.WriteStartArray();
        json.WriteNumberValue(pin.Index);
        json.WriteNumberValue(pin.Lon);
        json.WriteNumberValue(pin.Lat);
        json.WriteEndArray();
    }

    static void Tail(Utf8JsonWriter json, Value value, long atUs, long heardUs, Tone tone, byte doubts)
    {
        WriteValue(json, value);
        json.WriteNumberValue(atUs == Attribute.NoTime ? 0 : atUs / 1000);
        json.WriteNumberValue(heardUs == Attribute.NoTime ? 0 : heardUs / 1000);
        json.WriteNumberValue((int)tone);
        json.WriteNumberValue(doubts);
    }

    /// <summary>A number, a boolean, a short text, or null for what a pin can't say.</summary>
    public static void WriteValue(Utf8JsonWriter json, Value value)
    {
        if (value.Kind == ValueKind.Number && double.IsFinite(value.Number)) json.WriteNumberValue(value.Number);
        else if (value.Kind == ValueKind.Bool) json.WriteBooleanValue(value.IsTrue);
        else if (value.Kind == ValueKind.Text) json.WriteStringValue(value.Text!.Length > 80 ? value.Text[..80] : value.Text);
        else json.WriteNullValue();
    }
}
