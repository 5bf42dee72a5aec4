using System.Globalization;
using System.Text;
using System.Xml;
using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Cap;

/// <summary>A case that sensors raised, as an alert of OASIS Common Alerting Protocol 1.2.</summary>
internal static class CapAlert
{
    const string Space = "urn:oasis:names:tc:emergency:cap:1.2";
    static readonly string[] languages = ["en", "zh-Hans"];

    /// <param name="sender">who says it: the city's own name on the net</param>
    public static byte[] Write(Case @case, CityProfile profile, string sender, TimeZoneInfo zone)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            void Say(string name, string value) => xml.WriteElementString(name, Space, value);
            xml.WriteStartElement("alert", Space);
            // 3.2.1: the identifier has no spaces, commas or restricted characters; each message of a case has its own.
            Say("identifier", string.Create(CultureInfo.InvariantCulture, $"{sender}.case.{@case.Number}.{@case.Events}"));
            Say("sender", sender);
            Say("sent", Moment(@case.UpdatedUs, zone));
            Say("status", "Actual");
            var type = !@case.IsOpen ? "Cancel" : @case.UpdatedUs == @case.OpenedUs ? "Alert" : "Update";
            Say("msgType", type);
            Say("scope", "Public");
            if (type != "Alert") Say("references", string.Create(CultureInfo.InvariantCulture, $"{sender},{sender}.case.{@case.Number}.5,{Moment(@case.OpenedUs, zone)}"));
            foreach (var language in languages) Info(xml, @case, profile, language, zone);
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    static void Info(XmlWriter xml, Case @case, CityProfile profile, string language, TimeZoneInfo zone)
    {
        void Say(string name, string value) => xml.WriteElementString(name, Space, value);
        var service = profile.Services.GetValueOrDefault(@case.Service);
        var title = service?.Name.In(language) ?? @case.Service;
        xml.WriteStartElement("info", Space);
        Say("language", language);
        Say("category", service?.Group switch { "water" => "Met", "environment" => "Env", "street" => "Infra", _ => "Infra" });
        Say("event", title);
        Say("urgency", @case.IsOpen ? @case.Priority >= Priority.High ? "Immediate" : "Expected" : "Past");
        Say("severity", @case.Priority switch { Priority.Urgent => "Severe", Priority.High => "Moderate", _ => "Minor" });
        Say("certainty", "Observed");
        Say("effective", Moment(@case.OpenedUs, zone));
        if (@case.Unit is { } unit && profile.Units.TryGetValue(profile.Department(unit), out var department)) Say("senderName", department.Name.In(language));
        Say("headline", title);
        if (service?.Description.In(language) is { Length: > 0 } text) Say("description", text);
        if (@case is { Lon: { } lon, Lat: { } lat })
        {
            xml.WriteStartElement("area", Space);
            Say("areaDesc", title);
            // 3.2.4: a circle is latitude, longitude and a radius in kilometres.
            Say("circle", string.Create(CultureInfo.InvariantCulture, $"{lat:0.#####},{lon:0.#####} {(service?.NearM ?? 100) / 1000:0.###}"));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>3.3.2: with seconds and a numeric offset, never Z.</summary>
    static string Moment(long us, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(us), zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
