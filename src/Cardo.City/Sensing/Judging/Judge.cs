using Cardo.Kernel;

namespace Cardo.Sensing.Judging;

/// <summary>
/// Says what is doubtful about an observation. Pure: what was before, what is claimed and the moment of arrival decide.
/// Nothing doubtful is dropped; it is kept and marked, and the reader decides.
/// </summary>
internal static class Judge
{
    /// <summary>Over a longer silence a change says nothing about its rate, in microseconds.</summary>
    const long RateWindowUs = 6 * Instants.HourUs;

    /// <summary>Shorter than this, two stamps are of one moment as far as a rate goes, in microseconds.</summary>
    const long MinStepUs = Instants.SecondUs;

    /// <param name="property">bounds; null when nothing is known about what is observed</param>
    /// <param name="unit">the unit of this observation; bounds in another unit don't count</param>
    /// <param name="value">NaN for what isn't a number: only its times are judged</param>
    /// <param name="late_s">the city's bound for lateness, where the property has none</param>
    public static Quality Of(ObservedProperty? property, string? unit, in StreamState before, double value, long atUs, long nowUs, int late_s)
    {
        var doubts = Quality.Good;
        var allowed_s = property is { Late_s: > 0 } ? property.Late_s : late_s;
        if (nowUs - atUs > allowed_s * Instants.SecondUs) doubts |= Quality.Late;
        if (property is null || double.IsNaN(value) || !SameUnit(property.UnitCode, unit)) return doubts;
        if (value < property.Min || value > property.Max) doubts |= Quality.Range;
        if (!before.Any || atUs <= before.LastAtUs) return doubts;
        var stepUs = Math.Max(atUs - before.LastAtUs, MinStepUs);
        if (stepUs <= RateWindowUs && Math.Abs(value - before.Last) > property.MaxPerMinute * stepUs / Instants.MinuteUs) doubts |= Quality.Rate;
        if (property.Stuck_s > 0 && value == before.Last && atUs - before.SameSinceUs >= property.Stuck_s * Instants.SecondUs) doubts |= Quality.Stuck;
        return doubts;
    }

    static bool SameUnit(string? expected, string? given) => expected is null || given is null || expected == given;
}
