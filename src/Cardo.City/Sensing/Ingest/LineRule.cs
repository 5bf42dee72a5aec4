using System.Text.Json;
using Cardo.Kernel;
using Cardo.Sensing.Payloads;

namespace Cardo.Sensing.Ingest;

/// <summary>How a measurement of line protocol becomes a thing (line-protocol.json of a city; docs/standards/line-protocol.md).</summary>
/// <param name="Measurement">its name; a star at the end stands for any rest</param>
/// <param name="IdTag">the tag that says whose it is; null for the usual ones</param>
/// <param name="Prefix">attributes are called <c>measurement_field</c></param>
/// <param name="Tags">the tags kept as attributes; null for all</param>
/// <param name="Skip">its points are refused</param>
internal sealed record LineRule(string Measurement, string? IdTag = null, bool Prefix = false, IReadOnlySet<string>? Tags = null, bool Skip = false)
{
    public static readonly LineRule Usual = new("*");

    public bool Fits(ReadOnlySpan<char> measurement) =>
        Measurement.EndsWith('*') ? measurement.StartsWith(Measurement.AsSpan(0, Measurement.Length - 1), StringComparison.Ordinal) : measurement.SequenceEqual(Measurement);

    /// <summary>Reads <c>{"rules": [{"measurement": "cpu*", "id": "host", "prefix": true, "tags": ["region"], "skip": false}]}</c>; the first that fits counts.</summary>
    public static Outcome<IReadOnlyList<LineRule>> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var faults = new List<string>();
            var root = new ProfileNode(document.RootElement, "", faults);
            var rules = new List<LineRule>();
            foreach (var node in root.Array("rules", 1000))
            {
                if (node.Text("measurement") is { } measurement)
                    rules.Add(new LineRule(measurement, node.Text("id"), node.Flag("prefix") ?? false, node.Texts("tags")?.ToHashSet(StringComparer.Ordinal), node.Flag("skip") ?? false));
                else node.Fault("measurement", "is missing");
                node.Finish();
            }
            root.Finish();
            return faults.Count == 0 ? rules : new Refusal(RefusalKind.BadRequest, "line-rules-invalid", $"line-protocol.json: {string.Join("; ", faults)}", faults);
        }
        catch (JsonException e)
        {
            return Refusal.Bad("line-rules-invalid", $"line-protocol.json: not JSON at line {(e.LineNumber ?? 0) + 1}.");
        }
    }
}
