namespace Cardo.Cases;

/// <summary>By which door something came in.</summary>
public enum MatterSource { Web, Phone, Open311, Alarm, Inspection, Import, Support }

/// <summary>What a picture is for.</summary>
public enum MediaUse { Report, Before, After }

/// <summary>A picture by its SHA-256; the bytes stand apart and can be taken away, the hash stays.</summary>
/// <param name="Hash">64 hex digits</param>
/// <param name="Type">media type, as its first bytes say</param>
/// <param name="Bytes">length</param>
public sealed record Media(string Hash, string Type, int Bytes, MediaUse Use);

/// <summary>
/// What somebody or something says: a report, an alarm, a finding. Immutable but for redaction. Words and people stand in
/// tables of their own, bound to it by salted commitments, because this record is public for ever.
/// </summary>
public sealed record Matter
{
    public required string Id { get; init; }

    public MatterSource Source { get; init; }

    /// <summary>When it was said, microseconds since 1970.</summary>
    public long AtUs { get; init; }

    /// <summary>Service code as the sender chose it.</summary>
    public required string Service { get; init; }

    /// <summary>Degrees, WGS 84; null where only an address is known.</summary>
    public double? Lon { get; init; }

    public double? Lat { get; init; }

    /// <summary>The entity of the twin it is about.</summary>
    public string? Asset { get; init; }

    /// <summary>Language of the words.</summary>
    public string? Lang { get; init; }

    /// <summary>What it is called where it came from: the alarm's id, another system's number.</summary>
    public string? Ref { get; init; }

    /// <summary>Answers to the service's own questions, by attribute code.</summary>
    public IReadOnlyDictionary<string, string[]> Attributes { get; init; } = Nothing;

    public IReadOnlyList<Media> Media { get; init; } = [];

    /// <summary>Commits to the words and the address; null when there are none.</summary>
    public string? Said { get; init; }

    /// <summary>Commits to who said it; null when nobody left a name or a way to answer.</summary>
    public string? Person { get; init; }

    /// <summary>What was taken away later (words, person, media), if anything.</summary>
    public IReadOnlyList<string> Redacted { get; init; } = [];

    static readonly Dictionary<string, string[]> Nothing = [];
}
