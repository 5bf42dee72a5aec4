using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cardo.Cases.Store;

/// <summary>How events and states are written: short names, no nulls, enums as words.</summary>
internal static class Spelling
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        // The canonical form sorts names, so the word that says which event it is need not come first.
        AllowOutOfOrderMetadataProperties = true,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public static JsonObject Node(CaseEntry entry) => JsonSerializer.SerializeToNode(entry, Options)!.AsObject();

    /// <summary>The kind of a journal entry: <c>case.</c> and what happened first.</summary>
    public static string Kind(CaseEntry entry) => "case." + JsonSerializer.SerializeToNode(entry.Events[0], Options)!["t"]!.GetValue<string>();
}
