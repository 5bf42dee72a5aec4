using System.Globalization;
using Cardo.Cases.Intake;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Open311;

/// <summary>GeoReport v2: POST Service Request. The key comes as <c>api_key</c>, or as any other caller's key does.</summary>
internal static class PostRequest
{
    public static async Task<IResult> Post(string format, HttpContext http, CaseDesk desk, KeyDesk keys, Reader reader)
    {
        if (await Form(http) is not { } form) return Answer.Refused(http, format, Unreadable(http, keys));
        string? Field(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
        if (!Sender(http, Field("api_key") ?? http.Request.Query["api_key"].ToString(), keys).Try(out var sender, out var refusal)) return Answer.Refused(http, format, refusal);
        if (format is not ("xml" or "json")) return Answer.Refused(http, "xml", Refusal.Bad("format-wrong", "The format is xml or json."));
        if (Catalogue.Jurisdiction(http, desk.Profile, Field("jurisdiction_id")) is { } elsewhere) return Answer.Refused(http, format, elsewhere);
        if (!Read(form, Field, http, reader, sender).Try(out var report, out refusal)) return Answer.Refused(http, format, refusal);
        if (!(await desk.Offer(report)).Try(out var receipt, out refusal)) return Answer.Refused(http, format, refusal);
        var notice = desk.Profile.Services[report.Service].Notice?.In(reader.Lang);
        return Answer.Of(format, "service_requests", new Items("request",
            [new Fields(("service_request_id", Node.Of(receipt.Matter)), ("service_notice", Node.Of(notice)), ("account_id", Node.Of(report.Person.Account)))]));
    }

    internal static async ValueTask<IFormCollection?> Form(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>What is no form: who may not send at all is told that first, and that a key in such a body is not read.</summary>
    internal static Refusal Unreadable(HttpContext http, KeyDesk keys)
    {
        const string NoForm = "What was sent is not a form (application/x-www-form-urlencoded or multipart/form-data). Nothing was taken.";
        if (Sender(http, http.Request.Query["api_key"].ToString(), keys).Try(out _, out var refusal)) return Refusal.Bad("form-unreadable", NoForm);
        return refusal.Code == "key-needed" && http.Request.ContentLength > 0 ? refusal with { Code = "key-unread", Message = $"No api_key could be read. {NoForm}" } : refusal;
    }

    internal static Outcome<string> Sender(HttpContext http, string apiKey, KeyDesk keys)
    {
        var caller = http.Caller();
        if (caller.May(Scopes.CasesReport)) return caller.Subject.Length > 0 ? caller.Subject : caller.Id;
        if (apiKey.Length == 0) return new Refusal(RefusalKind.Unauthorized, "key-needed", "api_key is missing: reports by program need a key with the scope cases:report.");
        return keys.Verify(apiKey) is { } key && Scopes.Include(key.Scopes, Scopes.CasesReport) ? key.Subject
            : new Refusal(RefusalKind.Forbidden, "key-invalid", "Invalid api_key received -- can't proceed with create_request.");
    }

    static Outcome<Report> Read(IFormCollection form, Func<string, string?> field, HttpContext http, Reader reader, string sender)
    {
        // GeoReport's mistakes are answered 400, an unknown service 404 (which the desk says).
        if (field("service_code") is not { } code) return Refusal.Bad("service-missing", "service_code is missing.");
        if (!Place(field("lat"), field("long")).Try(out var place, out var refusal)) return refusal;
        var link = field("media_url");
        if (link is not null && (link.Length > 2000 || !Uri.TryCreate(link, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))) return Refusal.Bad("media-wrong", "media_url is an http or https address of at most 2000 characters.");
        var photos = new List<Photo>();
        foreach (var file in form.Files.Where(f => f.Length > 0).Take(Verbs.CheckReport.MostPhotos + 1))
        {
            if (!ReadFile(file).Try(out var photo, out refusal)) return refusal;
            photos.Add(photo);
        }
        var name = string.Join(' ', new[] { field("first_name"), field("last_name") }.OfType<string>());
        return new Report
        {
            By = new Actor(ActorKind.System, "open311:" + (sender.Length > 60 ? sender[..60] : sender)),
            Source = MatterSource.Open311,
            Service = code,
            Said = new Said(field("description") ?? "", field("address_string"), link is null ? null : new Dictionary<string, string> { ["media_url"] = link }),
            Person = new Person(name.Length > 0 ? name : null, field("email"), field("phone"), field("device_id"), field("account_id")),
            Lon = place?.Lon,
            Lat = place?.Lat,
            Asset = field("address_id"),
            Lang = reader.Lang,
            Answers = Answers(form),
            Photos = photos,
            Ref = field("attribute[service_request_id_ext]") ?? field("attribute[fixmystreet_id]"),
            ClientId = http.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } own, ..] ? own : field("attribute[service_request_id_ext]") is { } ext ? "ext:" + ext : null,
        };
    }

    internal static Outcome<Photo> ReadFile(IFormFile file, MediaUse use = MediaUse.Report)
    {
        if (file.Length > Pictures.MostBytes) return Refusal.TooLarge("photo-too-large", $"The photo has {file.Length / 1_000_000} MB; at most {Pictures.MostBytes / 1_000_000} MB are taken. Choose a smaller one.");
        using var bytes = new MemoryStream((int)file.Length);
        using (var stream = file.OpenReadStream()) stream.CopyTo(bytes);
        return Pictures.Take(bytes.ToArray(), use);
    }

    internal static Outcome<(double Lon, double Lat)?> Place(string? lat, string? lon)
    {
        if (lat is null && lon is null) return ((double, double)?)null;
        if (lat is null || lon is null) return Refusal.Bad("place-half", "A place needs both lat and long.");
        return double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && double.TryParse(lon, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
            ? (x, y) : Refusal.Bad("place-wrong", "The coordinates are not right: lat and long are decimal degrees, such as 22.99 and 120.2.");
    }

    /// <summary><c>attribute[CODE]=value</c>, and <c>attribute[CODE][]=value</c> more than once.</summary>
    internal static Dictionary<string, string[]> Answers(IFormCollection form)
    {
        var answers = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, values) in form)
        {
            if (!name.StartsWith("attribute[", StringComparison.Ordinal)) continue;
            var end = name.IndexOf(']', StringComparison.Ordinal);
            if (end > 10) answers[name[10..end]] = [.. values.OfType<string>().Where(v => v.Length > 0)];
        }
        return answers;
    }
}
