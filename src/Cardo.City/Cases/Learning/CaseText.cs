namespace Cardo.Cases.Learning;

/// <summary>What is known of a case before anybody decides about it: all that a model may look at.</summary>
/// <param name="Id">the case's id, named again where a past case is a reason</param>
/// <param name="Words">what was said; may be empty</param>
/// <param name="AtUs">when it was reported, microseconds since 1970 in UTC</param>
public sealed record CaseText(string Id, string Words, long AtUs)
{
    /// <summary>Degrees east, WGS 84; null when nobody knows where.</summary>
    public double? Lon { get; init; }

    /// <summary>Degrees north, WGS 84.</summary>
    public double? Lat { get; init; }

    /// <summary>Hours that the city's clock is ahead of UTC at <see cref="AtUs"/>, so that 8 in the morning is 8 in the morning.</summary>
    public double AheadHours { get; init; }

    /// <summary>What else is known: source, service, district … A name may come twice; empty values are passed over.</summary>
    public IReadOnlyList<Clue> Clues { get; init; } = [];
}

/// <summary>One thing known about a case: <c>source</c> = <c>phone</c>.</summary>
public readonly record struct Clue(string Name, string Value);
