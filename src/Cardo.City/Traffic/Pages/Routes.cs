using Cardo.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Cardo.Traffic.Pages;

/// <summary>The addresses of control and of the studio, as a table.</summary>
internal static class Routes
{
    public static void Control(WebApplication app)
    {
        app.MapGet("/traffic/control", (ControlAnswers a) => a.All()).Needs(Scopes.TrafficControl);
        app.MapGet("/traffic/control/release", (ControlAnswers a) => a.Ask(release: true)).Needs(Scopes.TrafficControl);
        app.MapPost("/traffic/control/release", (ControlAnswers a) => a.Do(release: true)).Form(Scopes.TrafficControl);
        app.MapGet("/traffic/control/allow", (ControlAnswers a) => a.Ask(release: false)).Needs(Scopes.TrafficControl);
        app.MapPost("/traffic/control/allow", (ControlAnswers a) => a.Do(release: false)).Form(Scopes.TrafficControl);
    }

    // A change of a megabyte and a form around it.
    static readonly RequestSizeLimitAttribute withFile = new(4_000_000);

    public static void Studio(WebApplication app)
    {
        app.MapGet("/traffic/try", (StudioAnswers a) => a.List()).Open();
        app.MapGet("/traffic/try/new", (StudioAnswers a) => a.Compose()).Needs(Scopes.TrafficPlan);
        app.MapPost("/traffic/try/new", (StudioAnswers a) => a.Ask()).Form(Scopes.TrafficPlan).WithMetadata(withFile);
        app.MapGet("/traffic/try/live", (HttpContext http, StudioLine line) => line.Watch(http)).Needs(Scopes.TrafficPlan);
        app.MapGet("/traffic/try/{id:long}", (StudioAnswers a, long id) => a.One(id)).Open();
        app.MapPost("/traffic/try/{id:long}", (StudioAnswers a, long id) => a.Act(id)).Form(Scopes.TrafficPlan);
        app.MapGet("/traffic/try/{id:long}/result.json", (StudioAnswers a, long id) => a.File(id, csv: false)).WithTags("Traffic").WithSummary("What a change does, as JSON (docs/formats/traffic-change.md); published ones for everybody").Open();
        app.MapGet("/traffic/try/{id:long}/result.csv", (StudioAnswers a, long id) => a.File(id, csv: true)).WithTags("Traffic").WithSummary("What a change does, as CSV: measures, then roads").Open();

        app.MapGet("/traffic/tries", (StudioApi a) => a.List()).WithTags("Traffic").WithSummary("Changes that were tried, newest first").Needs(Scopes.TrafficPlan);
        app.MapPost("/traffic/tries", (StudioApi a) => a.Ask()).WithTags("Traffic").WithSummary("Try a change beside today: {network, change (YAML), seeds, first_seed}").Needs(Scopes.TrafficPlan).WithMetadata(withFile);
        app.MapGet("/traffic/tries/{id:long}", (StudioApi a, long id) => a.One(id)).WithTags("Traffic").WithSummary("One try: state, progress, result").Needs(Scopes.TrafficPlan);
        app.MapDelete("/traffic/tries/{id:long}", (StudioApi a, long id) => a.Cancel(id)).WithTags("Traffic").WithSummary("Stop a try that waits or runs; its simulators end").Needs(Scopes.TrafficPlan);
    }
}
