using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Cases.Intake;
using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>A case as a list shows it.</summary>
/// <param name="Words">of its first matter, as everybody may read them</param>
public sealed record CaseLine(Case Case, string Words, string? Place);

/// <summary>How cases are said to people.</summary>
internal static class Look
{
    public static IReadOnlyList<CaseLine> Rows(CaseDesk desk, IReadOnlyCollection<long> numbers, string lang) => desk.Db.Read(tx =>
    {
        var cases = CaseStore.Find(tx, numbers);
        var first = cases.Select(c => c.FirstMatter).ToList();
        var said = ApartStore.SaidOf(tx, first);
        // Only what a rule may have said is looked up: whatever else is there was said by people.
        var maybe = said.Where(s => desk.AlarmText(s.Value.Words) is not null).Select(s => s.Key).ToList();
        var alarms = CaseStore.Matters(tx, maybe).Where(m => m.Matter.Source == MatterSource.Alarm).ToDictionary(m => m.Matter.Id, m => Words(desk, m.Matter, said[m.Matter.Id].Words, lang));
        return (IReadOnlyList<CaseLine>)[.. cases.Select(c => new CaseLine(c, PublicWords.Of(alarms.GetValueOrDefault(c.FirstMatter) ?? said.GetValueOrDefault(c.FirstMatter)?.Words), said.GetValueOrDefault(c.FirstMatter)?.Place is { } place ? PublicWords.Of(place) : null))];
    });

    /// <summary>What was said, as it was said; an alarm says it in the reader's language.</summary>
    public static string Words(CaseDesk desk, Matter matter, string words, string lang) =>
        matter.Source == MatterSource.Alarm && desk.AlarmText(words) is { } text ? text.In(lang) : words;

    /// <summary>A service's question and what was answered, in the reader's words where it is one of the service's own.</summary>
    public static string Answer(CaseDesk desk, Reader reader, string service, string code, params IEnumerable<string> answers)
    {
        var asked = desk.Profile.Services.GetValueOrDefault(service)?.Attributes.FirstOrDefault(a => a.Code == code);
        var said = answers.Select(a => asked?.Values.FirstOrDefault(v => v.Key == a)?.Name.In(reader.Lang) ?? a);
        return reader.Say("cases.answer", ("question", asked?.Description.In(reader.Lang) ?? code), ("answer", string.Join(reader["cases.comma"], said)));
    }

    /// <summary>What a policy is called; its id where the city gives it no name.</summary>
    public static string Policy(CaseDesk desk, Reader reader, string id) => desk.Profile.Policies.GetValueOrDefault(id)?.Name?.In(reader.Lang) ?? id;

    /// <summary>An address with what was asked for; what is empty is left out.</summary>
    public static string Ask(string path, params (string Name, string? Value)[] with) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(path, with.Where(w => w.Value is { Length: > 0 }).Select(w => KeyValuePair.Create(w.Name, w.Value)));

    /// <summary>A box of a map, <c>west,south,east,north</c> in degrees; null when it isn't one.</summary>
    public static (double West, double South, double East, double North)? Box(string text)
    {
        var box = text.Split(',').Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n) ? n : double.NaN).ToArray();
        return box.Length != 4 || box.Any(double.IsNaN) ? null : (box[0], box[1], box[2], box[3]);
    }

    /// <summary>Marks as a map takes them, and the box around all that they stand for: west, south, east, north.</summary>
    public static IResult Marks(CasesDrawn drawn) =>
        Results.Json(new { extent = drawn.Extent is { } e ? new[] { e.West, e.South, e.East, e.North }.Select(d => Math.Round(d, 6)) : null, marks = drawn.Clusters.Select(m => new { lon = Math.Round(m.Lon, 6), lat = Math.Round(m.Lat, 6), n = m.Count, late = m.Late, closed = m.Closed, number = m.Number }) });

    public static string Service(CaseDesk desk, Reader reader, string code) => desk.Profile.Services.TryGetValue(code, out var service) ? service.Name.In(reader.Lang) : code;

    public static string Unit(CaseDesk desk, Reader reader, string? id) =>
        id is null ? reader["cases.nobody"] : desk.Profile.Units.TryGetValue(id, out var unit) ? unit.Name.In(reader.Lang) : id == "duty" ? reader["cases.duty"] : id;

    public static string Status(Reader reader, Case @case) => reader[$"cases.status.{@case.Status.ToString().ToLowerInvariant()}"];

    public static string Tone(Case @case, long nowUs) => @case.Status == CaseStatus.Closed ? "good" : Late(@case, nowUs) ? "alert" : @case.Status == CaseStatus.Open ? "warn" : "none";

    public static bool Late(Case @case, long nowUs) => @case.Commitment is { Paused: false } promise && (@case.ClosedUs ?? nowUs) > promise.ResolveByUs;

    /// <summary>A length of time in the unit a person would use: "45 min", "5.2 h", "3.4 d".</summary>
    public static string Span(Reader reader, double us) => us switch
    {
        < 1.5 * Instants.HourUs => reader.Say("cases.min", ("n", reader.Number(Math.Round(us / Instants.MinuteUs)))),
        < 2.0 * Instants.DayUs => reader.Say("cases.hours", ("n", reader.Number(Math.Round(us / Instants.HourUs, 1)))),
        _ => reader.Say("cases.days", ("n", reader.Number(Math.Round(us / Instants.DayUs, 1)))),
    };

    public static string Percent(Reader reader, double share) => reader.Number(Math.Round(share * 100, 1)) + " %";

    public static string Share(Reader reader, long part, long all) => all == 0 ? reader["ui.nothing"] : Percent(reader, (double)part / all);

    /// <summary>How much of the promised time has passed, in percent, 0 to 100.</summary>
    public static int Passed(CaseDesk desk, Case @case, long nowUs) => @case.Commitment is not { WorkUs: > 0 } promise ? 0
        : (int)Math.Clamp(100 - 100.0 * Clocks.Promises.LeftUs(desk.Profile, promise, @case.ClosedUs ?? nowUs) / promise.WorkUs, 0, 100);
}
