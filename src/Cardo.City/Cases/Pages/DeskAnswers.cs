using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Cases.Open311;
using Cardo.Cases.Verbs;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>The operations desk: the list, one case with its whole story, a department's board, calls, and who works where.</summary>
internal sealed class DeskAnswers(IHttpContextAccessor accessor, Reader reader, CaseDesk desk, DeskList list, OfficerDesk officers, Ids ids, TimeProvider clock)
{
    const int BoardLength = 25;

    HttpContext Http => accessor.HttpContext!;

    string Asked(string name) => Http.Request.Query[name].ToString() is { Length: <= 200 } text ? text : "";

    Actor Who => Callers.Of(Http, desk);

    /// <summary>The units whose cases somebody handles; null for all of them.</summary>
    HashSet<string>? UnitsOf(Actor who) =>
        who.Kind == ActorKind.Department ? [.. desk.Profile.Units.Keys.Where(u => desk.Profile.Department(u) == who.Unit)] : null;

    public IResult List()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var number = Asked("q").TrimStart('#');
        if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && desk.Board.Find(wanted).There) return Results.Redirect($"/desk/cases/{wanted}");
        var who = Who;
        var view = list.Run(Asked, UnitsOf(who), reader);
        return Show.Page<DeskPage>(("View", view), ("Desk", desk), ("Who", who), ("NotFound", number.Length > 0 && number.All(char.IsAsciiDigit) && view.Total == 0));
    }

    /// <summary>Marks for the map beside the list: <c>?box=west,south,east,north</c> and the list's own filters.</summary>
    public IResult Map()
    {
        Http.Response.Headers.CacheControl = "no-store";
        return Look.Box(Asked("box")) is { } box ? Look.Marks(list.Map(Asked, UnitsOf(Who), box, reader.NowUs)) : Results.Problem("Ask for a box: /desk/map?box=west,south,east,north", statusCode: 400);
    }

    public IResult Board(string unit)
    {
        Http.Response.Headers.CacheControl = "no-store";
        var who = Who;
        if (unit.Length == 0) unit = Asked("unit").Length > 0 ? Asked("unit") : who.Unit is { } own ? desk.Profile.Department(own) : desk.Profile.Units.Values.First(u => u.Parent is null).Id;
        if (!desk.Profile.Units.TryGetValue(unit, out var known) || known.Parent is not null) return Show.Refused(404);
        if (who.Kind == ActorKind.Department && who.Unit != unit) return Show.Refused(403);
        var units = desk.Profile.Units.Keys.Where(u => desk.Profile.Department(u) == unit).ToHashSet();
        var (numbers, total) = ListCases.Run(desk.Board, new CaseQuery("open", null, null, "due", 0, 4 * BoardLength), units, reader.NowUs);
        var (closed, _) = ListCases.Run(desk.Board, new CaseQuery("closed", null, null, "-updated", 0, BoardLength), units, reader.NowUs);
        return Show.Page<BoardPage>(("Unit", unit), ("Shown", BoardLength), ("Cases", Look.Rows(desk, [.. numbers, .. closed], reader.Lang)), ("Total", (long)total), ("Desk", desk), ("Free", who.Kind != ActorKind.Department));
    }

    public IResult Case(long number)
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (desk.Find(number) is not { } @case) return Show.Refused(404);
        var who = Who;
        var matters = desk.MattersOf(number);
        var story = desk.StoryOf(number);
        var said = desk.SaidOf([.. matters.Select(m => m.Id), .. story.SelectMany(e => e.Events).OfType<CaseNoted>().Select(n => n.Note)]);
        var near = @case.IsOpen ? Duplicates.Find(desk, Sketches.Of(@case, matters.FirstOrDefault(m => m.Id == @case.FirstMatter), said.GetValueOrDefault(@case.FirstMatter)), number) : [];
        var people = matters.Where(m => m.Person is not null).Take(20).ToDictionary(m => m.Id, m => desk.PersonOf(who, m.Id));
        var handles = May.Handle(who, @case, desk.Profile);
        var view = new CaseView(@case, story, matters, said, people, near)
        {
            Proofs = desk.ProofsOf(number),
            Suggestions = @case.Status == CaseStatus.Open && handles ? Suggest.For(desk, @case, matters.FirstOrDefault(m => m.Id == @case.FirstMatter), said.GetValueOrDefault(@case.FirstMatter)?.Words ?? "") : [],
            MayHandle = handles,
            MayCheck = who.Kind is ActorKind.Duty or ActorKind.Auditor,
            MayAudit = May.Verify(who, @case, Proof.Audit, desk.Profile),
            MayRedact = May.Redact(who, @case, desk.Profile),
        };
        return Show.Page<CasePage>(("View", view), ("Desk", desk), ("Error", Asked("error")), ("Client", ids.New(clock)));
    }

    public async Task<IResult> Act(long number)
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        string Text(string name) => sent[name].ToString().Trim();
        long Number(string name) => long.TryParse(Text(name).TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var who = Who;
        CaseCommand? wish = Text("verb") switch
        {
            "dispatch" => new DispatchCase(number, Text("unit"), Text("service") is { Length: > 0 } service ? service : null, Enum.TryParse<Priority>(Text("priority"), true, out var priority) ? priority : null, Text("reason"), Suggest.Kinds.Contains(Text("suggested")) ? [new Why("suggested", Text("suggested"))] : null) { By = who },
            "check" => new CheckDispatch(number, Text("unit"), Text("service") is { Length: > 0 } right ? right : null) { By = who },
            "task" => new AddTask(number, Text("unit"), Text("title"), Text("lead") == "1", [.. sent["after"].OfType<string>()]) { By = who },
            "start" => new StartTask(number, Text("task")) { By = who },
            "pause" => new PauseClock(number, Text("reason")) { By = who },
            "resume" => new ResumeClock(number) { By = who },
            "note" => new NoteCase(number, Text("words"), Text("public") == "1") { By = who },
            "audit" => new VerifyCase(number, Proof.Audit, Text("yes") != "0", Text("words"), null, Text("resolution") is { Length: > 0 } how ? how : null) { By = who },
            "join" => new JoinCases(number, Number("into"), [Text("likely") is { Length: > 0 and < 6 } likely && likely.All(char.IsAsciiDigit) ? $"likely:{likely}" : "by-hand"]) { By = who },
            "part" => new PartCases(number, Number("from")) { By = who },
            "redact" => new RedactMatter(number, Text("matter"), [.. sent["what"].OfType<string>()], Text("reason")) { By = who },
            _ => null,
        };
        if (wish is null) return Show.Refused(400);
        var client = Text("client");
        var outcome = await desk.Do(client.Length is > 0 and <= 60 ? wish with { ClientId = "desk:" + client } : wish);
        return outcome.Try(out var receipt, out var refusal) ? Results.Redirect($"/desk/cases/{receipt.Number}") : Results.Redirect($"/desk/cases/{number}?error={Uri.EscapeDataString(Answer.Said(Http, refusal))}");
    }

    public IResult New() => Form(new ReportForm { ClientId = ids.New(clock) }, []);

    IResult Form(ReportForm form, IReadOnlyList<string> errors, int status = 200) => Show.Page<CallPage>(status, ("Form", form), ("Errors", errors), ("Services", desk.Profile.Services.Values.ToList()));

    public async Task<IResult> Take()
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        string Text(string name) => sent[name].ToString().Trim();
        var form = ReportForm.From(sent);
        static string? Or(string text) => text.Length > 0 ? text : null;
        if (!PostRequest.Place(Or(form.Lat), Or(form.Lon)).Try(out var place, out var wrong)) return Form(form, [Answer.Said(Http, wrong)], 400);
        var report = new Report
        {
            By = Who,
            Source = Text("source") == "inspection" ? MatterSource.Inspection : MatterSource.Phone,
            Service = form.Service,
            Said = new Said(form.Words, Or(form.Address)),
            Person = new Person(Or(form.Name), Or(form.Email), Or(form.Phone)),
            Lon = place?.Lon,
            Lat = place?.Lat,
            Asset = Or(form.Asset),
            Lang = reader.Lang,
            Answers = form.Answers,
            ClientId = Or(form.ClientId),
            Priority = Enum.TryParse<Priority>(Text("priority"), true, out var priority) ? priority : null,
        };
        return (await desk.Do(report)).Try(out var receipt, out var refusal) ? Results.Redirect($"/desk/cases/{receipt.Number}") : Form(form, [Answer.Said(Http, refusal)], Problems.Status(refusal.Kind));
    }

    public IResult People() => Show.Page<PeoplePage>(("Officers", officers.All().Where(o => o.EndedUs is null).ToList()), ("Desk", desk), ("Error", Asked("error")));

    public async Task<IResult> SetUnit()
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        return desk.SetUnit(sent["officer"].ToString(), sent["unit"].ToString()).Try(out _, out var refusal) ? Results.Redirect("/desk/people") : Results.Redirect("/desk/people?error=" + refusal.Code);
    }
}
