using Cardo.Cases.Cap;
using Cardo.Cases.Open311;
using Cardo.Cases.Profile;
using Cardo.Identity;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Cardo.Cases.Pages;

/// <summary>The addresses of cases, as a table.</summary>
internal static class Routes
{
    const string V2 = "/open311/v2/";

    // Five photos that are too large must still be answered with a page that says so, not with a broken line.
    static readonly RequestSizeLimitAttribute withPhotos = new(64_000_000);

    public static void Map(WebApplication app)
    {
        Open311(app);
        app.MapGet("/report", (ReportAnswers a) => a.Form()).Open();
        app.MapPost("/report", (ReportAnswers a) => a.Send()).Form().WithMetadata(withPhotos);
        foreach (var list in new[] { "/reported", "/cases" }) app.MapGet(list, (PublicAnswers a) => a.List()).Open();
        foreach (var levels in new[] { "/service-levels", "/cases/levels" }) app.MapGet(levels, (PublicAnswers a) => a.Levels()).Open();
        app.MapGet("/reported.csv", (PublicAnswers a) => a.ListFile()).Open();
        app.MapGet("/service-levels.csv", (PublicAnswers a) => a.LevelsFile()).Open();
        app.MapGet("/service-levels/dispatch.csv", (PublicAnswers a) => a.DispatchFile()).Open();
        app.MapGet("/cases/map", (PublicAnswers a) => a.Map()).Open();
        app.MapGet("/cases/{number:long}", (PublicAnswers a, long number) => a.Track(number)).Open();
        app.MapGet("/cases/{number:long}/proof/{line:long}", (PublicAnswers a, long number, long line) => a.ToProof(number, line)).Open();
        app.MapPost("/cases/{number:long}/answer", (PublicAnswers a, long number) => a.Answer(number)).Form();
        app.MapPost("/cases/{number:long}/support", (PublicAnswers a, long number) => a.Support(number)).Form();
        app.MapGet("/cases/{number:long}/media/{hash}", (PublicAnswers a, long number, string hash) => a.Media(number, hash)).Open();

        app.MapGet("/alerts/cap", (HttpContext http, CaseDesk desk, Reader reader) => CapFeed.All(http, desk, reader)).Open();
        app.MapGet("/alerts/cap/{number:long}", (long number, HttpContext http, CaseDesk desk, Reader reader) => CapFeed.One(number, http, desk, reader)).Open();

        app.MapGet("/desk", (DeskAnswers a) => a.List()).Needs(Callers.Staff);
        app.MapGet("/desk/map", (DeskAnswers a) => a.Map()).Needs(Callers.Staff);
        app.MapGet("/desk/live", (HttpContext http, DeskLive live) => live.Watch(http)).Needs(Callers.Staff);
        foreach (var board in new[] { "/board", "/desk/board" }) app.MapGet(board, (DeskAnswers a) => a.Board("")).Needs(Callers.Staff);
        app.MapGet("/board/{department}", (DeskAnswers a, string department) => a.Board(department)).Needs(Callers.Staff);
        app.MapGet("/desk/new", (DeskAnswers a) => a.New()).Needs(Scopes.CasesDesk, Scopes.CasesWork);
        app.MapPost("/desk/new", (DeskAnswers a) => a.Take()).Form(Scopes.CasesDesk, Scopes.CasesWork);
        app.MapGet("/desk/duplicates", (DuplicateAnswers a) => a.List()).Needs(Callers.Staff);
        app.MapPost("/desk/duplicates", (DuplicateAnswers a) => a.Act()).Form(Callers.Staff);
        app.MapGet("/desk/model", (ModelAnswers a) => a.Show()).Needs(Callers.Staff);
        app.MapPost("/desk/model", (ModelAnswers a) => a.Train()).Form(Scopes.Admin);
        app.MapGet("/desk/people", (DeskAnswers a) => a.People()).Needs(Scopes.Admin);
        app.MapPost("/desk/people", (DeskAnswers a) => a.SetUnit()).Form(Scopes.Admin);
        app.MapGet("/desk/cases/{number:long}", (DeskAnswers a, long number) => a.Case(number)).Needs(Callers.Staff);
        app.MapPost("/desk/cases/{number:long}", (DeskAnswers a, long number) => a.Act(number)).Form(Callers.Staff);

        app.MapGet("/crew/worker.js", CrewWorker.Send).Open();
        app.MapGet("/crew", (CrewAnswers a) => a.List()).Needs(Callers.Workers);
        app.MapGet("/crew/{number:long}/{task}", (CrewAnswers a, long number, string task) => a.Task(number, task)).Needs(Callers.Workers);
        app.MapPost("/crew/{number:long}/{task}", (CrewAnswers a, long number, string task) => a.Do(number, task)).Form(Callers.Workers).WithMetadata(withPhotos);
    }

    static void Open311(WebApplication app)
    {
        app.MapGet("/open311/discovery.{format}", (string format, HttpContext http, CityProfile profile, Reader reader) => Catalogue.Discovery(format, http, profile, reader)).Open();
        app.MapGet(V2 + "discovery.{format}", (string format, HttpContext http, CityProfile profile, Reader reader) => Catalogue.Discovery(format, http, profile, reader)).Open();
        app.MapGet(V2 + "services.{format}", (string format, HttpContext http, CityProfile profile, Reader reader) => Catalogue.Services(format, http, profile, reader)).Open();
        app.MapGet(V2 + "services/{code}.{format}", (string code, string format, HttpContext http, CityProfile profile, Reader reader) => Catalogue.Definition(code, format, http, profile, reader)).Open();
        app.MapGet(V2 + "requests.{format}", (string format, HttpContext http, CaseDesk desk, Reader reader) => Requests.List(format, http, desk, reader)).Open();
        app.MapPost(V2 + "requests.{format}", (string format, HttpContext http, CaseDesk desk, KeyDesk keys, Reader reader) => PostRequest.Post(format, http, desk, keys, reader)).Open().KeyIn("api_key");
        app.MapGet(V2 + "requests/{id}.{format}", (string id, string format, HttpContext http, CaseDesk desk, Reader reader) => Requests.One(id, format, http, desk, reader)).Open();
        app.MapGet(V2 + "tokens/{token}.{format}", (string token, string format, HttpContext http, CaseDesk desk) => Requests.Token(token, format, http, desk)).Open();
        app.MapGet(V2 + "servicerequestupdates.{format}", (string format, HttpContext http, CaseDesk desk, Reader reader) => Updates.List(format, http, desk, reader)).Open();
        app.MapPost(V2 + "servicerequestupdates.{format}", (string format, HttpContext http, CaseDesk desk, KeyDesk keys) => Updates.Post(format, http, desk, keys)).Open().KeyIn("api_key");
    }
}
