namespace Cardo.Cases.Learning;

/// <summary>What a model thinks of a case, how sure it is, and why.</summary>
/// <param name="Label">the most likely label; empty when the model has learned nothing</param>
/// <param name="Confidence">0..1, calibrated: of the cases it says .9 of, nine in ten are right</param>
/// <param name="Alternatives">the next likely ones, most likely first, at most four</param>
/// <param name="Reasons">what spoke for the label, strongest first, at most six</param>
/// <param name="PastCases">earlier cases like it that were decided so, nearest first, at most three</param>
public sealed record Prediction(string Label, double Confidence, IReadOnlyList<Alternative> Alternatives, IReadOnlyList<Reason> Reasons, IReadOnlyList<PastCase> PastCases)
{
    /// <summary>The model's own certainty, 0..1, before calibration: what cases are ranked by.</summary>
    public double Certainty { get; init; }

    /// <summary>Nothing was learned yet.</summary>
    public static Prediction None { get; } = new("", 0, [], [], []);
}

/// <summary>Another label that was considered.</summary>
public sealed record Alternative(string Label, double Confidence);

/// <summary>Something in the case that spoke for the label.</summary>
/// <param name="Kind">what it is</param>
/// <param name="Text">the words themselves, or <c>source = phone</c></param>
/// <param name="Weight">how much it added to the label's score above the average label's; only comparable within one prediction</param>
public sealed record Reason(ReasonKind Kind, string Text, double Weight)
{
    /// <summary>Where the words stand in what was said: the first character and how many; 0 characters where no words are meant.</summary>
    public (int At, int Length) Span { get; init; }

    /// <summary>The one or two things known that it is about; empty for words.</summary>
    public IReadOnlyList<Clue> Clues { get; init; } = [];
}

/// <summary>Nearby: what was decided of cases around there.</summary>
public enum ReasonKind { Words, Clue, Time, Place, Nearby }

/// <summary>An earlier case that was decided the same way.</summary>
/// <param name="Likeness">0..1: cosine of the words, or nearness where there are none</param>
public sealed record PastCase(string Id, string Label, double Likeness);
