using System.Globalization;
using Cardo.Cases.Open311;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>Open cases that may be the same, together: joined with one click, and parted again with another.</summary>
internal sealed class DuplicateAnswers(IHttpContextAccessor accessor, Reader reader, CaseDesk desk)
{
    const int Most = 30, MostAtOnce = 20;

    HttpContext Http => accessor.HttpContext!;

    public IResult List()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var who = Callers.Of(Http, desk);
        var units = who.Kind == ActorKind.Department ? desk.Profile.Units.Keys.Where(u => desk.Profile.Department(u) == who.Unit).ToHashSet() : null;
        var groups = desk.AlikeCases.Find(units, Most);
        var lines = Look.Rows(desk, [.. groups.SelectMany(g => g.Numbers)], reader.Lang).ToDictionary(l => l.Case.Number);
        var query = Http.Request.Query;
        return Show.Page<DuplicatesPage>(("Groups", groups), ("Lines", lines), ("Desk", desk), ("MayJoin", who.Kind is ActorKind.Duty or ActorKind.Department),
            ("Into", Number(query["into"].ToString())), ("Joined", query["joined"].ToString().Split(',').Take(MostAtOnce).Select(Number).Where(n => n > 0).ToList()), ("Error", query["error"].ToString() is { Length: <= 500 } error ? error : ""));
    }

    static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public async Task<IResult> Act()
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        var who = Callers.Of(Http, desk);
        var into = Number(sent["into"]);
        // "7:83": case 7, which was 83 % alike.
        var chosen = sent["case"].OfType<string>().Take(MostAtOnce).Select(c => c.Split(':')).Select(c => (Number: Number(c[0]), Likely: c.Length > 1 ? Number(c[1]) : 0)).Where(c => c.Number > 0 && c.Number != into).ToList();
        if (into == 0 || chosen.Count == 0) return Results.Redirect("/desk/duplicates");
        var undo = sent["verb"] == "part";
        var done = new List<long>();
        foreach (var (number, likely) in chosen)
        {
            CaseWish wish = undo ? new PartCases(into, number) { By = who } : new JoinCases(number, into, [string.Create(CultureInfo.InvariantCulture, $"likely:{likely}")]) { By = who };
            if (!(await desk.Do(wish)).Try(out _, out var refusal)) return Back(into, undo ? [] : done, refusal);
            done.Add(number);
        }
        return Back(into, undo ? [] : done, null);
    }

    IResult Back(long into, List<long> done, Refusal? refusal)
    {
        var query = done.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"into={into}&joined={string.Join(',', done)}") : "";
        return Results.Redirect("/desk/duplicates?" + query + (refusal is null ? "" : "&error=" + Uri.EscapeDataString(Answer.Said(Http, refusal))));
    }
}
