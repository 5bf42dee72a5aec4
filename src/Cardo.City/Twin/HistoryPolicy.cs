using System.Globalization;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Twin;

/// <summary>
/// How long the city keeps history. Settings: <c>history.keep_days</c> (none: for ever), <c>history.then</c> (<c>hourly</c> or
/// <c>daily</c>: what stays of samples that go), <c>history.hourly_days</c> or <c>history.daily_days</c> (how long that stays;
/// none: for ever); the same under <c>history.by_attribute.NAME</c> for one attribute by its short name, where a number alone
/// is its keep_days.
/// </summary>
internal sealed class HistoryPolicy
{
    readonly Rule? all;
    readonly Dictionary<string, Rule> byAttribute = new(StringComparer.Ordinal);

    sealed record Rule(double KeepDays, long SummaryUs, double? SummaryDays);

    public HistoryPolicy(Settings settings)
    {
        all = Read(key => settings.Text("history." + key));
        foreach (var name in settings.Section("history.by_attribute").Select(s => s.Key.Split('.')[0]).Distinct())
            if (Read(key => settings.Text($"history.by_attribute.{name}.{key}") ?? (key == "keep_days" ? settings.Text("history.by_attribute." + name) : null)) is { } rule)
                byAttribute[name] = rule;
    }

    public bool Any => all is not null || byAttribute.Count > 0;

    static Rule? Read(Func<string, string?> setting)
    {
        if (Days(setting("keep_days")) is not { } keep) return null;
        return setting("then") switch
        {
            "hourly" => new Rule(keep, Instants.HourUs, Days(setting("hourly_days"))),
            "daily" => new Rule(keep, Instants.DayUs, Days(setting("daily_days"))),
            _ => new Rule(keep, 0, null),
        };
    }

    static double? Days(string? text) => double.TryParse(text, CultureInfo.InvariantCulture, out var days) && days > 0 ? days : null;

    /// <summary>What holds for a series at a moment; null: everything stays.</summary>
    public KeepPolicy? Of(in SeriesName name, long nowUs)
    {
        var rule = byAttribute.GetValueOrDefault(Names.Short(name.Attribute)) ?? all;
        if (rule is null) return null;
        return new KeepPolicy(nowUs - Us(rule.KeepDays), rule.SummaryUs, rule.SummaryDays is { } days ? nowUs - Us(days) : long.MinValue);
    }

    static long Us(double days) => (long)(days * Instants.DayUs);
}
