using System.Globalization;
using System.Text.Json.Nodes;
using Cardo.Cases;
using Cardo.Identity;
using Cardo.Indicators.Live;
using Cardo.Kernel;
using Cardo.Twin;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardo.Indicators.Pages;

/// <summary>The score's pages and files, all public; publishing needs a scope.</summary>
internal static class Routes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/score", (ScoreDesk desk) => Show.Page<ScorePage>(("Score", desk.Now()), ("Vintages", desk.Vintages()))).Open();
        app.MapGet("/score/{id}", (string id, ScoreDesk desk) => desk.Now() is { } score && score.Find(id) is { Item.Id.Length: > 0 } line ? Show.Page<LinePage>(("Line", line), ("Score", score)) : Show.Refused(404)).Open();
        app.MapGet("/score.json", (ScoreDesk desk) => desk.Now() is { } score ? Results.Json(ScoreFiles.Json(score)) : Results.NotFound()).WithTags("Indicators").WithSummary("The city's score, line by line, with value, coverage, imputed share and age, its interval and its peers").Open();
        app.MapGet("/score.csv", (ScoreDesk desk) => desk.Now() is { } score ? Results.Text(ScoreFiles.Csv(score), "text/csv; charset=utf-8") : Results.NotFound()).WithTags("Indicators").WithSummary("The city's score as CSV").Open();
        app.MapGet("/score/{id}/rows.csv", (string id, ScoreDesk desk) => desk.Now()?.Find(id)?.Value is { } value ? Results.Text(ScoreFiles.Rows(value), "text/csv; charset=utf-8") : Results.NotFound()).WithTags("Indicators").WithSummary("The very rows an indicator rests on, as CSV").Open();
        app.MapGet("/score/{id}/what-if", (string id, double value, ScoreDesk desk) => desk.WhatIf(id, value) is { } found ? Results.Json(new JsonObject { ["value"] = value, ["score"] = ScoreFiles.Number(found.Own), ["index"] = ScoreFiles.Number(found.Whole), ["index_now"] = ScoreFiles.Number(desk.Now()!.Whole.Score) }) : Results.NotFound()).WithTags("Indicators").WithSummary("The index, were an indicator's value another").Open();
        app.MapGet("/score/vintages", (ScoreDesk desk) => Results.Json(new JsonArray([.. desk.Vintages().Select(v => (JsonNode)ScoreFiles.Json(v))]))).WithTags("Indicators").WithSummary("Published scores, newest first").Open();
        app.MapGet("/score/vintages/{entry:long}", (long entry, ScoreDesk desk) => desk.Vintages().FirstOrDefault(v => v.Entry == entry) is { } vintage && desk.Compare(vintage) is { } lines ? Show.Page<VintagePage>(("It", vintage), ("Lines", lines)) : Show.Refused(404)).Open();
        app.MapGet("/score/panel.csv", (string? type, string? attribute, string? by, TwinDesk twin, CaseDesk cases, TimeProvider clock, Settings settings) => Panel(type, attribute, by, twin, cases, clock, settings)).WithTags("Indicators").WithSummary("History as a panel for cardo index effect: means of an attribute by thing and day, month or year; type=cases for cases by department").Open();
        app.MapPost("/score/vintages", async (ScoreDesk desk) => (await desk.Publish()).Try(out var entry, out var refusal)
            ? Results.Created($"/journal/entry/{entry.ToString(CultureInfo.InvariantCulture)}", new JsonObject { ["entry"] = entry })
            : Results.Problem(refusal.Message, statusCode: refusal.Kind == RefusalKind.NotFound ? 404 : 409, extensions: new Dictionary<string, object?> { ["code"] = refusal.Code })).WithTags("Indicators").WithSummary("Freeze the score as it stands into the journal").Needs(Scopes.Ops);
        app.MapGet("/frameworks", (FrameworkDesk desk) => Show.Page<FrameworksPage>(("All", desk.All), ("Crossings", desk.Crossings))).Open();
        app.MapGet("/frameworks/{id}", (string id, FrameworkDesk desk) => desk.Find(id) is { } framework ? Show.Page<FrameworkPage>(("It", framework), ("Crossings", desk.Crossings)) : Show.Refused(404)).Open();
    }

    static IResult Panel(string? type, string? attribute, string? by, TwinDesk twin, CaseDesk cases, TimeProvider clock, Settings settings)
    {
        Publishing? span = by switch { null or "month" => Publishing.Monthly, "day" => Publishing.Daily, "year" => Publishing.Yearly, _ => null };
        var panel = span is null ? Refusal.Bad("panel-by-what", "A panel goes by day, month or year.")
            : type == "cases" ? PanelCsv.Cases(cases, span.Value, clock.NowUs(), settings.Zone)
            : PanelCsv.Things(twin, type ?? "", attribute ?? "", span.Value, clock.NowUs(), settings.Zone);
        return panel.Try(out var csv, out var refusal) ? Results.Text(csv, "text/csv; charset=utf-8")
            : Results.Problem(refusal.Message, statusCode: refusal.Kind switch { RefusalKind.NotFound => 404, RefusalKind.TooLarge => 413, _ => 400 }, extensions: new Dictionary<string, object?> { ["code"] = refusal.Code });
    }
}
