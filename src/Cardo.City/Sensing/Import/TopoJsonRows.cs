using System.Buffers;
using System.Text.Json;

namespace Cardo.Sensing.Import;

/// <summary>
/// A TopoJSON object's geometries as rows with GeoJSON geometry: arcs are decoded (quantized and delta-coded where the
/// file has a transform) and stitched, reversed ones (~i) read backwards. The topology is held in memory.
/// </summary>
internal sealed class TopoJsonRows : IRowReader
{
    public const long MaxFile = 512L << 20;
    const int MaxArcs = 5_000_000;

    readonly JsonDocument? document;
    readonly JsonColumns columns;
    readonly double[][] arcs = [];
    readonly IEnumerator<JsonElement>? geometries;
    long number;

    /// <param name="name">the object to read; empty for the only one</param>
    public TopoJsonRows(Stream stream, string name, IReadOnlyList<string> columns)
    {
        this.columns = new JsonColumns(columns, dotted: false);
        try
        {
            document = JsonDocument.Parse(new CountedStream(stream, MaxFile, _ => { }));
            var root = document.RootElement;
            var objects = root.GetProperty("objects");
            var found = name.Length > 0 ? objects.GetProperty(name) : objects.EnumerateObject().Single().Value;
            arcs = Arcs(root);
            geometries = (found.GetProperty("type").ValueEquals("GeometryCollection")
                ? found.GetProperty("geometries").EnumerateArray().ToList() : [found]).GetEnumerator();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Problem = $"no TopoJSON with one object{(name.Length > 0 ? $" named \"{name}\"" : "")}: {e.Message}";
        }
        stream.Dispose();
    }

    public string? Problem { get; }

    public void Dispose() => document?.Dispose();

    public bool Next(Row row)
    {
        row.Clear();
        if (geometries is null || !geometries.MoveNext()) return false;
        var geometry = geometries.Current;
        row.Number = row.Line = ++number;
        try
        {
            if (geometry.TryGetProperty("properties", out var properties)) columns.Fill(row, properties, null);
            row.Geometry = Decode(geometry);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            row.Fault = $"a geometry that can't be decoded: {e.Message}";
        }
        return true;
    }

    static double[][] Arcs(JsonElement root)
    {
        double sx = 1, sy = 1, tx = 0, ty = 0;
        var quantized = root.TryGetProperty("transform", out var transform);
        if (quantized)
        {
            (sx, sy) = (transform.GetProperty("scale")[0].GetDouble(), transform.GetProperty("scale")[1].GetDouble());
            (tx, ty) = (transform.GetProperty("translate")[0].GetDouble(), transform.GetProperty("translate")[1].GetDouble());
        }
        var list = root.GetProperty("arcs");
        if (list.GetArrayLength() > MaxArcs) throw new FormatException($"more than {MaxArcs} arcs");
        return list.EnumerateArray().Select(arc =>
        {
            var points = new double[arc.GetArrayLength() * 2];
            double x = 0, y = 0;
            var i = 0;
            foreach (var p in arc.EnumerateArray())
            {
                (x, y) = quantized ? (x + p[0].GetDouble(), y + p[1].GetDouble()) : (p[0].GetDouble(), p[1].GetDouble());
                points[i++] = x * sx + tx;
                points[i++] = y * sy + ty;
            }
            return points;
        }).ToArray();
    }

    ReadOnlyMemory<byte> Decode(JsonElement geometry)
    {
        var type = geometry.GetProperty("type").GetString()!;
        if (type is not ("LineString" or "MultiLineString" or "Polygon" or "MultiPolygon"))
            throw new FormatException($"{type} is not read");
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WritePropertyName("coordinates");
        Write(json, geometry.GetProperty("arcs"), type switch { "LineString" => 0, "MultiPolygon" => 2, _ => 1 });
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    void Write(Utf8JsonWriter json, JsonElement indexes, int depth)
    {
        json.WriteStartArray();
        if (depth > 0)
            foreach (var inner in indexes.EnumerateArray()) Write(json, inner, depth - 1);
        else
        {
            var first = true;
            foreach (var index in indexes.EnumerateArray())
            {
                Stitch(json, index.GetInt32(), first);
                first = false;
            }
        }
        json.WriteEndArray();
    }

    /// <summary>Writes an arc's points; but for the first arc of a line the first point is the last one of the arc before.</summary>
    void Stitch(Utf8JsonWriter json, int index, bool first)
    {
        var arc = arcs[index < 0 ? ~index : index];
        var n = arc.Length / 2;
        for (var i = first ? 0 : 1; i < n; i++)
        {
            var at = (index < 0 ? n - 1 - i : i) * 2;
            json.WriteStartArray();
            json.WriteNumberValue(arc[at]);
            json.WriteNumberValue(arc[at + 1]);
            json.WriteEndArray();
        }
    }
}
