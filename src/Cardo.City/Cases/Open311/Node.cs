using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace Cardo.Cases.Open311;

/// <summary>An answer before it is XML or JSON: GeoReport's two formats say the same ("Spark" convention).</summary>
internal abstract record Node
{
    public static Leaf Of(string? text) => new(text);

    public static Leaf Of(bool value) => new(value);

    public static Leaf Of(double? value) => new(value);

    public static Leaf Of(long value) => new(value);
}

internal sealed record Leaf(object? Value) : Node;

internal sealed record Fields(params (string Name, Node Value)[] All) : Node;

/// <param name="Item">what each is called in XML</param>
internal sealed record Items(string Item, IReadOnlyList<Node> All) : Node;

/// <summary>Writes nodes as one or the other.</summary>
internal static class Formats
{
    static readonly JsonWriterOptions plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly XmlWriterSettings settings = new() { Encoding = new UTF8Encoding(false), Indent = false, CheckCharacters = false };

    public static byte[] Xml(string root, Node node)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, settings)) Write(xml, root, node);
        return bytes.ToArray();
    }

    static void Write(XmlWriter xml, string name, Node node)
    {
        xml.WriteStartElement(name);
        switch (node)
        {
            case Leaf leaf:
                if (Text(leaf.Value) is { Length: > 0 } text) xml.WriteString(text);
                break;
            case Fields fields:
                foreach (var (field, value) in fields.All) Write(xml, field, value);
                break;
            case Items items:
                foreach (var each in items.All) Write(xml, items.Item, each);
                break;
        }
        xml.WriteEndElement();
    }

    static string? Text(object? value) => value switch
    {
        null => null,
        bool b => b ? "true" : "false",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static byte[] Json(Node node)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, plain)) Write(json, node);
        return bytes.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter json, Node node)
    {
        switch (node)
        {
            case Leaf { Value: null }: json.WriteNullValue(); break;
            case Leaf { Value: bool b }: json.WriteBooleanValue(b); break;
            case Leaf { Value: double d }: json.WriteNumberValue(d); break;
            case Leaf { Value: long n }: json.WriteNumberValue(n); break;
            case Leaf leaf: json.WriteStringValue(Text(leaf.Value)); break;
            case Fields fields:
                json.WriteStartObject();
                foreach (var (name, value) in fields.All)
                {
                    json.WritePropertyName(name);
                    Write(json, value);
                }
                json.WriteEndObject();
                break;
            case Items items:
                json.WriteStartArray();
                foreach (var each in items.All) Write(json, each);
                json.WriteEndArray();
                break;
        }
    }
}
