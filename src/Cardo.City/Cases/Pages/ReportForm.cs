using Cardo.Cases.Board;

namespace Cardo.Cases.Pages;

/// <summary>What a reporter has filled in so far, so that nothing is lost when the form comes back.</summary>
public sealed record ReportForm
{
    public string Service { get; init; } = "";
    public string Words { get; init; } = "";
    public string Address { get; init; } = "";
    public string Lat { get; init; } = "";
    public string Lon { get; init; } = "";
    public string Asset { get; init; } = "";
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public string Phone { get; init; } = "";
    public string ClientId { get; init; } = "";
    public IReadOnlyDictionary<string, string[]> Answers { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Sealed notes of pictures that were sent already.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];
}

/// <summary>A case that may be the same, as the reporter sees it.</summary>
public sealed record LikelyCase(Case Case, string Words, Likely Why);
