using Cardo.Cases.Board;

namespace Cardo.Cases.Pages;

/// <summary>What an officer asked the desk for, and what it found.</summary>
/// <param name="District">a district's id; empty for the whole city</param>
public sealed record DeskView(CaseQuery Query, string District, IReadOnlyList<CaseLine> Cases, long Total)
{
    public IReadOnlyList<District> Districts { get; init; } = [];

    public Tally Tally { get; init; } = new(0, 0, 0);

    /// <summary>Automatic decisions drawn for a person's check; null for whom that is no business.</summary>
    public int? Checks { get; init; }

    /// <summary>The last escalation of those shown that have one.</summary>
    public IReadOnlyDictionary<long, (string To, long AtUs)> Escalations { get; init; } = new Dictionary<long, (string, long)>();
}
