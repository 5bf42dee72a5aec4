namespace Cardo.Cases;

/// <summary>What to learn from a file and how to judge it.</summary>
/// <param name="File">CSV with a header, also packed (.gz)</param>
/// <param name="Label">the column to be told</param>
/// <param name="Time">the column with the moment: ISO 8601 with its zone, or a local date with or without a time of day</param>
public sealed record LearnTask(string File, string Label, string Time)
{
    /// <summary>Columns with what was said, put together by a space; may be none when there is context.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Other columns known when a case comes in. What is decided or happens later must not stand here.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>Columns with degrees east and north.</summary>
    public string? Lon { get; init; }

    public string? Lat { get; init; }

    /// <summary>The column with the case's id; the line's number where there is none.</summary>
    public string? Id { get; init; }

    /// <summary>Rows from this local moment on are predicted; null for the last <see cref="TestShare"/>.</summary>
    public string? TestFrom { get; init; }

    /// <summary>Share of rows predicted when <see cref="TestFrom"/> is null.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>The zone of local times and of the hour of day (IANA).</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>What the city asks of everything that the model dispatches by itself: right in this share, 0..1.</summary>
    public double Threshold { get; init; } = 0.986;

    /// <summary>Columns of which every value that occurs anywhere is taken out of every text: where operators type the answer into the text, only what remains may count.</summary>
    public IReadOnlyList<string> LeakRemove { get; init; } = [];

    /// <summary>Columns of which the row's own value is taken out of its text (its address).</summary>
    public IReadOnlyList<string> DropOwnWords { get; init; } = [];

    /// <summary>Where to write the model that has learned all of it; null for nowhere.</summary>
    public string? SaveModel { get; init; }
}

/// <summary>How far it is.</summary>
/// <param name="Part">reading, learning or predicting</param>
/// <param name="Share">of that part, 0..1</param>
public sealed record LearnProgress(string Part, double Share);
