using System.Globalization;
using System.Text;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Traffic.Studio;
using Cardo.Traffic.Trying;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Pages;

/// <summary>Answers for the studio: composing a change, watching it run, its result. Everybody sees what was published, staff all.</summary>
internal sealed class StudioAnswers(IHttpContextAccessor accessor, Reader reader, StudioDesk desk)
{
    HttpContext Http => accessor.HttpContext!;

    bool Staff => Http.Caller().May(Scopes.TrafficPlan);

    /// <summary>For journal and row: an id, never a name.</summary>
    public static string Who(Caller caller) => $"{caller.Kind.ToString().ToLowerInvariant()}:{(caller.Subject.Length > 0 ? caller.Subject : caller.Id)}";

    public IResult List()
    {
        Http.Response.Headers.CacheControl = "no-store";
        return Show.Page<StudioPage>(("Trials", desk.All.Where(t => Staff || t.PublishedUs > 0).ToList()), ("Running", desk.Running), ("Staff", Staff));
    }

    public IResult Compose()
    {
        var form = new StudioForm { Network = Http.Request.Query["network"].ToString() };
        // What was tried before, to be changed a little and tried again.
        if (long.TryParse(Http.Request.Query["again"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && desk.Find(id) is { } before)
            form = new StudioForm { Network = before.Network, File = before.Change, Seeds = before.Seeds.ToString(CultureInfo.InvariantCulture) };
        return Form(form, null);
    }

    IResult Form(StudioForm form, Refusal? refusal)
    {
        Http.Response.Headers.CacheControl = "no-store";
        var networks = desk.Networks;
        StudioNetwork? chosen = null;
        if ((desk.Network(form.Network) ?? networks.FirstOrDefault()) is { } network)
        {
            form = form with { Network = network.Name };
            if (!StudioNetwork.Of(network).Try(out chosen, out var unreadable)) refusal ??= unreadable;
        }
        return Show.Page<ComposePage>(refusal is null ? 200 : Problems.Status(refusal.Kind), ("Form", form), ("Networks", networks.Select(n => n.Name).ToList()), ("On", chosen), ("Refused", refusal), ("Absent", Sumo.SumoProcess.Absent()));
    }

    public async Task<IResult> Ask()
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        string? file = null;
        if (sent.Files["file"] is { Length: > 0 } upload)
        {
            if (upload.Length > ReadChange.MaxBytes) return Form(StudioForm.Of(sent, null), Refusal.TooLarge("change-too-long", "A change has at most a megabyte."));
            using var text = new StreamReader(upload.OpenReadStream(), Encoding.UTF8);
            file = await text.ReadToEndAsync(Http.RequestAborted);
        }
        var form = StudioForm.Of(sent, file);
        if (desk.Network(form.Network) is not { } network) return Form(form, Refusal.NotFound("network-unknown", $"There is no network '{form.Network}' here."));
        if (!StudioNetwork.Of(network).Try(out var on, out var refusal)) return Form(form, refusal);
        if (!form.Read(on).Try(out var read, out refusal)) return Form(form, refusal);
        return desk.Ask(network.Name, WriteChange.Text(read.Change), read.Seeds, 1, Who(Http.Caller())).Try(out var trial, out refusal) ? Results.Redirect($"/traffic/try/{trial.Id}") : Form(form, refusal);
    }

    Trial? Visible(long id) => desk.Find(id) is { } trial && (Staff || trial.PublishedUs > 0) ? trial : null;

    public IResult One(long id)
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (Visible(id) is not { } trial) return Show.Refused(404, reader.Say("traffic.try.gone", ("id", id)));
        return Http.Request.Query["part"] == "now" ? Show.Page<TrialNowPart>(("View", View(trial))) : Show.Page<TrialPage>(("View", View(trial)), ("Staff", Staff));
    }

    TrialView View(Trial trial)
    {
        var on = trial.State == TrialState.Done && desk.Network(trial.Network) is { } network && StudioNetwork.Of(network).Try(out var read, out _) ? read : null;
        IReadOnlyList<string> closed = ReadChange.Parse(trial.Change).Try(out var change, out _) ? [.. change.Closed.Select(c => c.Edge)] : [];
        return new TrialView(trial, desk.Progress(trial.Id), desk.Result(trial.Id), on, closed, trial.State == TrialState.Waiting ? desk.All.Count(t => t.Open && t.Id < trial.Id) : 0);
    }

    public async Task<IResult> Act(long id)
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        var done = sent["act"].ToString() switch
        {
            "cancel" => desk.Cancel(id),
            "publish" => desk.Publish(id, true, Who(Http.Caller())),
            "withdraw" => desk.Publish(id, false, Who(Http.Caller())),
            _ => Refusal.Bad("act-unknown", "There is no such thing to do here."),
        };
        // Whoever pressed twice, or too late, sees how it stands; that is all the answer there is.
        return done.Try(out _, out var refusal) || refusal.Kind == RefusalKind.Conflict ? Results.Redirect($"/traffic/try/{id}") : Show.Refused(Problems.Status(refusal.Kind), Words.Refused(reader, refusal));
    }

    public IResult File(long id, bool csv)
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (Visible(id) is not { State: TrialState.Done } || desk.Result(id) is not { } result) return Results.NotFound();
        return csv ? Csv.File(TrialCsv.Of(result), $"try-{id}.csv") : Results.File(Encoding.UTF8.GetBytes(desk.ResultJson(id)), "application/json", $"try-{id}.json");
    }
}
