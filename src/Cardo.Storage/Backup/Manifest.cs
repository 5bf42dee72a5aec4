using System.Security.Cryptography;
using System.Text.Json;

namespace Cardo.Storage.Backup;

/// <summary>One file of a backup.</summary>
/// <param name="Path">below the backup, with slashes: <c>tables/twin_entities</c>, <c>log/log-….seg</c>, <c>files/journal.key</c></param>
/// <param name="Rows">of a table; 0 of other files</param>
internal sealed record Part(string Path, long Bytes, string Sha256, long Rows);

/// <summary>What a backup holds, and how to know that it is whole.</summary>
/// <param name="Migrations">by room, how many migrations had been applied</param>
internal sealed record Manifest(string Format, string MadeAt, string Engine, string LogId, long CheckpointLsn, long EndLsn,
    IReadOnlyDictionary<string, int> Migrations, IReadOnlyList<Part> Parts)
{
    public const string Known = "cardo-backup/1";
    public const string FileName = "manifest.json";
    public const string HashName = "manifest.sha256";

    static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Spelling);

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Null when this is not a manifest.</summary>
    public static Manifest? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(bytes, Spelling) is { Format: not null, Parts: not null, Migrations: not null, LogId: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
