using System.Globalization;
using Cardo.Cases.Intake;
using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Open311;

/// <summary>GeoReport v2: GET Service Requests, GET Service Request, GET service_request_id from a token. A request is a matter; its status is its case's.</summary>
internal static class Requests
{
    const int MostAPage = 1000, MostPages = 1000;
    const long DefaultSpanUs = 90 * Instants.DayUs;

    public static IResult List(string format, HttpContext http, CaseDesk desk, Reader reader)
    {
        if (Catalogue.Jurisdiction(http, desk.Profile) is { } elsewhere) return Answer.Refused(http, format, elsewhere);
        string Asked(string name) => http.Request.Query[name].ToString();
        if (Asked("service_request_id") is { Length: > 0 } ids)
        {
            // The list of ids overrides all other arguments.
            var wanted = ids.Split(',', MostAPage + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (wanted.Length > MostAPage) return Answer.Refused(http, format, Refusal.Bad("ids-too-many", $"At most {MostAPage} ids are answered at once."));
            return Show(format, http, desk, reader, desk.Db.Read(tx => CaseStore.Matters(tx, wanted)));
        }
        if (!Span(Asked("start_date"), Asked("end_date"), desk.NowUs).Try(out var span, out var refusal)) return Answer.Refused(http, format, refusal);
        var status = Asked("status").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (status.FirstOrDefault(s => s is not ("open" or "closed")) is { } other) return Answer.Refused(http, format, Refusal.Bad("status-wrong", $"The status is open or closed, not {other}."));
        bool? open = status.Contains("open") == status.Contains("closed") ? null : status.Contains("open");
        var codes = Asked("service_code").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!Number(Asked("page"), 1, MostPages).Try(out var page, out refusal) || !Number(Asked("page_size"), MostAPage, MostAPage).Try(out var size, out refusal)) return Answer.Refused(http, format, refusal);
        var found = desk.Db.Read(tx => CaseStore.Search(tx, span.From, span.To, codes, open, size, (page - 1) * size));
        return Show(format, http, desk, reader, found);
    }

    static Outcome<(long From, long To)> Span(string start, string end, long nowUs)
    {
        long fromUs = 0, toUs = 0;
        if (start.Length > 0 && !Instants.TryParse(start, out fromUs)) return Refusal.Bad("date-wrong", $"start_date is a W3C date-time such as 2026-01-01T00:00:00Z, not \"{Short(start)}\".");
        if (end.Length > 0 && !Instants.TryParse(end, out toUs)) return Refusal.Bad("date-wrong", $"end_date is a W3C date-time such as 2026-01-01T00:00:00Z, not \"{Short(end)}\".");
        if (end.Length == 0) toUs = start.Length == 0 ? nowUs : Math.Min(nowUs, fromUs + DefaultSpanUs);
        if (start.Length == 0) fromUs = toUs - DefaultSpanUs;
        return (fromUs, toUs);
    }

    static Outcome<int> Number(string text, int otherwise, int most) =>
        text.Length == 0 ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 && n <= most ? n : Refusal.Bad("page-wrong", $"page and page_size are between 1 and {most}.");

    static string Short(string text) => text.Length > 40 ? text[..40] : text;

    public static IResult One(string id, string format, HttpContext http, CaseDesk desk, Reader reader)
    {
        var found = desk.Db.Read(tx => CaseStore.Matters(tx, [id]));
        return found.Count == 0 ? Answer.Refused(http, format, Refusal.NotFound("request-not-found", $"service_request_id {Short(id)} was not found.")) : Show(format, http, desk, reader, found);
    }

    /// <summary>Requests get their id at once, so a token is the id itself.</summary>
    public static IResult Token(string token, string format, HttpContext http, CaseDesk desk) => desk.FindMatter(token) is { } found
        ? Answer.Of(format, "service_requests", new Items("request", [new Fields(("service_request_id", Node.Of(found.Matter.Id)), ("token", Node.Of(token)))]))
        : Answer.Refused(http, format, Refusal.NotFound("token-not-found", $"token {Short(token)} was not found."));

    static IResult Show(string format, HttpContext http, CaseDesk desk, Reader reader, IReadOnlyList<(Matter Matter, long Case)> found)
    {
        var (cases, said) = desk.Db.Read(tx => (CaseStore.Find(tx, [.. found.Select(f => f.Case).Distinct()]).ToDictionary(c => c.Number), ApartStore.SaidOf(tx, [.. found.Select(f => f.Matter.Id)])));
        return Answer.Of(format, "service_requests", new Items("request", [.. found.Select(f => Fields(desk, reader, f.Matter, cases[f.Case], said.GetValueOrDefault(f.Matter.Id)))]));
    }

    static Node Fields(CaseDesk desk, Reader reader, Matter matter, Case @case, Said? said)
    {
        var service = desk.Profile.Services.GetValueOrDefault(@case.Service);
        var unit = @case.Unit is { } id ? desk.Profile.Units.GetValueOrDefault(desk.Profile.Department(id)) : null;
        return new Fields(
            ("service_request_id", Node.Of(matter.Id)),
            ("status", Node.Of(@case.IsOpen ? "open" : "closed")),
            ("status_notes", Node.Of(reader[$"cases.status.{@case.Status.ToString().ToLowerInvariant()}"] + (@case.Resolution is { } how ? $": {reader["cases.resolution." + how]}" : ""))),
            ("service_name", Node.Of(service?.Name.In(reader.Lang) ?? @case.Service)),
            ("service_code", Node.Of(@case.Service)),
            ("description", Node.Of(PublicWords.Of(said?.Words))),
            ("agency_responsible", Node.Of(unit?.Name.In(reader.Lang))),
            ("service_notice", Node.Of(service?.Notice?.In(reader.Lang))),
            ("requested_datetime", Node.Of(Instants.Format(matter.AtUs))),
            ("updated_datetime", Node.Of(Instants.Format(@case.UpdatedUs))),
            ("expected_datetime", Node.Of(@case.Commitment is { } promise ? Instants.Format(promise.ResolveByUs) : null)),
            ("address", Node.Of(PublicWords.Of(said?.Place))),
            ("address_id", Node.Of(matter.Asset)),
            ("zipcode", Node.Of((string?)null)),
            ("lat", Node.Of(matter.Lat)),
            ("long", Node.Of(matter.Lon)),
            ("media_url", Node.Of(said?.Answers?.GetValueOrDefault("media_url"))));
    }
}
