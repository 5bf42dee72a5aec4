using System.Text.Json;
using System.Text.Json.Serialization;
using Cardo.Kernel;

namespace Cardo.Cases.History;

/// <summary>Which column of a CSV says what. It lies in the city's <c>cases/history/NAME.json</c>.</summary>
/// <param name="Services">the file's words for a service, to service codes; what is not here becomes <paramref name="Otherwise"/></param>
/// <param name="Sub">a column that tells a service's kinds apart: <c>service/kind</c> in <paramref name="Services"/> goes before <c>service</c></param>
/// <param name="Zone">of times without an offset; the city's own by default</param>
/// <param name="ClosedWord">what the status column says of a closed one; without a status column all are taken as over</param>
internal sealed record HistoryMap(
    string File, string Id, string At, string Service, Dictionary<string, string> Services, string Otherwise,
    string? Words = null, string? Place = null, string? Lon = null, string? Lat = null, string? Closed = null, string? Due = null, string? Unit = null, Dictionary<string, string>? Units = null,
    string? Status = null, string ClosedWord = "closed", string? Zone = null, string Lang = "en", string? Sub = null)
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static Outcome<HistoryMap> Read(string file)
    {
        if (!System.IO.File.Exists(file)) return Refusal.NotFound("history-map", $"{file} is not there.");
        try
        {
            return JsonSerializer.Deserialize<HistoryMap>(System.IO.File.ReadAllBytes(file), options) is { } map ? map : Refusal.Bad("history-map", $"{file} is empty.");
        }
        catch (JsonException fault)
        {
            return Refusal.Bad("history-map", $"{file}, line {fault.LineNumber + 1}: {fault.Message.Split(". Path")[0]}.");
        }
    }
}
