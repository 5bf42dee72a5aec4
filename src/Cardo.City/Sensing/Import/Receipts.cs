using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Import;

/// <summary>
/// What was imported stands in the twin itself, as an entity of type Dataset (DCAT's word, and Smart Data Models'): where
/// it is from, its licence, its counts, and the fingerprint by which an unchanged file is recognised. It is durable with
/// the rows it speaks of, and goes with them.
/// </summary>
internal sealed class Receipts(TwinDesk twin)
{
    static readonly string[] Kept = ["repository", "licence", "publisher", "period", "note"];

    public static string Id(string name) => $"urn:ngsi-ld:Dataset:import:{Uri.EscapeDataString(name)}";

    /// <summary>SHA-256 over the mapping and the files' bytes (a missing file counts as none).</summary>
    public static string Fingerprint(Mapping mapping, string dataFolder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(mapping.Hash));
        foreach (var file in mapping.Files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            var path = Path.Combine(dataFolder, file);
            if (!File.Exists(path)) continue;
            using var stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The last run's report when it was of exactly these bytes and left nothing out.</summary>
    public ImportReport? Find(Mapping mapping, string fingerprint)
    {
        if (twin.Find("", Id(mapping.Name)) is not { } receipt || receipt.Find(Terms.Expand("fingerprint"))?.Value.Text != fingerprint) return null;
        long Count(string name) => receipt.Find(Terms.Expand(name)) is { Value.Kind: ValueKind.Number } a ? (long)a.Value.Number : 0;
        return new ImportReport
        {
            Name = mapping.Name,
            Title = mapping.Title,
            Skipped = true,
            Read = Count("rowsRead"),
            // What was written then is unchanged now.
            Unchanged = Count("rowsImported") + Count("rowsUnchanged"),
            Duplicates = Count("rowsDuplicate"),
            Rejected = Count("rowsRejected"),
            LeftOut = Count("rowsLeftOut"),
            Marked = Count("rowsMarked"),
            Entities = Count("entityCount"),
            RejectedBy = Reasons(receipt, "rejectedBy"),
            MarkedBy = Reasons(receipt, "markedBy"),
            Examples = [],
        };
    }

    static IReadOnlyDictionary<string, long> Reasons(Entity receipt, string name) =>
        receipt.Find(Terms.Expand(name)) is { Value.Kind: ValueKind.Json } a
            ? JsonSerializer.Deserialize<Dictionary<string, long>>(a.Value.Json.Span) ?? [] : new Dictionary<string, long>();

    public async ValueTask Write(Mapping mapping, ImportReport report, string fingerprint)
    {
        var attributes = new List<Attribute> { Of("title", Value.Of(mapping.Title)) };
        foreach (var key in Kept)
            if (mapping.Source.TryGetValue(key, out var said)) attributes.Add(Of(key, Value.Of(said)));
        attributes.AddRange([
            Of("rowsRead", Value.Of((double)report.Read)), Of("rowsImported", Value.Of((double)report.Imported)),
            Of("rowsUnchanged", Value.Of((double)report.Unchanged)), Of("rowsDuplicate", Value.Of((double)report.Duplicates)),
            Of("rowsRejected", Value.Of((double)report.Rejected)), Of("rowsLeftOut", Value.Of((double)report.LeftOut)),
            Of("rowsMarked", Value.Of((double)report.Marked)), Of("entityCount", Value.Of((double)report.Entities)),
            Of("rejectedBy", Json(report.RejectedBy)), Of("markedBy", Json(report.MarkedBy)),
            // A run that missed a file or a column must not be taken for done.
            Of("fingerprint", Value.Of(report.Problems.Count == 0 ? fingerprint : "")),
        ]);
        await twin.Write("", new UpsertEntity(new Entity { Id = Id(mapping.Name), Types = [Terms.Expand("Dataset")], Attributes = [.. attributes] }, SkipUnchanged: true));
    }

    static Attribute Of(string name, Value value) => new() { Name = Terms.Expand(name), Value = value };

    static Value Json(IReadOnlyDictionary<string, long> reasons) => Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(reasons));
}
