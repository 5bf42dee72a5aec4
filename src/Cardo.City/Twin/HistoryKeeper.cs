using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>
/// Writes what becomes history. An attribute that was written once needs no series: the entity says it. The moment
/// something else takes its place, its series begins with what was there. Called under the log's gate alone.
/// </summary>
internal sealed class HistoryKeeper(SeriesStore series, TwinJournal journal)
{
    /// <summary>Before the entity's own record: what is about to be replaced, or to go, and stands nowhere else.</summary>
    public void Begin(string tenant, Slot slot, Entity? before, in Decision decision, long nowUs)
    {
        if (before is null) return;
        var begun = false;
        foreach (var touched in decision.Touched)
            if (before.Find(touched.Name, touched.DatasetId) is { } there && Differs(there, touched)) begun |= Begin(tenant, slot, there, begun);
        foreach (var gone in decision.Gone) begun |= Begin(tenant, slot, gone, begun);
        if (begun) journal.Now(nowUs);
    }

    bool Begin(string tenant, Slot slot, Attribute there, bool begun)
    {
        if (slot.History(tenant, there, series) is not null) return false;
        // So that replay takes it for the past and not for a new value.
        if (!begun) journal.Past();
        series.Append(slot.BeginHistory(tenant, there, series), Samples.Only(there));
        return true;
    }

    /// <summary>After the entity's own record: what is new, where there is a series.</summary>
    public void Append(string tenant, Slot slot, Entity? before, in Decision decision, long nowUs)
    {
        // A thing nobody ever heard of has no series, and its first values need none.
        if (before is null && decision.After!.Attributes.Length == decision.Touched.Count && series.Of(tenant, slot.Id).Count == 0) return;
        // What came with the first value, but is not what is current, needs one.
        foreach (var touched in decision.Touched)
            if (decision.After?.Find(touched.Name, touched.DatasetId) is { } now && now.AtUs != touched.AtUs) slot.BeginHistory(tenant, touched, series);
        foreach (var touched in decision.Touched)
            if (before?.Find(touched.Name, touched.DatasetId) is not { } there || Differs(there, touched))
                if (slot.History(tenant, touched, series) is { } handle) series.Append(handle, Samples.Of(touched));
        foreach (var gone in decision.Gone)
            if (slot.History(tenant, gone, series) is { } handle) series.Append(handle, Samples.Gone(nowUs));
    }

    /// <summary>Past instances of an attribute, which may be there now or not.</summary>
    public void Add(string tenant, Slot? slot, string entityId, IReadOnlyList<Attribute> instances)
    {
        journal.Past();
        foreach (var instance in instances)
        {
            if (slot?.Now?.Find(instance.Name, instance.DatasetId) is { } there) Begin(tenant, slot, there, begun: true);
            series.Append(series.Open(new SeriesName(tenant, entityId, instance.Name, instance.DatasetId)), Samples.Of(instance));
        }
    }

    /// <summary>Deletes an entity's history. What is current begins an empty one, so that it is not taken for its own past.</summary>
    public void Forget(string tenant, Slot? slot, string entityId)
    {
        series.Forget(tenant, entityId);
        slot?.ForgetHistories();
        foreach (var there in slot?.Now?.Attributes ?? []) slot!.BeginHistory(tenant, there, series);
    }

    // What is said again without a moment of observation is no news to history.
    static bool Differs(Attribute there, Attribute touched) =>
        touched.ObservedAtUs != Attribute.NoTime || there.ObservedAtUs != Attribute.NoTime
        || touched.Doubts != there.Doubts || touched.Kind != there.Kind || !touched.Value.Equals(there.Value);
}
