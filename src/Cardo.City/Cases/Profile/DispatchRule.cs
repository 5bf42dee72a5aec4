namespace Cardo.Cases.Profile;

/// <summary>
/// Sends a case to a unit when all that it names holds. Rules are asked in their order; the first that holds decides.
/// </summary>
internal sealed record DispatchRule
{
    public required string Id { get; init; }

    /// <summary>Any of these services; empty: all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Any of these doors; empty: all.</summary>
    public IReadOnlyList<MatterSource> Sources { get; init; } = [];

    /// <summary>One of these stands in the words, whatever its case; empty: no condition.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>West, south, east, north in degrees; null: anywhere.</summary>
    public double[]? Box { get; init; }

    /// <summary>An answer to one of the service's questions.</summary>
    public string? Attribute { get; init; }

    public string? Value { get; init; }

    /// <summary>Who gets it.</summary>
    public required string To { get; init; }

    /// <summary>Another service than the one that was chosen; null: as chosen.</summary>
    public string? AsService { get; init; }

    public Priority? Priority { get; init; }

    public bool Holds(string service, MatterSource source, string words, double? lon, double? lat, IReadOnlyDictionary<string, string[]> answers) =>
        (Services.Count == 0 || Services.Contains(service))
        && (Sources.Count == 0 || Sources.Contains(source))
        && (Words.Count == 0 || Words.Any(w => words.Contains(w, StringComparison.OrdinalIgnoreCase)))
        && (Box is null || (lon >= Box[0] && lat >= Box[1] && lon <= Box[2] && lat <= Box[3]))
        && (Attribute is null || (answers.TryGetValue(Attribute, out var values) && values.Contains(Value)));

    /// <summary>Whether this rule holds wherever the other does, so that the other can't fire behind it.</summary>
    public bool Covers(DispatchRule other) =>
        Within(Services, other.Services) && Within(Sources, other.Sources)
        && (Words.Count == 0 || (other.Words.Count > 0 && other.Words.All(o => Words.Any(w => o.Contains(w, StringComparison.OrdinalIgnoreCase)))))
        && (Box is null || (other.Box is { } box && Box[0] <= box[0] && Box[1] <= box[1] && Box[2] >= box[2] && Box[3] >= box[3]))
        && (Attribute is null || (Attribute == other.Attribute && Value == other.Value));

    static bool Within<T>(IReadOnlyList<T> mine, IReadOnlyList<T> others) => mine.Count == 0 || (others.Count > 0 && others.All(mine.Contains));

    /// <summary>What it asks for: its own words, not those of any report.</summary>
    public IReadOnlyList<Why> Reasons()
    {
        var all = Services.Select(s => new Why("service", s)).Concat(Sources.Select(s => new Why("source", s.ToString().ToLowerInvariant()))).ToList();
        if (Words.Count > 0) all.Add(new Why("words", string.Join(" / ", Words)));
        if (Box is not null) all.Add(new Why("place"));
        if (Attribute is not null) all.Add(new Why("answer", $"{Attribute} = {Value}"));
        return all;
    }
}
