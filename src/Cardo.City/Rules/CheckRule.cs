using Cardo.Kernel;

namespace Cardo.Rules;

/// <summary>What must hold between the parts of a rule, so that it can fire, can clear, and does not feed itself.</summary>
internal static class CheckRule
{
    const long LongestUs = 366 * Instants.DayUs;

    public static void Sane(Rule rule, Action<string> fault)
    {
        if (rule.Id.Length > 100 || rule.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
            fault("an id has at most 100 letters, digits, dots and hyphens");
        if (rule.Type == Alarm.Type) fault("a rule on alerts would feed itself");
        foreach (var language in (string[])["en", "zh-Hans"])
            if (!rule.Text.ContainsKey(language)) fault($"text lacks {language}");
        if (rule.Kind is RuleKind.Absence or RuleKind.Stuck && rule.AfterUs <= 0) fault("after_s must be more than 0");
        if (rule.Kind == RuleKind.Rate && (rule.WindowUs <= 0 || rule.PerUs <= 0)) fault("window_s and per_s must be more than 0");
        if (rule.Kind is RuleKind.Absence && (rule.ForUs > 0 || rule.ClearForUs > 0)) fault("an absence has after_s and no other wait");
        if (rule.Kind is RuleKind.Stuck && rule.ForUs > 0) fault("stuck has after_s, not for_s");
        if (rule.Tolerance < 0) fault("tolerance is a distance and can't be negative");
        foreach (var us in (long[])[rule.ForUs, rule.ClearForUs, rule.AfterUs, rule.WindowUs, rule.PerUs])
            if (us > LongestUs) fault("no wait is longer than a year");
        foreach (var group in rule.Where.Where(c => c.Attribute == rule.Attribute && c.Test is ConditionTest.Missing))
            fault($"asks that {group.Attribute} is missing and watches it");
        if (rule.Fence is { } fence) Sane(fence, fault);
    }

    static void Sane(Fence fence, Action<string> fault)
    {
        if (fence.Hysteresis_m < 0) fault("hysteresis_m is a distance and can't be negative");
        if (fence.Radius_m < 0) fault("radius_m is a distance and can't be negative");
        if (fence.EntityId is null && fence.Ring.Count is 0 or 2) fault("a fence is a polygon of three corners or more, a point with radius_m, or an entity");
        if (fence.Ring.Count == 1 && fence.Radius_m == 0) fault("a point needs radius_m");
        if (fence.Ring.Count > 10_000) fault("a fence has at most 10,000 corners; make it an entity");
        if (fence.Ring.Any(c => Math.Abs(c.Lon) > 180 || Math.Abs(c.Lat) > 90)) fault("corners are longitude, latitude in degrees");
    }
}
