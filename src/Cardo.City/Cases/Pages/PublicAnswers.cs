using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>What anybody may read of cases, and what a reporter with their link may answer.</summary>
internal sealed class PublicAnswers(IHttpContextAccessor accessor, Reader reader, CaseDesk desk, Levels levels)
{
    const int PageLength = 50, MapDays = 365;

    /// <summary>Cases in a file: a year of a large town's, made in a fraction of a second.</summary>
    public const int FileLength = 5_000;

    /// <summary>Days the figures may be asked for.</summary>
    public static readonly int[] Spans = [30, 90, 365];

    const int UnaskedDays = 90;

    HttpContext Http => accessor.HttpContext!;

    string Asked(string name) => Http.Request.Query[name].ToString() is { Length: <= 200 } text ? text : "";

    public IResult List()
    {
        var offset = int.TryParse(Asked("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var o) ? o : 0;
        var (query, lines, total) = Find(offset, PageLength);
        return Show.Page<CasesPage>(("Query", query), ("Cases", lines), ("Total", (long)total), ("Services", Services()));
    }

    /// <summary>The list as a file: the cases that changed last.</summary>
    public IResult ListFile() => Csv.File(PublicFiles.Reported(Find(0, FileLength).Lines, desk, reader), "reported.csv");

    (CaseQuery Query, IReadOnlyList<CaseLine> Lines, int Total) Find(int offset, int length)
    {
        Http.Response.Headers.CacheControl = "no-cache";
        var query = new CaseQuery(State(), Asked("service"), null, "-updated", offset, length);
        var (numbers, total) = ListCases.Run(desk.Board, query, null, reader.NowUs);
        return (query, Look.Rows(desk, numbers, reader.Lang), total);
    }

    List<Profile.Service> Services() => [.. desk.Profile.Services.Values.Where(s => s.Public)];

    public IResult Levels()
    {
        var (days, figures) = Span();
        return Show.Page<LevelsPage>(("Days", days), ("Figures", figures), ("Desk", desk));
    }

    public IResult LevelsFile()
    {
        var (days, figures) = Span();
        return Csv.File(PublicFiles.Levels(figures, desk, reader), $"service-levels-{days}-days.csv");
    }

    public IResult DispatchFile()
    {
        var (days, figures) = Span();
        return Csv.File(PublicFiles.Dispatching(figures.Dispatching, reader), $"dispatch-{days}-days.csv");
    }

    (int Days, Figures Figures) Span()
    {
        Http.Response.Headers.CacheControl = "no-cache";
        var days = int.TryParse(Asked("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && Spans.Contains(asked) ? asked : UnaskedDays;
        return (days, levels.Of(days, reader.NowUs));
    }

    /// <summary>To the journal's entry that says what a line of a case's story says.</summary>
    public IResult ToProof(long number, long line) =>
        desk.ProofsOf(number).TryGetValue(line, out var entry) ? Results.Redirect(string.Create(CultureInfo.InvariantCulture, $"/journal/entry/{entry}")) : Show.Refused(404, reader["cases.proof.later"]);

    /// <summary>Marks for a map: <c>?box=west,south,east,north&amp;state=open&amp;service=CODE</c>, of the last year.</summary>
    public IResult Map()
    {
        Http.Response.Headers.CacheControl = "no-cache";
        if (Look.Box(Asked("box")) is not { } box) return Results.Problem("Ask for a box: /cases/map?box=west,south,east,north", statusCode: 400);
        var filter = new CaseFilter(desk.Board, new CaseQuery(State(), Asked("service"), null, "due", 0, 0), null, reader.NowUs);
        return Look.Marks(MapCases.Run(box.West, box.South, box.East, box.North, filter, reader.NowUs - MapDays * Instants.DayUs, reader.NowUs));
    }

    string State() => ListCases.States.Contains(Asked("state")) ? Asked("state") : "all";

    public IResult Track(long number)
    {
        if (desk.Find(number) is not { } @case) return Show.Refused(404);
        Http.Response.Headers.CacheControl = "no-cache";
        // The link is a secret: it must not travel on.
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (@case.JoinedInto is { } into) return Results.Redirect($"/cases/{into}{Http.Request.QueryString}");
        var matter = Mine(number);
        return Show.Page<TrackPage>(("Case", @case), ("Desk", desk), ("Story", desk.StoryOf(number)), ("Matters", desk.MattersOf(number, 50)), ("Mine", matter), ("Token", matter is null ? null : Asked("t")),
            ("New", Asked("new") == "1"), ("Done", Asked("done")), ("Error", Asked("error")));
    }

    /// <summary>The matter whose link this is; null without one.</summary>
    Matter? Mine(long number) => Asked("m") is { Length: > 0 } id && desk.HoldsToken(id, Asked("t")) && desk.FindMatter(id) is { } found && found.Case.Number == number ? found.Matter : null;

    public async Task<IResult> Answer(long number)
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        string matter = sent["m"].ToString(), token = sent["t"].ToString(), link = $"/cases/{number}?m={Uri.EscapeDataString(matter)}&t={Uri.EscapeDataString(token)}";
        if (!desk.HoldsToken(matter, token) || desk.FindMatter(matter) is not { } found || found.Case.Number != number) return Show.Refused(403, reader["cases.track.stale"]);
        // One answer a matter and round: a link that is sent twice says the same thing once.
        var wish = new VerifyCase(number, Proof.Reporter, sent["yes"] == "1", sent["words"].ToString()) { By = Actor.Resident, ClientId = $"answer:{matter}:{found.Case.Reopened}:{sent["yes"]}" };
        return (await desk.Do(wish)).Try(out _, out var refusal) ? Results.Redirect(link + "&done=" + (wish.Yes ? "yes" : "no")) : Results.Redirect(link + "&error=" + refusal.Code);
    }

    public async Task<IResult> Support(long number)
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        if (desk.Find(number) is not { } @case) return Show.Refused(404);
        var report = new Report
        {
            By = Actor.Resident,
            Source = MatterSource.Support,
            Service = @case.Service,
            Joins = number,
            Lang = reader.Lang,
            Said = new Said(sent["words"].ToString()),
            Person = new Person(Email: sent["email"].ToString() is { Length: > 0 } email ? email : null),
            ClientId = sent["client"].ToString() is { Length: > 0 and <= 60 } id ? "support:" + id : null,
        };
        if (!@case.IsOpen) return Results.Redirect($"/cases/{number}?error=case-over");
        return (await desk.Do(report)).Try(out var receipt, out var refusal)
            ? Results.Redirect($"/cases/{receipt.Number}?m={receipt.Matter}&t={desk.TrackingToken(receipt.Matter!)}&done=support") : Results.Redirect($"/cases/{number}?error={refusal.Code}");
    }

    /// <summary>Pictures of work are public; a reporter's own are for staff, and for who holds the link.</summary>
    public IResult Media(long number, string hash)
    {
        if (desk.Find(number) is not { } @case) return Results.NotFound();
        var ofWork = @case.Tasks.Any(t => t.Photos?.Any(p => p.Hash == hash) == true);
        if (!ofWork)
        {
            if (!Callers.IsStaff(Callers.Of(Http, desk)) && Mine(number)?.Media.Any(m => m.Hash == hash) != true) return Results.NotFound();
            if (!desk.MattersOf(number).Any(m => m.Media.Any(p => p.Hash == hash)) && !@case.Verifications.Any(v => v.Media?.Contains(hash) == true)) return Results.NotFound();
        }
        if (desk.MediaOf(hash) is not { } media) return Results.NotFound();
        Http.Response.Headers.CacheControl = ofWork ? "public, max-age=3600" : "private, no-store";
        return Results.Bytes(media.Bytes, media.Type);
    }
}
