using Cardo.Cases.Verbs;

namespace Cardo.Cases.Pages;

/// <summary>A department that could get a case nobody has.</summary>
/// <param name="By">who says so: model, words or near</param>
/// <param name="Sure">the model's confidence, 0..1; null where it wasn't the model</param>
public sealed record Suggestion(string Unit, string Service, string By, IReadOnlyList<Why> Whys, double? Sure = null);

/// <summary>Helps a person to choose: what the model says, though it was not sure enough; who did such cases nearby; whose keywords stand in the words.</summary>
internal static class Suggest
{
    public static readonly string[] Kinds = ["model", "words", "near"];

    const int Most = 4;
    const double NearM = 1500;

    public static IReadOnlyList<Suggestion> For(CaseDesk desk, Case @case, Matter? first, string words)
    {
        var all = new List<Suggestion>();
        if (desk.Model(Known.Of(desk.Profile, @case, first, words)) is { } advice)
        {
            all.Add(new Suggestion(advice.Unit, advice.Service, "model", advice.Reasons, advice.Confidence));
            all.AddRange(advice.Alternatives.Take(1).Select(a => new Suggestion(a.Unit, @case.Service, "model", [], a.Confidence)));
        }
        foreach (var service in desk.Profile.Services.Values)
        {
            var said = service.Keywords.Where(k => k.Length > 1 && words.Contains(k, StringComparison.OrdinalIgnoreCase)).ToList();
            if (said.Count > 0 && service.Unit is { } unit) all.Add(new Suggestion(unit, service.Code, "words", [new Why("words", string.Join(", ", said), And: new Why("service", service.Code))]));
        }
        foreach (var (unit, count) in Nearby(desk, @case))
            all.Add(new Suggestion(unit, @case.Service, "near", [new Why("cases", count.ToString(System.Globalization.CultureInfo.InvariantCulture), And: new Why("service", @case.Service))]));
        return [.. all.DistinctBy(s => s.Unit).Take(Most)];
    }

    /// <summary>Departments that had cases of the same service nearby, the most first.</summary>
    static IEnumerable<(string Unit, int Count)> Nearby(CaseDesk desk, Case @case)
    {
        if (@case is not { Lon: { } lon, Lat: { } lat } || desk.Board.NumberOf(@case.Service) is not { } service) return [];
        return desk.Board.Near(lon, lat, NearM, s => s.Number != @case.Number && s.Service == service && s.Unit != 0)
            .GroupBy(s => desk.Profile.Department(desk.Board.Name(s.Unit))).Where(g => desk.Profile.Units.ContainsKey(g.Key)).OrderByDescending(g => g.Count()).Select(g => (g.Key, g.Count()));
    }
}
