using System.Text.Json;

namespace Cardo.Indicators;

/// <summary>A report as JSON: <c>kind</c>, <c>notes</c>, and each table as a list of objects under its name. What is not there is null.</summary>
public static class IndexJson
{
    public static void Write(IndexReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", report.Kind);
        json.WriteStartArray("notes");
        foreach (var note in report.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartObject("tables");
        foreach (var table in report.Tables) Write(table, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Write(ReportTable table, Utf8JsonWriter json)
    {
        json.WriteStartArray(table.Name);
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            for (var c = 0; c < table.Columns.Count; c++)
            {
                json.WritePropertyName(table.Columns[c]);
                switch (row[c])
                {
                    case double d when double.IsFinite(d): json.WriteNumberValue(d); break;
                    case int i: json.WriteNumberValue(i); break;
                    case long l: json.WriteNumberValue(l); break;
                    case bool b: json.WriteBooleanValue(b); break;
                    case string s: json.WriteStringValue(s); break;
                    default: json.WriteNullValue(); break;
                }
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
