using System.Text.Json;
using Cardo.Cases.Intake;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Cases.InTwin;

/// <summary>
/// A case as Smart Data Models' Open311ServiceRequest, and each task as an entity that leads to it: maps, subscriptions and
/// indicators read them as they read everything else. Only what anybody may know.
/// </summary>
internal static class CaseEntities
{
    public static readonly string CaseType = Names.Default("Open311ServiceRequest"), TaskType = Names.Default("CaseTask");

    public static string IdOf(long number) => $"urn:ngsi-ld:Open311ServiceRequest:{number}";

    public static string TaskIdOf(long number, string task) => $"urn:ngsi-ld:CaseTask:{number}:{task}";

    public static Entity Of(CaseDesk desk, Case @case, Said? said)
    {
        var service = desk.Profile.Services.GetValueOrDefault(@case.Service);
        var attributes = new List<Attribute>
        {
            Text("service_request_id", @case.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Text("status", @case.IsOpen ? "open" : "closed", @case.UpdatedUs),
            Text("status_notes", @case.Status.ToString().ToLowerInvariant(), @case.UpdatedUs),
            Text("service_code", @case.Service),
            Spoken("service_name", service?.Name),
            Spoken("name", service?.Name),
            Text("requested_datetime", Instants.Format(@case.OpenedUs)),
            Text("updated_datetime", Instants.Format(@case.UpdatedUs)),
            new() { Name = Names.Default("supports"), Value = Value.Of(@case.Matters), ObservedAtUs = @case.UpdatedUs },
            Text("priority", @case.Priority.ToString().ToLowerInvariant()),
        };
        if (said is not null && said.Words.Length > 0) attributes.Add(Text("description", PublicWords.Of(said.Words)));
        if (said?.Place is { Length: > 0 } place) attributes.Add(Text("address_string", PublicWords.Of(place)));
        if (@case.Unit is { } unit) attributes.Add(Text("agency_responsible", desk.Profile.Units.GetValueOrDefault(desk.Profile.Department(unit))?.Name.In("en") ?? unit));
        if (@case.Commitment is { } promise) attributes.Add(Text("expected_datetime", Instants.Format(promise.ResolveByUs)));
        if (@case.Resolution is { } how) attributes.Add(Text("resolution", how));
        if (@case.Asset is { } asset && asset.StartsWith("urn:", StringComparison.Ordinal)) attributes.Add(new Attribute { Name = Names.Default("refAsset"), Kind = AttributeKind.Relationship, Value = Value.Of(asset) });
        if (Place(@case) is { } location) attributes.Add(location);
        return new Entity { Id = IdOf(@case.Number), Types = [CaseType], Attributes = [.. attributes] };
    }

    public static Entity Of(CaseDesk desk, Case @case, CaseTask task)
    {
        var attributes = new List<Attribute>
        {
            Text("status", task.State.ToString().ToLowerInvariant(), @case.UpdatedUs),
            Spoken("agency_responsible", desk.Profile.Units.GetValueOrDefault(task.Unit)?.Name),
            new() { Name = Names.Default("refCase"), Kind = AttributeKind.Relationship, Value = Value.Of(IdOf(@case.Number)) },
        };
        if (task.Title.Length > 0) attributes.Add(Text("title", task.Title));
        if (Place(@case) is { } location) attributes.Add(location);
        return new Entity { Id = TaskIdOf(@case.Number, task.Id), Types = [TaskType], Attributes = [.. attributes] };
    }

    static Attribute? Place(Case @case) => @case is { Lon: { } lon, Lat: { } lat } ? new Attribute { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoValue.Point(lon, lat)) } : null;

    static Attribute Text(string name, string text, long atUs = Attribute.NoTime) => new() { Name = Names.Default(name), Value = Value.Of(text), ObservedAtUs = atUs };

    static readonly JsonSerializerOptions plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static Attribute Spoken(string name, Ui.LocalText? text) => text is null ? Text(name, "")
        : new Attribute { Name = Names.Default(name), Kind = AttributeKind.LanguageProperty, Value = Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(text.ByLanguage, plain)) };
}
