using System.Text.Json;
using System.Text.Json.Serialization;
using Cardo.Kernel;

namespace Cardo.Cases.History;

/// <summary>Which column of a CSV, or field of another city's Open311 requests, says what. It lies in the city's <c>cases/history/NAME.json</c>.</summary>
/// <param name="File">a CSV in the folder of the city's files, or the address of requests.json of an Open311 server</param>
/// <param name="Services">the file's words for a service, to service codes; what is not here becomes <paramref name="Otherwise"/></param>
/// <param name="Sub">a column that tells a service's kinds apart: <c>service/kind</c> in <paramref name="Services"/> goes before <c>service</c></param>
/// <param name="Zone">of times without an offset; the city's own by default</param>
/// <param name="ClosedWord">what the status column says of a closed one, and it decides even where a moment stands beside it; without a status column all are taken as over</param>
/// <param name="Since">of an Open311 server: where to begin, as 2020-01-01</param>
/// <param name="Most">of an Open311 server: how many requests it gives in one answer</param>
internal sealed record HistoryMap(
    string File, string Id, string At, string Service, Dictionary<string, string> Services, string Otherwise,
    string? Words = null, string? Place = null, string? Lon = null, string? Lat = null, string? Closed = null, string? Due = null, string? Unit = null, Dictionary<string, string>? Units = null,
    string? Status = null, string ClosedWord = "closed", string? Zone = null, string Lang = "en", string? Sub = null,
    string? Since = null, int Most = 1000)
{
    /// <summary>The server's address, where this is no file.</summary>
    public Uri? Server => Uri.TryCreate(File, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static Outcome<HistoryMap> Read(string file)
    {
        if (!System.IO.File.Exists(file)) return Refusal.NotFound("history-map", $"{file} is not there.");
        try
        {
            if (JsonSerializer.Deserialize<HistoryMap>(System.IO.File.ReadAllBytes(file), options) is not { } map) return Refusal.Bad("history-map", $"{file} is empty.");
            return map.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? Refusal.Bad("history-map", $"{file}: there is no time zone {zone}.") : map;
        }
        catch (JsonException fault)
        {
            return Refusal.Bad("history-map", $"{file}, line {fault.LineNumber + 1}: {fault.Message.Split(". Path")[0]}.");
        }
    }
}
