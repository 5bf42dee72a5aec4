using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Cases.Intake;
using Cardo.Cases.Open311;
using Cardo.Kernel;
using Cardo.Twin;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary>The public report: a form that needs no script, no map and no account.</summary>
internal sealed class ReportAnswers(IHttpContextAccessor accessor, Reader reader, CaseDesk desk, TwinDesk twin, Ids ids, TimeProvider clock)
{
    HttpContext Http => accessor.HttpContext!;

    public IResult Form()
    {
        string Asked(string name) => Http.Request.Query[name].ToString() is { Length: <= 200 } text ? text : "";
        var form = new ReportForm { Service = Asked("service"), Asset = Asked("asset"), Lat = Asked("lat"), Lon = Asked("lon"), ClientId = ids.New(clock) };
        Http.Response.Headers.CacheControl = "no-store";
        return Page(form, []);
    }

    IResult Page(ReportForm form, IReadOnlyList<string> errors, IReadOnlyList<LikelyCase>? likely = null, int status = 200)
    {
        if (status == 503) Http.Response.Headers.RetryAfter = Writing.CaseWriter.ComeAgain_s.ToString(CultureInfo.InvariantCulture);
        var services = desk.Profile.Services.Values.Where(s => s.Public).ToList();
        return Show.Page<ReportPage>(status, ("Form", form), ("Errors", errors), ("Services", services), ("Chosen", services.FirstOrDefault(s => s.Code == form.Service)), ("Likely", likely ?? []));
    }

    public async Task<IResult> Send()
    {
        if (await PostRequest.Form(Http) is not { } sent) return Show.Refused(400);
        var (form, photos, fault) = Read(sent);
        if (fault is not null) return Page(form, [Said(fault)], status: Identity.Problems.Status(fault.Kind));
        var service = desk.Profile.Services.GetValueOrDefault(form.Service);
        // Without script the questions of a service can only come after it is chosen.
        if (service is not null && sent["asked"] != service.Code && service.Attributes.Any(a => a.Variable) && sent["joins"].Count == 0) return Page(form, []);
        if (!Place(form).Try(out var place, out var wrong)) return Page(form, [Said(wrong)], status: 400);
        var joins = long.TryParse(sent["joins"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var report = new Report
        {
            By = Actor.Resident,
            Source = joins is null ? MatterSource.Web : MatterSource.Support,
            Service = form.Service,
            Said = new Said(form.Words, form.Address.Length > 0 ? form.Address : null),
            Person = new Person(Or(form.Name), Or(form.Email), Or(form.Phone)),
            Lon = place?.Lon,
            Lat = place?.Lat,
            Asset = Or(form.Asset),
            Lang = reader.Lang,
            Answers = form.Answers,
            Photos = photos,
            Joins = joins,
            ClientId = form.ClientId.Length is > 0 and <= 60 ? "web:" + form.ClientId : null,
        };
        if (Verbs.CheckReport.Fault(report, desk.Profile) is { } early) return Page(form, [Said(early)], status: Identity.Problems.Status(early.Kind));
        if (joins is null && sent["sure"] != "1" && !desk.IsDone(report) && Likely(report) is { Count: > 0 } likely) return Page(form, [], likely);
        if (!(await desk.Offer(report)).Try(out var receipt, out var refusal)) return Page(form, [Said(refusal)], status: Identity.Problems.Status(refusal.Kind));
        return Results.Redirect($"/cases/{receipt.Number}?m={receipt.Matter}&t={desk.TrackingToken(receipt.Matter!)}&new=1");
    }

    static string? Or(string text) => text.Length > 0 ? text : null;

    string Said(Refusal refusal) => Answer.Said(Http, refusal);

    (ReportForm Form, IReadOnlyList<Photo> Photos, Refusal? Fault) Read(IFormCollection sent)
    {
        var photos = new List<(string Note, Photo Photo)>();
        Refusal? fault = null;
        foreach (var note in sent["kept"].OfType<string>().Take(Verbs.CheckReport.MostPhotos))
        {
            if (StagedPhoto.Read(desk, note).Try(out var kept, out var gone)) photos.Add((note, kept));
            else if (gone.Code == "photo-gone") fault = gone;
        }
        foreach (var file in sent.Files.Where(f => f.Name == "photos" && f.Length > 0).Take(Verbs.CheckReport.MostPhotos + 1))
        {
            if (PostRequest.ReadFile(file).Try(out var photo, out var refusal)) photos.Add((StagedPhoto.Keep(desk, photo), photo));
            else fault = refusal;
        }
        var form = ReportForm.From(sent) with { Photos = [.. photos.Select(p => p.Note)] };
        return (form, [.. photos.Select(p => p.Photo)], fault);
    }

    /// <summary>Coordinates as given; else where the asset stands.</summary>
    Outcome<(double Lon, double Lat)?> Place(ReportForm form)
    {
        if (form.Lat.Length > 0 || form.Lon.Length > 0) return PostRequest.Place(Or(form.Lat), Or(form.Lon));
        if (form.Asset.Length == 0) return ((double, double)?)null;
        var thing = twin.Find("", form.Asset) ?? twin.Find("", "urn:ngsi-ld:" + form.Asset);
        if (thing is null) return Refusal.NotFound("asset-not-found", "Nothing in the city is called that. Check the number on it, or give an address.");
        return thing.Find(Names.Location)?.Value.Geo is { } geo ? ((geo.MinX + geo.MaxX) / 2, (geo.MinY + geo.MaxY) / 2) : ((double, double)?)null;
    }

    List<LikelyCase> Likely(Report report)
    {
        var likely = Duplicates.Find(desk, Sketches.Of(report, desk.NowUs));
        return [.. likely.Select(l => (l, Case: desk.Find(l.Number))).Where(l => l.Case is not null)
            .Select(l => new LikelyCase(l.Case!, PublicWords.Of(desk.SaidOf([l.Case!.FirstMatter]).GetValueOrDefault(l.Case.FirstMatter)?.Words), l.l))];
    }
}
