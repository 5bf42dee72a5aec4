using Cardo.Cases.Intake;
using Cardo.Cases.Store;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Open311;

/// <summary>
/// FixMyStreet's extension: updates of requests between two moments, and updates sent in by another system. What is told
/// is what anybody may know: changes of status and public notes.
/// </summary>
internal static class Updates
{
    const int Most = 1000;

    public static IResult List(string format, HttpContext http, CaseDesk desk, Reader reader)
    {
        long fromUs = desk.NowUs - Instants.DayUs, toUs = desk.NowUs;
        string start = http.Request.Query["start_date"].ToString(), end = http.Request.Query["end_date"].ToString();
        if ((start.Length > 0 && !Instants.TryParse(start, out fromUs)) || (end.Length > 0 && !Instants.TryParse(end, out toUs)))
            return Answer.Refused(http, format, Refusal.Bad("date-wrong", "start_date and end_date are W3C date-times such as 2026-01-01T00:00:00Z."));
        var items = desk.Db.Read(tx =>
        {
            var lines = CaseStore.StoryBetween(tx, fromUs, toUs, Most);
            var cases = CaseStore.Find(tx, [.. lines.Select(l => l.CaseNumber).Distinct()]).ToDictionary(c => c.Number);
            var told = lines.SelectMany(l => Spelling.Read<CaseEvent[]>(l.Events).Select(e => (Line: l, Event: e))).Where(t => Status(t.Event) is not null || t.Event is CaseNoted { Public: true }).ToList();
            var said = ApartStore.SaidOf(tx, [.. told.Select(t => t.Event).OfType<CaseNoted>().Select(n => n.Note)]);
            return told.Select(t => Update(t.Line, t.Event, cases[t.Line.CaseNumber], said, reader)).ToList();
        });
        return Answer.Of(format, "service_request_updates", new Items("request_update", items));
    }

    static Node Update(StoryRow line, CaseEvent happened, Case @case, IReadOnlyDictionary<string, Said> said, Reader reader) => new Fields(
        ("update_id", Node.Of($"{line.CaseNumber}-{line.Seq}-{(happened as CaseNoted)?.Note ?? "s"}")),
        ("service_request_id", Node.Of(@case.FirstMatter)),
        ("status", Node.Of(Status(happened) ?? (@case.IsOpen ? "open" : "closed"))),
        ("updated_datetime", Node.Of(Instants.Format(line.AtUs))),
        ("description", Node.Of(happened is CaseNoted note ? PublicWords.Of(said.GetValueOrDefault(note.Note)?.Words) : reader["cases.event." + happened.GetType().Name])),
        ("media_url", Node.Of((string?)null)));

    static string? Status(CaseEvent happened) => happened switch
    {
        CaseOpened or CaseReopened or TaskStarted or CaseDecided => "open",
        CaseClosed => "closed",
        _ => null,
    };

    public static async Task<IResult> Post(string format, HttpContext http, CaseDesk desk, KeyDesk keys)
    {
        if (await PostRequest.Form(http) is not { } form) return Answer.Refused(http, format, PostRequest.Unreadable(http, keys));
        if (!PostRequest.Sender(http, form["api_key"].ToString(), keys).Try(out var sender, out var refusal)) return Answer.Refused(http, format, refusal);
        var id = form["service_request_id"].ToString();
        if (desk.FindMatter(id) is not { } found) return Answer.Refused(http, format, Refusal.NotFound("request-not-found", "service_request_id was not found."));
        var update = form["update_id"].ToString();
        var by = new Actor(ActorKind.System, "open311:" + (sender.Length > 60 ? sender[..60] : sender));
        var words = form["description"].ToString();
        CaseWish wish = form["status"].ToString().ToUpperInvariant() switch
        {
            // The other side's reporter says it is fixed, or that it isn't.
            "FIXED" or "CLOSED" => new VerifyCase(found.Case.Number, Proof.Reporter, true, words) { By = by },
            "OPEN" or "REOPENED" when !found.Case.IsOpen => new VerifyCase(found.Case.Number, Proof.Reporter, false, words) { By = by },
            _ => new NoteCase(found.Case.Number, words, true) { By = by },
        };
        if (!(await desk.Offer(wish with { ClientId = update.Length > 0 ? "update:" + update : null })).Try(out var receipt, out refusal)) return Answer.Refused(http, format, refusal);
        return Answer.Of(format, "service_request_updates", new Items("request_update", [new Fields(("update_id", Node.Of(update.Length > 0 ? update : $"{receipt.Number}")))]));
    }
}
