using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Cases.Open311;
using Cardo.Cases.Verbs;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>A task and the case it is of.</summary>
public sealed record Errand(CaseLine Line, CaseTask Task);

/// <summary>The crew's phone: what is to be done, and done. Every command carries the phone's own id, so it may be sent again.</summary>
internal sealed class CrewAnswers(IHttpContextAccessor accessor, Reader reader, CaseDesk desk, Ids ids, TimeProvider clock)
{
    const int Most = 200;

    HttpContext Http => accessor.HttpContext!;

    public IResult List()
    {
        Http.Response.Headers.CacheControl = "no-cache";
        var who = Callers.Of(Http, desk);
        var department = who.Unit is { } unit ? desk.Profile.Department(unit) : null;
        var units = department is null ? null : desk.Profile.Units.Keys.Where(u => desk.Profile.Department(u) == department).ToHashSet();
        // Joint work may belong to another department's case; such tasks are found by their unit.
        var (numbers, _) = ListCases.Run(desk.Board, new CaseQuery("open", null, null, "due", 0, Most), null, reader.NowUs);
        var (own, _) = units is null ? (numbers, 0) : ListCases.Run(desk.Board, new CaseQuery("open", null, null, "due", 0, Most), units, reader.NowUs);
        var lines = Look.Rows(desk, [.. own.Union(numbers)], reader.Lang);
        var errands = lines.SelectMany(l => l.Case.Tasks.Where(t => t.Open && May.Work(who, t, desk.Profile) && (units is null || units.Contains(t.Unit))).Select(t => new Errand(l, t))).ToList();
        return Show.Page<CrewPage>(("Errands", errands), ("Desk", desk), ("Who", who));
    }

    public IResult Task(long number, string task)
    {
        Http.Response.Headers.CacheControl = "no-cache";
        if (desk.Find(number) is not { } @case || @case.Tasks.FirstOrDefault(t => t.Id == task) is not { } found) return Show.Refused(404);
        var who = Callers.Of(Http, desk);
        if (!May.Work(who, found, desk.Profile)) return Show.Refused(403);
        return Show.Page<TaskPage>(("Errand", new Errand(Look.Rows(desk, [number], reader.Lang)[0], found)), ("Desk", desk), ("Client", ids.New(clock)), ("Error", Http.Request.Query["error"].ToString()));
    }

    public async Task<IResult> Do(long number, string task)
    {
        if (await PostRequest.Form(Http) is not { } sent) return Show.Refused(400);
        var who = Callers.Of(Http, desk);
        var client = sent["client"].ToString() is { Length: > 0 and <= 60 } id ? "crew:" + id : null;
        // Work done out of reach happened when the phone says, not when it came back; never in the future and at most a week ago.
        long? atUs = Instants.TryParse(sent["at"].ToString(), out var said) && said <= reader.NowUs && said > reader.NowUs - 7 * Instants.DayUs && client is not null ? said : null;
        Outcome<Receipt> outcome;
        if (sent["verb"] == "start") outcome = await desk.Do(new StartTask(number, task) { By = who, ClientId = client, AtUs = atUs });
        else
        {
            var read = Photos(sent);
            outcome = read.Try(out var photos, out var wrong)
                ? await desk.Do(new FinishTask(number, task, photos, Materials(sent), int.TryParse(sent["minutes"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0, sent["words"].ToString()) { By = who, ClientId = client, AtUs = atUs })
                : wrong;
        }
        var done = outcome.Try(out _, out var refusal);
        // The offline queue asks for a word instead of a page.
        if (Http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
            return done ? Results.Json(new { done = true }) : Results.Json(new { done = false, code = refusal!.Code, text = Answer.Said(Http, refusal) }, statusCode: Problems.Status(refusal.Kind));
        return done ? Results.Redirect(sent["verb"] == "start" ? $"/crew/{number}/{task}" : "/crew") : Results.Redirect($"/crew/{number}/{Uri.EscapeDataString(task)}?error={Uri.EscapeDataString(Answer.Said(Http, refusal!))}");
    }

    static Outcome<IReadOnlyList<Photo>> Photos(IFormCollection sent)
    {
        var photos = new List<Photo>();
        foreach (var file in sent.Files.Where(f => f.Length > 0).Take(CheckReport.MostPhotos * 2))
        {
            if (!PostRequest.ReadFile(file, file.Name == "before" ? MediaUse.Before : MediaUse.After).Try(out var photo, out var refusal)) return refusal;
            photos.Add(photo);
        }
        return photos;
    }

    static List<Material> Materials(IFormCollection sent)
    {
        string?[] names = [.. sent["material"]], amounts = [.. sent["amount"]];
        return [.. names.Zip(amounts).Where(m => !string.IsNullOrWhiteSpace(m.First) && double.TryParse(m.Second, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .Select(m => new Material(m.First!.Trim(), double.Parse(m.Second!, CultureInfo.InvariantCulture), "C62"))];
    }
}
