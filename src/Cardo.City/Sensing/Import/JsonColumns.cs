using System.Text.Json;

namespace Cardo.Sensing.Import;

/// <summary>Puts the members of one JSON record into a row: by dotted path, numbers as they are written, anything nested as compact JSON.</summary>
internal sealed class JsonColumns
{
    /// <summary>The column that holds the key of a record in an object of objects.</summary>
    public const string Key = "_key";

    readonly string[][] paths;
    readonly int keyColumn;

    public JsonColumns(IReadOnlyList<string> columns, bool dotted)
    {
        paths = columns.Select(c => dotted ? c.Split('.') : [c]).ToArray();
        keyColumn = columns.ToList().IndexOf(Key);
    }

    public void Fill(Row row, JsonElement record, string? key)
    {
        if (keyColumn >= 0 && key is not null) row.Set(keyColumn, key);
        if (record.ValueKind != JsonValueKind.Object)
        {
            row.Fault ??= $"a record that is {record.ValueKind} instead of an object";
            return;
        }
        for (var i = 0; i < paths.Length; i++)
            if (i != keyColumn && Reach(record, paths[i]) is { } value) Put(row, i, value);
    }

    static JsonElement? Reach(JsonElement at, string[] path)
    {
        foreach (var step in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at)) return null;
        return at;
    }

    static void Put(Row row, int column, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            case JsonValueKind.String:
                row.Set(column, value.GetString());
                break;
            case JsonValueKind.True:
                row.Set(column, "true");
                break;
            case JsonValueKind.False:
                row.Set(column, "false");
                break;
            default:
                row.Set(column, value.GetRawText());
                break;
        }
    }
}
