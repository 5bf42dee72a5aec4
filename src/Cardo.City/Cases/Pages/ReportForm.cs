using Cardo.Cases.Board;
using Cardo.Cases.Open311;
using Microsoft.AspNetCore.Http;

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

    /// <summary>As it was sent, but for its photos.</summary>
    internal static ReportForm From(IFormCollection sent)
    {
        string Text(string name) => sent[name].ToString().Trim();
        return new ReportForm
        {
            Service = Text("service"),
            Words = sent["words"].ToString(),
            Address = Text("address"),
            Lat = Text("lat"),
            Lon = Text("lon"),
            Asset = Text("asset"),
            Name = Text("name"),
            Email = Text("email"),
            Phone = Text("phone"),
            ClientId = Text("client"),
            Answers = PostRequest.Answers(sent),
        };
    }
}

/// <summary>A case that may be the same, as the reporter sees it.</summary>
public sealed record LikelyCase(Case Case, string Words, Likely Why);
