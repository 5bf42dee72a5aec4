using System.Globalization;
using System.Text;
using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Verbs;

/// <summary>Whether a report can be taken, whichever door it came by; and its words as they will be kept.</summary>
internal static class CheckReport
{
    public const int MostWords = 4000, MostPlace = 500, MostPhotos = 5, MostAnswers = 50, MostAnswer = 1000, MostClientId = 100;

    public static Refusal? Fault(Report report, CityProfile profile)
    {
        if (report.Service.Length == 0) return Refusal.Bad("service-unchosen", "What is it about? Choose from the list.");
        if (!profile.Services.TryGetValue(report.Service, out var service))
            return Refusal.NotFound("service-not-found", $"There is no service \"{Short(report.Service)}\". Nothing was taken: choose one from the list.");
        if (report.Said.Words.Length > MostWords) return Refusal.Bad("words-too-long", $"The description has {report.Said.Words.Length} characters; at most {MostWords} are taken.");
        if (report.Said.Place?.Length > MostPlace) return Refusal.Bad("place-too-long", $"The address has more than {MostPlace} characters.");
        if (report.Photos.Count > MostPhotos) return Refusal.Bad("photos-too-many", $"At most {MostPhotos} photos are taken.");
        if (report.ClientId?.Length > MostClientId) return Refusal.Bad("client-id", $"A client's id has at most {MostClientId} characters.");
        if (report.Lon is null != report.Lat is null) return Refusal.Bad("place-half", "A place needs both lat and long.");
        if (report is { Lon: { } lon, Lat: { } lat })
        {
            if (!(lon is >= -180 and <= 180 && lat is >= -90 and <= 90)) return Refusal.Bad("place-wrong", "The coordinates are not on this earth: lat is -90 to 90, long is -180 to 180.");
            if (report.Imported is null && !profile.Inside(lon, lat)) return Refusal.Bad("place-outside", "The place is outside the city. Nothing was taken: move the mark, or ask the city it is in.");
        }
        else if (report.Source is not (MatterSource.Alarm or MatterSource.Import) && report.Said.Place is null && report.Asset is null && report.Joins is null)
            return Refusal.Bad("place-missing", "Where is it? Give an address, the number on the thing, or coordinates.");
        return Contact(report.Person) ?? Answers(report, service);
    }

    static Refusal? Contact(Person person)
    {
        if (person.Name?.Length > 100 || person.Email?.Length > 254 || person.Phone?.Length > 40 || person.Device?.Length > 200 || person.Account?.Length > 200)
            return Refusal.Bad("person-too-long", "A name has at most 100 characters, an e-mail address 254, a phone number 40.");
        if (person.Email is { } email && (email.Count(c => c == '@') != 1 || email[0] == '@' || email[^1] == '@' || email.Any(char.IsWhiteSpace)))
            return Refusal.Bad("email-wrong", "The e-mail address is not one. Leave it empty if you want no answer.");
        return null;
    }

    static Refusal? Answers(Report report, Service service)
    {
        if (report.Answers.Count > MostAnswers) return Refusal.Bad("attributes-too-many", $"At most {MostAnswers} attributes are taken.");
        foreach (var asked in service.Attributes.Where(a => a.Variable))
        {
            var given = report.Answers.TryGetValue(asked.Code, out var values) ? values.Where(v => v.Length > 0).ToArray() : [];
            if (given.Length == 0)
            {
                if (asked.Required && report.Imported is null && report.Source is MatterSource.Web or MatterSource.Phone or MatterSource.Open311)
                    return Refusal.Bad("attribute-required", $"The attribute {asked.Code} is required for {service.Code}: {asked.Description.In(report.Lang ?? "en")}");
                continue;
            }
            if (given.Any(v => v.Length > MostAnswer)) return Refusal.Bad("attribute-too-long", $"The attribute {asked.Code} has at most {MostAnswer} characters.");
            if (Wrong(asked, given) is { } why) return Refusal.Bad("attribute-wrong", $"The attribute {asked.Code} {why}.");
        }
        return null;
    }

    static string? Wrong(ServiceAttribute asked, string[] given) => asked.Type switch
    {
        AttributeType.Number when !double.TryParse(given[0], CultureInfo.InvariantCulture, out var n) || !double.IsFinite(n) => "must be a number",
        AttributeType.Datetime when !Instants.TryParse(given[0], out _) => "must be a time such as 2026-08-23T10:00:00Z",
        AttributeType.Singlevaluelist when given.Length > 1 => "takes one value",
        AttributeType.Singlevaluelist or AttributeType.Multivaluelist when given.FirstOrDefault(g => asked.Values.All(v => v.Key != g)) is { } other => $"has no value \"{Short(other)}\"",
        _ => null,
    };

    /// <summary>Text as it is kept: one form of each character, no control characters; what looks like HTML stays text and is shown as such.</summary>
    public static string Clean(string text)
    {
        // Half of a surrogate pair can't be normalized, nor written as UTF-8.
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) || rune.Value is '\n' or '\t') whole.Append(rune.ToString());
            else if (rune.Value == '\r') continue;
            else whole.Append(' ');
        return whole.ToString().Normalize().Trim();
    }

    static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
