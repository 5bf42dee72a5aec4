using Cardo.Cases.Board;
using Cardo.Identity;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>The model that dispatches: how it stands, and training it again.</summary>
internal sealed class ModelAnswers(IHttpContextAccessor accessor, Reader reader, CaseDesk desk, ModelDesk model, Levels levels)
{
    const int Days = 90;

    HttpContext Http => accessor.HttpContext!;

    public IResult Show() => Page("");

    IResult Page(string error, int status = 200)
    {
        Http.Response.Headers.CacheControl = "no-store";
        return Ui.Show.Page<ModelPage>(status, ("State", model.State), ("Desk", desk), ("Dispatching", levels.Of(Days, reader.NowUs).Dispatching), ("MayTrain", Http.Caller().May(Scopes.Admin)), ("Error", error));
    }

    public async Task<IResult> Train()
    {
        // Seconds of work on many cases: off the thread that answers others.
        var trained = await Task.Run(() => model.Train(stop: Http.RequestAborted), Http.RequestAborted);
        return trained.Try(out _, out var refusal) ? Results.Redirect("/desk/model") : Page(Open311.Answer.Said(Http, refusal), Problems.Status(refusal.Kind));
    }
}
