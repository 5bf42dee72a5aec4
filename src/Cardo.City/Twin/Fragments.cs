using System.Text.Json;
using System.Text.Json.Nodes;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>Pure: what a fragment does to an entity that exists (ETSI GS CIM 009 clauses 5.6.2 to 5.6.5 and 5.6.17).</summary>
internal static class Fragments
{
    public static Outcome<Decision> Append(Entity now, Entity fragment, bool keepExisting, long nowUs)
    {
        var left = new List<string>();
        var change = new Change(now);
        foreach (var given in fragment.Attributes)
        {
            var there = now.Find(given.Name, given.DatasetId);
            if (there is not null && keepExisting) left.Add(given.Name);
            else if (given.Value.Kind == ValueKind.None) change.Remove(given);
            else change.Put(given.Stamped(there?.CreatedAtUs ?? nowUs, nowUs));
        }
        return change.Decided(Union(now.Types, fragment.Types), Union(now.Scopes, fragment.Scopes), nowUs, left);
    }

    public static Outcome<Decision> Update(Entity now, Entity fragment, long nowUs)
    {
        var left = new List<string>();
        var change = new Change(now);
        foreach (var given in fragment.Attributes)
        {
            if (now.Find(given.Name, given.DatasetId) is not { } there) left.Add(given.Name);
            else if (given.Value.Kind == ValueKind.None) change.Remove(given);
            else change.Put(given.Stamped(there.CreatedAtUs, nowUs));
        }
        return change.Decided(Union(now.Types, fragment.Types), fragment.Scopes.Length > 0 ? fragment.Scopes : now.Scopes, nowUs, left);
    }

    public static Outcome<Decision> Patch(Entity now, Attribute fragment, long nowUs)
    {
        if (now.Find(fragment.Name, fragment.DatasetId) is not { } there)
            return Refusal.NotFound("attribute-not-found", $"{now.Id} has no attribute {Names.Short(fragment.Name)}{(fragment.DatasetId.Length > 0 ? $" with datasetId {fragment.DatasetId}" : "")}.");
        var change = new Change(now);
        change.Put(Merged(there, fragment, nowUs, deep: false));
        return change.Decided(now.Types, now.Scopes, nowUs, []);
    }

    public static Outcome<Decision> Merge(Entity now, Entity fragment, long nowUs)
    {
        var change = new Change(now);
        foreach (var given in fragment.Attributes)
        {
            var there = now.Find(given.Name, given.DatasetId);
            if (given is { Value.Kind: ValueKind.None, Sub.Length: 0, UnitCode: null, ObservedAtUs: Attribute.NoTime }) change.Remove(given);
            else change.Put(there is null ? given.Stamped(nowUs, nowUs) : Merged(there, given, nowUs, deep: true));
        }
        return change.Decided(Union(now.Types, fragment.Types), fragment.Scopes.Length > 0 ? fragment.Scopes : now.Scopes, nowUs, []);
    }

    public static Outcome<Decision> Delete(Entity now, DeleteAttribute command, long nowUs)
    {
        var change = new Change(now);
        foreach (var there in now.Attributes)
            if (there.Name == command.Name && (command.AllInstances || there.DatasetId == command.DatasetId)) change.Remove(there);
        return change.Gone.Count == 0
            ? Refusal.NotFound("attribute-not-found", $"{now.Id} has no attribute {Names.Short(command.Name)}.")
            : change.Decided(now.Types, now.Scopes, nowUs, []);
    }

    static Attribute Merged(Attribute there, Attribute given, long nowUs, bool deep)
    {
        var value = given.Value.Kind == ValueKind.None ? there.Value
            : deep && given.Value.Kind == ValueKind.Json && there.Value.Kind == ValueKind.Json ? MergedJson(there.Value, given.Value)
            : given.Value;
        var sub = there.Sub.ToList();
        foreach (var s in given.Sub)
        {
            var at = sub.FindIndex(x => x.Name == s.Name && x.DatasetId == s.DatasetId);
            if (s.Value.Kind == ValueKind.None) { if (at >= 0) sub.RemoveAt(at); }
            else if (at >= 0) sub[at] = deep ? Merged(sub[at], s, nowUs, true) : s.Stamped(sub[at].CreatedAtUs, nowUs);
            else sub.Add(s.Stamped(nowUs, nowUs));
        }
        return new Attribute
        {
            Name = there.Name,
            DatasetId = there.DatasetId,
            Kind = given.Value.Kind == ValueKind.None ? there.Kind : given.Kind,
            Doubts = given.Doubts,
            Value = value,
            UnitCode = given.UnitCode ?? there.UnitCode,
            ObservedAtUs = given.ObservedAtUs != Attribute.NoTime ? given.ObservedAtUs : there.ObservedAtUs,
            CreatedAtUs = there.CreatedAtUs,
            ModifiedAtUs = nowUs,
            Sub = [.. sub],
        };
    }

    // RFC 7396 inside a JSON value; what isn't an object on both sides is replaced.
    static Value MergedJson(Value there, Value given)
    {
        var target = JsonNode.Parse(there.Json.Span) as JsonObject;
        if (target is null || JsonNode.Parse(given.Json.Span) is not JsonObject patch) return given;
        MergeInto(target, patch);
        return Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(target));
    }

    static void MergeInto(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch.ToArray())
        {
            if (value is null || value is JsonValue v && v.TryGetValue<string>(out var text) && text == "urn:ngsi-ld:null") target.Remove(key);
            else if (value is JsonObject inner && target[key] is JsonObject there) MergeInto(there, inner);
            else target[key] = value.DeepClone();
        }
    }

    static string[] Union(string[] now, string[] more)
    {
        var added = more.Where(m => Array.IndexOf(now, m) < 0).ToArray();
        return added.Length == 0 ? now : [.. now, .. added];
    }

    sealed class Change(Entity now)
    {
        readonly List<Attribute> attributes = [.. now.Attributes];
        readonly List<Attribute> touched = [];

        public List<Attribute> Gone { get; } = [];

        public void Put(Attribute a)
        {
            var at = attributes.FindIndex(x => x.Name == a.Name && x.DatasetId == a.DatasetId);
            if (at < 0) attributes.Add(a);
            else attributes[at] = a;
            touched.Add(a);
        }

        public void Remove(Attribute a)
        {
            var at = attributes.FindIndex(x => x.Name == a.Name && x.DatasetId == a.DatasetId);
            if (at < 0) return;
            Gone.Add(attributes[at]);
            attributes.RemoveAt(at);
        }

        public Decision Decided(string[] types, string[] scopes, long nowUs, IReadOnlyList<string> left)
        {
            var shape = !types.AsSpan().SequenceEqual(now.Types) || !scopes.AsSpan().SequenceEqual(now.Scopes);
            if (!shape && touched.Count == 0 && Gone.Count == 0) return Decision.Unchanged(now) with { NotUpdated = left };
            return new Decision(now.With(types, scopes, [.. attributes], nowUs), touched, Gone, shape, left);
        }
    }
}
