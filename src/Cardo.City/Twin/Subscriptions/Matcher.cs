using Cardo.Standards.NgsiLd;

namespace Cardo.Twin.Subscriptions;

/// <summary>Pure: whether a change is what a subscription waits for.</summary>
internal static class Matcher
{
    /// <summary>The entity to tell about, or null. A deleted entity is told as it last was.</summary>
    public static Entity? Tells(Subscription subscription, EntityChange change)
    {
        // Only history grew: nothing that is true now has changed.
        if (ReferenceEquals(change.Before, change.After)) return null;
        var entity = (change.After ?? change.Before)!;
        if (subscription.Entities.Count > 0 && !subscription.Entities.Any(s => s.Matches(entity))) return null;
        if ((Happened(change, subscription.Watched) & subscription.Triggers) == 0) return null;
        return change.After is null || subscription.Where is null || subscription.Where(entity) ? entity : null;
    }

    /// <summary>What happened to the attributes that are watched.</summary>
    static Trigger Happened(EntityChange change, IReadOnlySet<string>? watched)
    {
        var happened = Trigger.None;
        foreach (var touched in change.Touched)
            if (watched is null || watched.Contains(touched.Name))
                happened |= change.Before?.Find(touched.Name, touched.DatasetId) is null ? Trigger.AttributeCreated : Trigger.AttributeUpdated;
        foreach (var gone in change.Gone)
            if (change.After is not null && (watched is null || watched.Contains(gone.Name))) happened |= Trigger.AttributeDeleted;
        if (watched is not null && happened == Trigger.None && change.After is not null) return Trigger.None;
        return happened | (change.Before is null ? Trigger.EntityCreated : change.After is null ? Trigger.EntityDeleted : Trigger.EntityUpdated);
    }
}
