using Cardo.Kernel;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>What a command comes to: the entity after it and what of it is history.</summary>
/// <param name="After">null when deleted; the same object as before when nothing current changed</param>
/// <param name="Touched">attribute instances as written, stamped</param>
/// <param name="Gone">attribute instances removed</param>
/// <param name="Shape">types, scopes or which attributes there are changed by a replacement: the whole entity goes to the log</param>
internal readonly record struct Decision(Entity? After, IReadOnlyList<Attribute> Touched, IReadOnlyList<Attribute> Gone, bool Shape, IReadOnlyList<string> NotUpdated)
{
    public static Decision Unchanged(Entity now) => new(now, [], [], false, []);
}

/// <summary>Pure: the entity now, a command and the moment give the entity after, or a refusal.</summary>
internal static class Decide
{
    /// <summary>More than any model has; a bound so that one entity can't grow for ever.</summary>
    public const int MaxAttributes = 1_000;

    public static Outcome<Decision> Apply(Entity? now, TwinCommand command, long nowUs)
    {
        var decided = command switch
        {
            CreateEntity c => now is null ? Fresh(c.Entity, nowUs) : Refusal.Conflict("already-exists", $"{c.EntityId} already exists."),
            UpsertEntity c => Upsert(now, c, nowUs),
            Observe c => Observed(now, c, nowUs),
            _ when now is null => Refusal.NotFound("entity-not-found", $"There is no entity {command.EntityId}."),
            ReplaceEntity c => Replaced(now, c.Entity, nowUs),
            AppendAttributes c => Fragments.Append(now, c.Fragment, c.KeepExisting, nowUs),
            UpdateAttributes c => Fragments.Update(now, c.Fragment, nowUs),
            PatchAttribute c => Fragments.Patch(now, c.Fragment, nowUs),
            MergeEntity c => Fragments.Merge(now, c.Fragment, nowUs),
            DeleteAttribute c => Fragments.Delete(now, c, nowUs),
            DeleteEntity => new Decision(null, [], now.Attributes, true, []),
            _ => Refusal.Bad("unknown-command", $"{command.GetType().Name} is not a command of the twin."),
        };
        return decided.Ok && decided.Value.After?.Attributes.Length > MaxAttributes
            ? Refusal.TooLarge("too-many-attributes", $"{command.EntityId} would have more than {MaxAttributes} attributes.")
            : decided;
    }

    static Outcome<Decision> Fresh(Entity entity, long nowUs)
    {
        if (entity.Types.Length == 0) return Refusal.Bad("no-type", $"{entity.Id} has no type.");
        var attributes = Stamped(null, entity, nowUs);
        return new Decision(entity.Stamped(entity.Types, attributes, nowUs, nowUs), attributes, [], true, []);
    }

    static Outcome<Decision> Upsert(Entity? now, UpsertEntity command, long nowUs)
    {
        if (now is null) return Fresh(command.Entity, nowUs);
        if (command.SkipUnchanged && Same.Content(now, command.Entity)) return Decision.Unchanged(now);
        return command.Update ? Fragments.Append(now, command.Entity, false, nowUs) : Replaced(now, command.Entity, nowUs);
    }

    static Outcome<Decision> Replaced(Entity now, Entity entity, long nowUs)
    {
        var attributes = Stamped(now, entity, nowUs);
        var types = entity.Types.Length == 0 ? now.Types : entity.Types;
        var after = entity.Stamped(types, attributes, now.CreatedAtUs, nowUs);
        if (Same.Shape(now, after)) return new Decision(after, attributes, [], false, []);
        return new Decision(after, attributes, Array.FindAll(now.Attributes, a => entity.Find(a.Name, a.DatasetId) is null), true, []);
    }

    /// <summary>An entity's attributes with their times; what is there already keeps the moment it was created. Those without a value are left out.</summary>
    static Attribute[] Stamped(Entity? now, Entity entity, long nowUs)
    {
        var given = entity.Attributes;
        if (Array.Exists(given, static a => a.Value.Kind == ValueKind.None)) given = Array.FindAll(given, static a => a.Value.Kind != ValueKind.None);
        Attribute[]? stamped = null;
        for (var i = 0; i < given.Length; i++)
        {
            var one = given[i].Stamped(now?.Find(given[i].Name, given[i].DatasetId)?.CreatedAtUs ?? nowUs, nowUs);
            if (stamped is null && ReferenceEquals(one, given[i])) continue;
            stamped ??= (Attribute[])given.Clone();
            stamped[i] = one;
        }
        return stamped ?? given;
    }

    static Outcome<Decision> Observed(Entity? now, Observe command, long nowUs)
    {
        now ??= new Entity { Id = command.Id, Types = NamePool.Alone(command.Type), CreatedAtUs = nowUs };
        var attributes = now.Attributes;
        var touched = new Attribute[command.Attributes.Count];
        var copied = false;
        for (var i = 0; i < touched.Length; i++)
        {
            var given = command.Attributes[i];
            var at = IndexOf(attributes, given.Name, given.DatasetId);
            var stamped = touched[i] = given.Stamped(at < 0 ? nowUs : attributes[at].CreatedAtUs, nowUs);
            if (at >= 0 && IsOlder(stamped, attributes[at])) continue;
            if (!copied) (attributes, copied) = ((Attribute[])attributes.Clone(), true);
            if (at < 0) attributes = [.. attributes, stamped];
            else attributes[at] = stamped.UnitCode is null && attributes[at].UnitCode is { } unit ? stamped.With(unitCode: unit) : stamped;
        }
        return new Decision(copied ? now.With(attributes: attributes, modifiedAtUs: nowUs) : now, touched, [], false, []);
    }

    static bool IsOlder(Attribute given, Attribute current) =>
        given.ObservedAtUs != Attribute.NoTime && current.ObservedAtUs != Attribute.NoTime && given.ObservedAtUs < current.ObservedAtUs;

    internal static int IndexOf(Attribute[] attributes, string name, string datasetId)
    {
        for (var i = 0; i < attributes.Length; i++)
            if ((ReferenceEquals(attributes[i].Name, name) || attributes[i].Name == name) && attributes[i].DatasetId == datasetId) return i;
        return -1;
    }
}
