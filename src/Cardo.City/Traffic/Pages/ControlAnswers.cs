using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Live;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Pages;

/// <summary>Answers for the page with which control of signals on the street is taken away from this city and given back.</summary>
internal sealed class ControlAnswers(IHttpContextAccessor accessor, Reader reader, ControlDesk desk, OfficerDesk officers, TrafficBoard board)
{
    HttpContext Http => accessor.HttpContext!;

    public IResult All()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var view = board.Now;
        var lines = desk.Controllers.Select(id => Line(id, view)).ToList();
        return Http.Request.Query["part"] == "now" ? Show.Page<ControlNowPart>(("Controllers", lines)) : Show.Page<ControlPage>(("Controllers", lines));
    }

    ControllerLine Line(string id, TrafficView? view)
    {
        var at = view?.Scene.JunctionOf(id) ?? -1;
        var released = desk.Find(id);
        return new ControllerLine(id, Name(id, view), at < 0 ? null : view!.Picture.Junctions[at].Cabinet, released, released is null ? "" : Said(released.ByWhom));
    }

    string Name(string id, TrafficView? view) => view?.Scene.JunctionOf(id) is >= 0 and var at ? Naming.Of(view.Scene, view.Scene.Junctions[at], reader.Lang) : id;

    /// <summary>An officer by name; a program by what its key is called.</summary>
    string Said(string byWhom) => byWhom.Split(':', 2) is ["officer", var id] ? officers.Find(id)?.Name ?? reader["traffic.control.somebody"] : byWhom.Split(':', 2)[^1];

    public IResult Ask(bool release)
    {
        Http.Response.Headers.CacheControl = "no-store";
        var signal = Http.Request.Query["signal"].ToString();
        return signal.Length == 0 || desk.Controllers.Contains(signal) ? Form(release, signal, "", null) : Show.Refused(404, reader["traffic.refused.controller-unknown"]);
    }

    IResult Form(bool release, string signal, string reason, Refusal? refusal) =>
        Show.Page<ControlAskPage>(refusal is null ? 200 : Problems.Status(refusal.Kind), ("Release", release), ("Signal", signal), ("Name", Name(signal, board.Now)), ("Reason", reason), ("Refused", refusal));

    public async Task<IResult> Do(bool release)
    {
        var sent = await Http.Request.ReadFormAsync(Http.RequestAborted);
        var (signal, reason) = (sent["signal"].ToString(), sent["reason"].ToString());
        var (which, who) = (signal.Length == 0 ? null : signal, StudioAnswers.Who(Http.Caller()));
        var done = release ? desk.Release(which, reason, who) : desk.Allow(which, reason, who);
        if (done.Try(out _, out var refusal)) return Results.Redirect("/traffic/control");
        return refusal.Kind == RefusalKind.NotFound ? Show.Refused(404, Words.Refused(reader, refusal)) : Form(release, signal, reason, refusal);
    }
}
