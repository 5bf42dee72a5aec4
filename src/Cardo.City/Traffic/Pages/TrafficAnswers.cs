using Cardo.Kernel;
using Cardo.Traffic.Live;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Pages;

/// <summary>Answers for the pages of signals.</summary>
internal sealed class TrafficAnswers(IHttpContextAccessor accessor, Reader reader, Settings settings, TrafficBoard board)
{
    HttpContext Http => accessor.HttpContext!;

    bool Part => Http.Request.Query["part"] == "now";

    public IResult All()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var view = board.Now;
        return Part && view is not null ? Show.Page<TrafficNowPart>(("View", view)) : Show.Page<TrafficPage>(("View", view), ("Networks", CityNetwork.Of(settings).Count), ("Trouble", board.Trouble));
    }

    public IResult Junction(string id)
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (board.Now is not { } view || view.Scene.JunctionOf(id) is not (>= 0 and var at)) return Show.Refused(404, reader.Say("traffic.gone", ("id", id.Length > 100 ? id[..100] : id)));
        return Part ? Show.Page<JunctionNowPart>(("View", view), ("At", at)) : Show.Page<JunctionPage>(("View", view), ("At", at));
    }
}
