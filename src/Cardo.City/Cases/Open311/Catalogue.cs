using Cardo.Cases.Profile;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Open311;

/// <summary>GeoReport v2: discovery, GET Service List, GET Service Definition.</summary>
internal static class Catalogue
{
    const string Changeset = "2026-01-01T00:00:00Z";

    public static IResult Discovery(string format, HttpContext http, CityProfile profile, Reader reader)
    {
        var root = $"{http.Request.Scheme}://{http.Request.Host}";
        var formats = new Items("format", [Node.Of("text/xml"), Node.Of("application/json")]);
        var endpoint = new Fields(
            ("specification", Node.Of("http://wiki.open311.org/GeoReport_v2")), ("url", Node.Of(root + "/open311/v2")), ("changeset", Node.Of(Changeset)), ("type", Node.Of("production")), ("formats", formats));
        return Answer.Of(format, "discovery", new Fields(
            ("changeset", Node.Of(Changeset)),
            ("contact", Node.Of(profile.Contact.Length > 0 ? profile.Contact : $"The city of {reader.City}")),
            ("key_service", Node.Of($"The city gives keys to programs on request: {root}/open311")),
            ("endpoints", new Items("endpoint", [endpoint]))));
    }

    public static IResult Services(string format, HttpContext http, CityProfile profile, Reader reader)
    {
        if (Jurisdiction(http, profile) is { } refusal) return Answer.Refused(http, format, refusal);
        return Answer.Of(format, "services", new Items("service", [.. profile.Services.Values.Where(s => s.Public).Select(s => (Node)new Fields(
            ("service_code", Node.Of(s.Code)), ("service_name", Node.Of(s.Name.In(reader.Lang))), ("description", Node.Of(s.Description.In(reader.Lang))),
            ("metadata", Node.Of(s.Attributes.Count > 0)), ("type", Node.Of("realtime")), ("keywords", Node.Of(string.Join(", ", s.Keywords))), ("group", Node.Of(s.Group))))]));
    }

    public static IResult Definition(string code, string format, HttpContext http, CityProfile profile, Reader reader)
    {
        if (Jurisdiction(http, profile) is { } refusal) return Answer.Refused(http, format, refusal);
        if (!profile.Services.TryGetValue(code, out var service) || !service.Public) return Answer.Refused(http, format, Refusal.NotFound("service-not-found", $"service_code {code} was not found."));
        var order = 0L;
        return Answer.Of(format, "service_definition", new Fields(
            ("service_code", Node.Of(service.Code)),
            ("attributes", new Items("attribute", [.. service.Attributes.Select(a => Attribute(a, ++order, reader.Lang))]))));
    }

    static Fields Attribute(ServiceAttribute a, long order, string lang)
    {
        var fields = new List<(string, Node)>
        {
            ("variable", Node.Of(a.Variable)), ("code", Node.Of(a.Code)), ("datatype", Node.Of(a.Type.ToString().ToLowerInvariant())), ("required", Node.Of(a.Required)),
            ("datatype_description", Node.Of(a.Hint?.In(lang))), ("order", Node.Of(order)), ("description", Node.Of(a.Description.In(lang))),
        };
        if (a.Values.Count > 0) fields.Add(("values", new Items("value", [.. a.Values.Select(v => (Node)new Fields(("key", Node.Of(v.Key)), ("name", Node.Of(v.Name.In(lang)))))])));
        return new Fields([.. fields]);
    }

    /// <summary>A jurisdiction that is named must be ours; where the city names none, any will do.</summary>
    public static Refusal? Jurisdiction(HttpContext http, CityProfile profile, string? posted = null)
    {
        var named = posted ?? http.Request.Query["jurisdiction_id"].ToString();
        return named.Length == 0 || profile.Jurisdiction.Length == 0 || named == profile.Jurisdiction ? null
            : Refusal.NotFound("jurisdiction-not-found", $"jurisdiction_id {named} was not found; this is {profile.Jurisdiction}.");
    }
}
