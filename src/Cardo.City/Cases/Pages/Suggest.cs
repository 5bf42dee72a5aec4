using Cardo.Ui;

namespace Cardo.Cases.Pages;

/// <summary>A department that could get a case nobody has.</summary>
/// <param name="Why">in the officer's words</param>
public sealed record Suggestion(string Unit, string Service, string Why);

/// <summary>Helps a person to choose: what the model says, though it was not sure enough; who did such cases nearby; whose keywords stand in the words.</summary>
internal static class Suggest
{
    const int Most = 4;
    const double NearM = 1500;

    public static IReadOnlyList<Suggestion> For(CaseDesk desk, Reader reader, Case @case, string words)
    {
        var all = new List<Suggestion>();
        if (desk.Model(words) is { } guess)
        {
            Add(guess.Label, reader.Say("cases.suggest.model", ("sure", reader.Number(Math.Round(guess.Confidence * 100))), ("reasons", string.Join(", ", guess.Reasons.Take(6)))));
            foreach (var (label, confidence) in guess.Others) Add(label, reader.Say("cases.suggest.other", ("sure", reader.Number(Math.Round(confidence * 100)))));
        }
        foreach (var service in desk.Profile.Services.Values)
        {
            var said = service.Keywords.Where(k => k.Length > 1 && words.Contains(k, StringComparison.OrdinalIgnoreCase)).ToList();
            if (said.Count > 0) Add(service.Code, reader.Say("cases.suggest.words", ("words", string.Join(", ", said)), ("service", service.Name.In(reader.Lang))));
        }
        foreach (var (unit, count) in Nearby(desk, @case))
            all.Add(new Suggestion(unit, @case.Service, reader.Say("cases.suggest.near", ("n", count), ("service", Look.Service(desk, reader, @case.Service)))));
        return [.. all.DistinctBy(s => s.Unit).Take(Most)];

        void Add(string code, string why)
        {
            if (desk.Profile.Services.TryGetValue(code, out var service) && service.Unit is { } unit) all.Add(new Suggestion(unit, code, why));
        }
    }

    /// <summary>Departments that had cases of the same service nearby, the most first.</summary>
    static IEnumerable<(string Unit, int Count)> Nearby(CaseDesk desk, Case @case)
    {
        if (@case is not { Lon: { } lon, Lat: { } lat } || desk.Board.NumberOf(@case.Service) is not { } service) return [];
        return desk.Board.Near(lon, lat, NearM, s => s.Number != @case.Number && s.Service == service && s.Unit != 0)
            .GroupBy(s => desk.Profile.Department(desk.Board.Name(s.Unit))).Where(g => desk.Profile.Units.ContainsKey(g.Key)).OrderByDescending(g => g.Count()).Select(g => (g.Key, g.Count()));
    }
}
