using Cardo.Cases.Board;

namespace Cardo.Cases.Pages;

/// <summary>A case as an officer sees it.</summary>
/// <param name="Story">what happened, in order</param>
/// <param name="People">who said it, for whom that concerns</param>
/// <param name="Near">open cases that may be about the same</param>
public sealed record CaseView(
    Case Case, IReadOnlyList<CaseEntry> Story, IReadOnlyList<Matter> Matters, IReadOnlyDictionary<string, Said> Said, IReadOnlyDictionary<string, Person?> People, IReadOnlyList<Likely> Near)
{
    public IReadOnlyDictionary<long, long> Proofs { get; init; } = new Dictionary<long, long>();

    /// <summary>Who could get it, where nobody has it.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>May choose the department, add tasks, stop the clock, join.</summary>
    public bool MayHandle { get; init; }

    public bool MayAudit { get; init; }

    /// <summary>May say which department should have got it, where that was drawn for a check.</summary>
    public bool MayCheck { get; init; }

    public bool MayRedact { get; init; }
}
