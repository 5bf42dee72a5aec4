using Cardo.Cases.Board;

namespace Cardo.Cases.Pages;

/// <summary>What an officer asked the desk for, and what it found.</summary>
/// <param name="Text">words that were looked for; empty for none</param>
/// <param name="District">a district's id; empty for the whole city</param>
/// <param name="Looked">how many cases' words were read, where there were more than can be; null when all were</param>
public sealed record DeskView(CaseQuery Query, string Text, string District, IReadOnlyList<CaseLine> Cases, long Total, int? Looked)
{
    public IReadOnlyList<District> Districts { get; init; } = [];

    /// <summary>Cases that nobody has: somebody must choose.</summary>
    public int Waiting { get; init; }

    public int Late { get; init; }

    public int Escalated { get; init; }

    /// <summary>Automatic decisions drawn for a person's check; null for whom that is no business.</summary>
    public int? Checks { get; init; }

    /// <summary>The last escalation of those shown that have one.</summary>
    public IReadOnlyDictionary<long, (string To, long AtUs)> Escalations { get; init; } = new Dictionary<long, (string, long)>();
}
