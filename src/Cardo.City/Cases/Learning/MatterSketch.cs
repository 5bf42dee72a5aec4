namespace Cardo.Cases.Learning;

/// <summary>What is compared when asking whether two matters are about the same thing.</summary>
/// <param name="Id">the matter's id</param>
/// <param name="AtUs">when it was reported, microseconds since 1970 in UTC</param>
/// <param name="Lon">degrees east, WGS 84; null when nobody knows where</param>
/// <param name="Lat">degrees north, WGS 84</param>
/// <param name="Service">the service's code; empty when not known</param>
/// <param name="Words">what was said; may be empty</param>
public sealed record MatterSketch(string Id, long AtUs, double? Lon, double? Lat, string Service, string Words = "")
{
    /// <summary>The asset it is about (a street light's id); empty when not known.</summary>
    public string Asset { get; init; } = "";

    /// <summary>How it came in: phone, web, sensor; empty when not known.</summary>
    public string Source { get; init; } = "";

    /// <summary>When the work on it was done, microseconds since 1970; null while it is open.</summary>
    public long? ClosedUs { get; init; }

    /// <summary>The address as it was said; empty when not known.</summary>
    public string Address { get; init; } = "";
}

/// <summary>An earlier matter that may be about the same thing.</summary>
/// <param name="Score">0..1: how likely it is the same</param>
/// <param name="Distance_m">metres between the two; null when one has no place</param>
/// <param name="Gap_s">seconds from the earlier to the later</param>
public sealed record LikelyDuplicate(string Id, double Score, double? Distance_m, double Gap_s);
