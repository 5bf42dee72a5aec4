using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Rules;

/// <summary>What a rule sees of an entity: whether it selects it, and the number it compares.</summary>
internal static class Look
{
    /// <param name="area">the location of the fence's entity, when the fence is one</param>
    /// <param name="at">another attribute's value at the moment of the observation</param>
    public static Observation At(Rule rule, Entity thing, Attribute seen, GeoValue? area, Func<string, Value> at)
    {
        var atUs = seen.AtUs;
        var level = rule.FireAttribute is null ? rule.Fire : at(rule.FireAttribute).Number;
        // A gauge without a warning level of its own can't be beyond it.
        var selected = Selects(rule, thing, at) && (rule.FireAttribute is null || double.IsFinite(level));
        return new Observation(atUs, seen.Value, Measure(rule, seen.Value, area), (Quality)seen.Doubts, selected, level);
    }

    public static bool Selects(Rule rule, Entity thing, Func<string, Value> at)
    {
        if (rule.Scope is not null && !Array.Exists(thing.Scopes, s => s == rule.Scope || s.StartsWith(rule.Scope + "/", StringComparison.Ordinal))) return false;
        foreach (var condition in rule.Where)
            if (!Holds(condition, at(condition.Attribute))) return false;
        return true;
    }

    static bool Holds(Condition condition, in Value value) => condition.Test switch
    {
        ConditionTest.Exists => value.Kind != ValueKind.None,
        ConditionTest.Missing => value.Kind == ValueKind.None,
        ConditionTest.Is => value.Kind != ValueKind.None && condition.Texts.Contains(value.ToString()),
        ConditionTest.IsNot => value.Kind != ValueKind.None && !condition.Texts.Contains(value.ToString()),
        ConditionTest.Above => value.Number > condition.Number,
        _ => value.Number < condition.Number,
    };

    static double Measure(Rule rule, in Value value, GeoValue? area)
    {
        if (rule.Fence is not { } fence) return value.Number;
        if (value.Geo is not { } place) return double.NaN;
        var geometry = fence.EntityId is null ? laid.GetValue(fence, f => FenceGeometry.Of(f.Ring)) : area is null ? null : FenceGeometry.Of(area);
        if (geometry is null) return double.NaN;
        return geometry.Distance_m((place.MinX + place.MaxX) / 2, (place.MinY + place.MaxY) / 2, fence.Radius_m);
    }

    static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Fence, FenceGeometry> laid = [];
}
