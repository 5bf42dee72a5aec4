using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Cardo.Identity;
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
        app.MapGet("/score/{id}", (string id, ScoreDesk desk) => desk.Now()?.Find(id) is { Item.Id.Length: > 0 } line ? Show.Page<LinePage>(("Line", line), ("Score", desk.Now())) : Show.Refused(404)).Open();
        app.MapGet("/score.json", (ScoreDesk desk) => desk.Now() is { } score ? Results.Json(Json(score)) : Results.NotFound()).WithSummary("The city's score, line by line, with value, coverage and age").Open();
        app.MapGet("/score.csv", (ScoreDesk desk) => desk.Now() is { } score ? Results.Text(Csv(score), "text/csv; charset=utf-8") : Results.NotFound()).WithSummary("The city's score as CSV").Open();
        app.MapPost("/score/vintages", async (ScoreDesk desk) => (await desk.Publish()).Try(out var entry, out var refusal)
            ? Results.Created($"/journal/entry/{entry.ToString(CultureInfo.InvariantCulture)}", new JsonObject { ["entry"] = entry })
            : Results.Problem(refusal.Message, statusCode: refusal.Kind == Kernel.RefusalKind.NotFound ? 404 : 409, extensions: new Dictionary<string, object?> { ["code"] = refusal.Code })).WithSummary("Freeze the score as it stands into the journal").Needs(Scopes.Ops);
        app.MapGet("/frameworks", (FrameworkDesk desk) => Show.Page<FrameworksPage>(("All", desk.All), ("Crossings", desk.Crossings))).Open();
        app.MapGet("/frameworks/{id}", (string id, FrameworkDesk desk) => desk.Find(id) is { } framework ? Show.Page<FrameworkPage>(("It", framework), ("Crossings", desk.Crossings)) : Show.Refused(404)).Open();
    }

    static JsonNode? Number(double v) => double.IsFinite(v) ? JsonValue.Create(v) : null;

    static JsonObject Json(LiveScore score) => new()
    {
        ["title"] = score.Title,
        ["at"] = Kernel.Instants.Format(score.AtUs),
        ["least_coverage"] = score.Coverage,
        ["lines"] = new JsonArray([.. score.Lines.Select(l => (JsonNode)new JsonObject
        {
            ["id"] = l.Item.Id, ["parent"] = l.Item.Parent == "-" ? null : l.Item.Parent, ["name"] = l.Item.Name, ["score"] = Number(l.Score), ["share"] = Number(l.Share), ["effective"] = Number(l.Effective),
            ["value"] = l.Value is { } v ? Number(v.Value) : null, ["unit"] = l.Item.Unit, ["gain_per_unit"] = Number(l.Gain), ["there"] = l.Value?.There, ["asked"] = l.Value?.Asked,
            ["oldest"] = l.Value?.OldestUs is { } o ? Kernel.Instants.Format(o) : null, ["newest"] = l.Value?.NewestUs is { } n ? Kernel.Instants.Format(n) : null,
        })]),
    };

    static string Csv(LiveScore score)
    {
        var text = new StringBuilder("id,parent,name,unit,value,score,share,effective,gain_per_unit,there,asked,oldest,newest\n");
        foreach (var l in score.Lines)
            text.Append(string.Join(',', l.Item.Id, l.Item.Parent == "-" ? "" : l.Item.Parent, Cell(l.Item.Name), Cell(l.Item.Unit), Plain(l.Value?.Value), Plain(l.Score), Plain(l.Share), Plain(l.Effective), Plain(l.Gain),
                l.Value?.There.ToString(CultureInfo.InvariantCulture), l.Value?.Asked.ToString(CultureInfo.InvariantCulture), l.Value?.OldestUs is { } o ? Kernel.Instants.Format(o) : "", l.Value?.NewestUs is { } n ? Kernel.Instants.Format(n) : "")).Append('\n');
        return text.ToString();
    }

    static string Plain(double? v) => v is { } d && double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) : "";

    static string Cell(string text) => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
