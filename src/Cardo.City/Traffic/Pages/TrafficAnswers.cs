using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Live;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Pages;

/// <summary>Answers for the pages of signals.</summary>
internal sealed class TrafficAnswers(IHttpContextAccessor accessor, Reader reader, Settings settings, TrafficBoard board, ControlDesk control)
{
    HttpContext Http => accessor.HttpContext!;

    /// <summary>What the caller may see now. Where emergency vehicles are going is for who watches the city; of a simulated one for everybody, unless <c>traffic.corridor: staff</c> says otherwise.</summary>
    TrafficView? Seen => board.Now is not { } now || Http.Caller().May(Scopes.Ops) || settings.Text("traffic.corridor") is "open" || (now.Scene.Source.Simulated && settings.Text("traffic.corridor") is not "staff")
        ? board.Now : now.WithoutCorridors();

    bool Part => Http.Request.Query["part"] == "now";

    public IResult All()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var view = Seen;
        if (Part) return view is null ? Results.StatusCode(503) : Show.Page<TrafficNowPart>(("View", view));
        return Show.Page<TrafficPage>(("View", view), ("Networks", CityNetwork.Of(settings).Count), ("Trouble", board.Trouble), ("MayControl", MayControl && control.Controllers.Count > 0));
    }

    bool MayControl => Http.Caller().May(Scopes.TrafficControl);

    public IResult Junction(string id)
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (Seen is not { } view || view.Scene.JunctionOf(id) is not (>= 0 and var at)) return Show.Refused(404, reader.Say("traffic.gone", ("id", id.Length > 100 ? id[..100] : id)));
        return Part ? Show.Page<JunctionNowPart>(("View", view), ("At", at)) : Show.Page<JunctionPage>(("View", view), ("At", at), ("Control", MayControl && control.Controllers.Contains(id) ? control.Find(id) is null : (bool?)null));
    }

    /// <summary>The wall: one junction, or where nobody chose the one that an emergency vehicle comes to, else the largest.</summary>
    public IResult Wall(string? id)
    {
        Http.Response.Headers.CacheControl = "no-store";
        var view = Seen;
        var at = view is null ? -1 : id is null ? Chosen(view) : view.Scene.JunctionOf(id);
        if (view is not null && at < 0) return Show.Refused(404, reader.Say("traffic.gone", ("id", id?.Length > 100 ? id[..100] : id ?? "")));
        if (Part) return view is null ? Results.StatusCode(503) : Show.Page<WallNowPart>(("View", view), ("At", at));
        return Show.Page<WallPage>(("View", view), ("At", at), ("Trouble", board.Trouble));
    }

    static int Chosen(TrafficView view) => view.Picture.Emergencies.SelectMany(e => e.Ahead.Take(1)).OrderBy(a => a.Eta_s).Select(a => (int?)a.Junction).FirstOrDefault()
        ?? (view.Scene.Junctions.Length == 0 ? -1 : Enumerable.Range(0, view.Scene.Junctions.Length).MaxBy(j => view.Scene.Junctions[j].Intersection.Approaches.Count));
}
