using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardo.Kernel;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Twin.Subscriptions;

/// <summary>
/// Understands a subscription (ETSI GS CIM 009 clause 5.2.12). Pure; what it can't do it refuses, so that nobody waits
/// for notifications that never come. Absent on purpose: <c>showChanges</c> and <c>join</c> in notifications, <c>csf</c>.
/// </summary>
internal sealed partial class SubscriptionReader(LdContext context, long nowUs, Func<string, bool> serves)
{
    LdError? error;

    /// <param name="document">the subscription as JSON; types and attributes in it are expanded in place</param>
    public LdResult<Subscription> Read(JsonObject document, string tenant, string id)
    {
        var j = new JsonFields(document, "", Fail);
        if (j.Text("type") is not "Subscription") Fail("type must be \"Subscription\".", "type");
        foreach (var absent in new[] { "csf", "datasetId" })
            if (document.ContainsKey(absent)) Fail($"{absent} is not supported here.", absent);
        var entities = Entities(document);
        var watched = Names(document, "watchedAttributes", "");
        if (entities.Count == 0 && watched is null) Fail("Give entities, watchedAttributes or both.", "entities");
        var (interval, throttling) = (Seconds(j, "timeInterval"), Seconds(j, "throttling"));
        if (interval > 0 && (watched is not null || throttling > 0)) Fail("timeInterval excludes watchedAttributes and throttling.", "timeInterval");
        var expires = j.Text("expiresAt") is { } text ? Moment(text) : 0;
        var where = Where(document, j);
        var delivery = document["notification"] is JsonObject notification ? Delivery(notification, j, tenant)
            : Fail<Delivery>("Say how to notify.", "notification");
        if (error is not null) return error;
        return new Subscription
        {
            Id = id,
            Tenant = tenant,
            Document = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()),
            Context = System.Text.Encoding.UTF8.GetString(context.Json.Span),
            Entities = entities,
            Watched = watched?.ToHashSet(StringComparer.Ordinal),
            Triggers = Triggers(document),
            Where = where,
            IsActive = j.Flag("isActive") ?? true,
            ExpiresAtUs = expires,
            ThrottlingUs = throttling,
            TimeIntervalUs = interval,
            Delivery = delivery!,
        } is var read && error is null ? read : error!;
    }

    List<Selector> Entities(JsonObject document)
    {
        var selectors = new List<Selector>();
        if (document["entities"] is not JsonArray { Count: > 0 and <= 100 } list)
        {
            if (document.ContainsKey("entities")) Fail("entities is a list of 1 to 100 selectors.", "entities");
            return selectors;
        }
        foreach (var item in list)
        {
            if (item is not JsonObject selector) { Fail("a selector is an object with id, idPattern or type.", "entities"); continue; }
            var j = new JsonFields(selector, "entities.", Fail);
            var type = j.Text("type");
            if (type is null && !selector.ContainsKey("id") && !selector.ContainsKey("idPattern")) Fail("A selector needs a type.", "entities.type");
            Func<Entity, bool>? ofType = null;
            if (type is not null and not "*" && Take(TypeQuery.Parse(type, context)) is { } query)
            {
                ofType = query.Matches;
                if (SimpleName().IsMatch(type)) selector["type"] = context.Expand(type);
            }
            var pattern = j.Text("idPattern") is { } p ? Take(SafePattern.Make(p, "entities.idPattern")) : null;
            selectors.Add(new Selector(j.Text("id"), pattern, ofType));
        }
        return selectors;
    }

    Func<Entity, bool>? Where(JsonObject document, JsonFields j)
    {
        var filters = new List<IEntityFilter>();
        if (j.Text("q") is { } q && Take(QFilter.Parse(q, context)) is { } qFilter) filters.Add(qFilter);
        if (j.Text("scopeQ") is { } scope && Take(ScopeQuery.Parse(scope)) is { } scopes) filters.Add(scopes);
        if (document["geoQ"] is JsonObject geo)
        {
            var g = new JsonFields(geo, "geoQ.", Fail);
            var coordinates = geo["coordinates"] is JsonValue v && v.TryGetValue<string>(out var said) ? said : geo["coordinates"]?.ToJsonString();
            if (Take(GeoQuery.Parse(g.Text("georel"), g.Text("geometry"), coordinates, g.Text("geoproperty"), context)) is { } near) filters.Add(near);
        }
        else if (document.ContainsKey("geoQ")) Fail("geoQ is an object.", "geoQ");
        return filters.Count == 0 ? null : entity => filters.TrueForAll(f => f.Matches(entity));
    }

    Delivery? Delivery(JsonObject notification, JsonFields subscription, string tenant)
    {
        var j = new JsonFields(notification, "notification.", Fail);
        foreach (var absent in new[] { "join", "joinLevel" })
            if (notification.ContainsKey(absent)) Fail($"{absent} in notifications is not supported.", "notification." + absent);
        if (j.Flag("showChanges") == true) Fail("showChanges is not supported.", "notification.showChanges");
        if (notification["endpoint"] is not JsonObject endpoint) return Fail<Delivery>("Say where to notify.", "notification.endpoint");
        var e = new JsonFields(endpoint, "notification.endpoint.", Fail);
        if (!Uri.TryCreate(e.Text("uri"), UriKind.Absolute, out var uri) || !serves(uri.Scheme))
            return Fail<Delivery>("The endpoint needs an address that starts with http:, https:, mqtt: or mqtts:.", "notification.endpoint.uri");
        var accept = e.Text("accept") ?? "application/json";
        if (accept is not ("application/json" or "application/ld+json" or "application/geo+json")) Fail($"{accept} can't be made here.", "notification.endpoint.accept");
        var how = Representation(notification, j, subscription, accept);
        return new Delivery(uri, accept, Millis(e, "timeout", 5_000, 60_000), Millis(e, "cooldown", 0, 3_600_000),
            Headers(endpoint, accept, tenant), Pairs(endpoint, "notifierInfo").ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase),
            (json, entities) =>
            {
                if (accept != "application/geo+json") EntityWriter.Write(json, entities, context, how);
                else WriteFeatures(json, entities, how);
            });
    }

    void WriteFeatures(System.Text.Json.Utf8JsonWriter json, IReadOnlyList<Entity> entities, Representation how)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "FeatureCollection"u8);
        json.WritePropertyName("features"u8);
        EntityWriter.Write(json, entities, context, how);
        json.WriteEndObject();
    }

    Representation Representation(JsonObject notification, JsonFields j, JsonFields subscription, string accept)
    {
        var format = (j.Text("format") ?? "normalized") switch
        {
            "normalized" => LdFormat.Normalized,
            "concise" => LdFormat.Concise,
            "keyValues" or "simplified" => LdFormat.Simplified,
            var other => Fail<LdFormat>($"{other} is no format; normalized, concise and keyValues are.", "notification.format"),
        };
        return new Representation
        {
            Format = format,
            Attributes = Names(notification, "attributes", "notification."),
            Pick = Names(notification, "pick", "notification."),
            Omit = Names(notification, "omit", "notification."),
            SysAttrs = j.Flag("sysAttrs") ?? false,
            Lang = subscription.Text("lang"),
            GeoJson = accept == "application/geo+json",
            WithContext = accept == "application/ld+json",
        };
    }

    IReadOnlyList<KeyValuePair<string, string>> Headers(JsonObject endpoint, string accept, string tenant)
    {
        var headers = Pairs(endpoint, "receiverInfo");
        if (accept == "application/json") headers.Add(new("Link", $"<{context.Link ?? CoreContext.Url}>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\""));
        if (tenant.Length > 0) headers.Add(new("NGSILD-Tenant", tenant));
        return headers;
    }

    List<KeyValuePair<string, string>> Pairs(JsonObject endpoint, string name)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        if (endpoint[name] is null) return pairs;
        if (endpoint[name] is not JsonArray { Count: <= 50 } list) Fail($"{name} is a list of key and value, 50 at most.", "notification.endpoint." + name);
        else
            foreach (var item in list)
                if (item is JsonObject pair && new JsonFields(pair, name + ".", Fail) is var f && f.Text("key") is { } key && f.Text("value") is { } value && !HasControl(key + value)) pairs.Add(new(key, value));
                else Fail($"{name} holds objects with key and value, without control characters.", "notification.endpoint." + name);
        return pairs;
    }

    static bool HasControl(string text) => text.Any(char.IsControl);

    Trigger Triggers(JsonObject document)
    {
        if (!document.ContainsKey("notificationTrigger")) return Trigger.Default;
        var triggers = Trigger.None;
        if (document["notificationTrigger"] is JsonArray { Count: > 0 } list)
            foreach (var item in list)
                triggers |= item is JsonValue v && v.TryGetValue<string>(out var name) && name.Length > 0 && char.IsAsciiLetterLower(name[0]) && Enum.TryParse<Trigger>(name, true, out var one) && one is not (Trigger.None or Trigger.Default)
                    ? one : Fail<Trigger>("a trigger is entityCreated, entityUpdated, entityDeleted, attributeCreated, attributeUpdated or attributeDeleted.", "notificationTrigger");
        else Fail("notificationTrigger is a list.", "notificationTrigger");
        return triggers;
    }

    // Expanded in place, so that the kept document means the same whatever context it is later read with.
    List<string>? Names(JsonObject of, string name, string path)
    {
        if (!of.ContainsKey(name)) return null;
        if (of[name] is not JsonArray { Count: > 0 and <= 1_000 } list) return Fail<List<string>>($"{name} is a list of 1 to 1,000 names.", path + name);
        var names = new List<string>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonValue v || !v.TryGetValue<string>(out var said) || said.Length is 0 or > 1_000) return Fail<List<string>>($"{name} holds names.", path + name);
            var expanded = said is "id" or "type" or "scope" or "createdAt" or "modifiedAt" or "expiresAt" ? said : context.Expand(said);
            names.Add(expanded);
            list[i] = expanded;
        }
        return names;
    }

    long Moment(string text)
    {
        if (!Instants.TryParse(text, out var us)) return Fail<long>("expiresAt is a date and time with its zone.", "expiresAt");
        return us > nowUs ? us : Fail<long>("expiresAt has passed.", "expiresAt");
    }

    long Seconds(JsonFields j, string name)
    {
        if (j.Number(name) is not { } s) return 0;
        return s is > 0 and <= 31_536_000 ? (long)(s * Instants.SecondUs) : Fail<long>($"{name} is in seconds, above 0 and up to a year.", name);
    }

    long Millis(JsonFields j, string name, double otherwise, double most)
    {
        var ms = j.Number(name) ?? otherwise;
        return ms >= 0 && ms <= most ? (long)(ms * 1000) : Fail<long>($"{name} is in milliseconds, up to {most}.", "notification.endpoint." + name);
    }

    T? Take<T>(LdResult<T> result) where T : class
    {
        if (result.Try(out var value, out var wrong)) return value;
        error ??= wrong;
        return null;
    }

    void Fail(string message, string path) => error ??= LdError.Bad(message, path);

    T? Fail<T>(string message, string path)
    {
        Fail(message, path);
        return default;
    }

    [GeneratedRegex(@"^[\w:/#.\-]+$")]
    private static partial Regex SimpleName();
}
