using System.Text;
using System.Text.Json;

namespace Cardo.Sensing.Import;

/// <summary>
/// Records of a JSON document, streamed: the members of an array, or of an object keyed by id, somewhere inside. With
/// <c>geo</c> they are GeoJSON features: columns are their properties. One record is in memory at a time.
/// </summary>
internal sealed class JsonRows : IRowReader
{
    public const int MaxRecord = 64 << 20;

    static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    readonly Stream stream;
    readonly string[] path;
    readonly bool geo;
    readonly JsonColumns columns;
    JsonReaderState state = new(new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 });
    byte[] buffer = new byte[1 << 16];
    int start, end;
    bool ended, open, keyed, over;
    long line = 1, number;

    public JsonRows(Stream stream, string path, bool geo, IReadOnlyList<string> columns)
    {
        (this.stream, this.geo) = (stream, geo);
        this.path = path.Length == 0 ? [] : path.Split('.');
        this.columns = new JsonColumns(columns, dotted: !geo);
        Fill();
        if (end >= 3 && buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8)) start = 3;
        if (end == start) Problem = "the file is empty";
    }

    public string? Problem { get; private set; }

    /// <summary>The coordinate system a GeoJSON file of before 2016 names, as it names it.</summary>
    public string? Crs { get; private set; }

    public void Dispose() => stream.Dispose();

    public bool Next(Row row)
    {
        row.Clear();
        if (over || Problem is not null) return false;
        try
        {
            if (!open && !Enter()) return false;
            return Record(row);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Nothing behind a syntax error can be trusted: what was read stands, the rest is one rejected record.
            over = true;
            row.Line = line + Gap();
            row.Number = ++number;
            row.Fault = $"the file is broken from here on: {e.Message}";
            return true;
        }
    }

    /// <summary>Lines between what was read and what comes next.</summary>
    int Gap()
    {
        var rest = buffer.AsSpan(start, end - start);
        return rest[..^rest.TrimStart(", \t\r\n"u8).Length].Count((byte)'\n');
    }

    /// <summary>Walks down the path to where the records begin.</summary>
    bool Enter()
    {
        foreach (var step in path)
        {
            if (Token(out _) != JsonTokenType.StartObject) return Lost($"no object holds \"{step}\"");
            while (true)
            {
                if (Token(out var name) != JsonTokenType.PropertyName) return Lost($"no member \"{step}\"");
                if (name == step) break;
                using var skipped = Value();
                if (name == "crs" && geo) Crs = skipped.RootElement.ToString();
            }
        }
        var first = Token(out _);
        keyed = first == JsonTokenType.StartObject;
        open = true;
        return keyed || first == JsonTokenType.StartArray || Lost("the records are neither in an array nor in an object");
    }

    bool Lost(string why)
    {
        Problem = why;
        return false;
    }

    bool Record(Row row)
    {
        string? key = null;
        if (keyed)
        {
            if (Token(out key) != JsonTokenType.PropertyName) return !(over = true);
        }
        else if (AtArrayEnd()) return !(over = true);
        row.Line = line;
        row.Number = ++number;
        using var record = Value();
        row.Line = recordLine;
        var root = record.RootElement;
        if (!geo) columns.Fill(row, root, key);
        else if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out var type) && type.ValueEquals("Feature"))
        {
            if (root.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object)
                row.Geometry = Encoding.UTF8.GetBytes(geometry.GetRawText());
            if (root.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
                columns.Fill(row, properties, key);
        }
        else row.Fault = "a record that is no GeoJSON feature";
        return true;
    }

    long recordLine;

    bool AtArrayEnd()
    {
        while (true)
        {
            var reader = Reader();
            if (reader.Read()) return reader.TokenType == JsonTokenType.EndArray;
            if (!Fill()) throw new JsonException("the array is never closed");
        }
    }

    JsonTokenType Token(out string? name)
    {
        while (true)
        {
            var reader = Reader();
            if (reader.Read())
            {
                name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
                Took(ref reader);
                return reader.TokenType;
            }
            if (!Fill()) throw new JsonException("the file ends in the middle");
        }
    }

    JsonDocument Value()
    {
        while (true)
        {
            var reader = Reader();
            if (reader.Read())
            {
                var from = (int)reader.TokenStartIndex;
                if (reader.TrySkip())
                {
                    recordLine = line + buffer.AsSpan(start, from).Count((byte)'\n');
                    var document = JsonDocument.Parse(buffer.AsMemory(start + from, (int)reader.BytesConsumed - from).ToArray(), Lenient);
                    Took(ref reader);
                    return document;
                }
            }
            if (!Fill()) throw new JsonException(end - start >= MaxRecord ? $"a record of more than {MaxRecord >> 20} MB" : "the file ends in the middle");
        }
    }

    Utf8JsonReader Reader() => new(buffer.AsSpan(start, end - start), ended, state);

    void Took(ref Utf8JsonReader reader)
    {
        state = reader.CurrentState;
        var consumed = (int)reader.BytesConsumed;
        line += buffer.AsSpan(start, consumed).Count((byte)'\n');
        start += consumed;
    }

    /// <returns>false when there is no more, or no room for more</returns>
    bool Fill()
    {
        if (ended || end - start >= MaxRecord) return false;
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var n = stream.Read(buffer, end, buffer.Length - end);
        if (n == 0) ended = true;
        end += n;
        // At the end the reader must be asked once more with isFinalBlock set.
        return true;
    }
}
