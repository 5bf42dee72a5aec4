using System.Text.Json;
using System.Text.Json.Nodes;
using Cardo.Kernel;
using Cardo.Standards.JsonLd;

namespace Cardo.Twin.Subscriptions;

/// <summary>A subscription as its owner reads it back: what was asked, in the reader's names, and how it has fared.</summary>
internal static class SubscriptionWriter
{
    static readonly string[] nameLists = ["attributes", "pick", "omit"];

    public static JsonObject Show(Subscription subscription, Tally tally, LdContext context, bool sysAttrs, long nowUs)
    {
        var shown = new JsonObject { ["id"] = subscription.Id };
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(subscription.Document)!) shown[name] = value?.DeepClone();
        foreach (var selector in (shown["entities"] as JsonArray ?? []).OfType<JsonObject>())
            if (selector["type"] is JsonValue type) selector["type"] = context.Compact(type.GetValue<string>());
        Compact(shown["watchedAttributes"], context);
        var notification = (JsonObject)shown["notification"]!;
        foreach (var list in nameLists) Compact(notification[list], context);
        var expired = subscription.ExpiresAtUs > 0 && subscription.ExpiresAtUs <= nowUs;
        shown["isActive"] = subscription.IsActive && !expired;
        shown["status"] = expired ? "expired" : subscription.IsActive ? "active" : "paused";
        notification["status"] = tally.IsOk ? "ok" : "failed";
        notification["timesSent"] = tally.TimesSent;
        notification["timesFailed"] = tally.TimesFailed;
        if (tally.Dropped > 0) notification["timesDropped"] = tally.Dropped;
        Moment(notification, "lastNotification", tally.LastNotificationUs);
        Moment(notification, "lastSuccess", tally.LastSuccessUs);
        Moment(notification, "lastFailure", tally.LastFailureUs);
        if (tally.LastError is { } why) notification["lastError"] = why;
        if (!sysAttrs) return shown;
        if (subscription.CreatedAtUs > 0) shown["createdAt"] = Instants.Format(subscription.CreatedAtUs);
        if (subscription.ModifiedAtUs > 0) shown["modifiedAt"] = Instants.Format(subscription.ModifiedAtUs);
        return shown;
    }

    static void Moment(JsonObject into, string name, long us)
    {
        if (us > 0) into[name] = Instants.Format(us);
    }

    static void Compact(JsonNode? names, LdContext context)
    {
        if (names is not JsonArray list) return;
        for (var i = 0; i < list.Count; i++) list[i] = context.Compact(list[i]!.GetValue<string>());
    }

    /// <summary>What a change to a subscription comes to (clause 5.8.2): members replace, null takes away, notification is merged.</summary>
    public static JsonObject Merged(Subscription there, JsonObject change)
    {
        var merged = (JsonObject)JsonNode.Parse(there.Document)!;
        Merge(merged, change);
        return merged;
    }

    static void Merge(JsonObject into, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (name is "id" or "@context" or "createdAt" or "modifiedAt" or "status") continue;
            if (value is null || value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == "urn:ngsi-ld:null") into.Remove(name);
            else if (name is "notification" or "endpoint" && value is JsonObject inner && into[name] is JsonObject there) Merge(there, inner);
            else into[name] = value.DeepClone();
        }
    }
}
