using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Indicators.Live;

/// <summary>An entity as a row: its newest reading, its reading at a past moment, or what its history comes to over a span.</summary>
internal static class ReadThings
{
    // Beyond that many samples a span is put together from summaries, which count doubted readings too.
    const int MostSamples = 20_000;

    public static LiveRow Now(LiveFormula formula, Entity entity, long nowUs)
    {
        if (formula.Kind == LiveKind.Count) return Row(entity, 1, null, null, true);
        if (formula.Kind == LiveKind.Fresh) return Heard(formula, entity, entity.Attributes.Where(a => a.ObservedAtUs != Attribute.NoTime).Select(a => (long?)a.ObservedAtUs).Max(), nowUs);
        if (entity.Find(Names.Default(formula.Attribute)) is not { } attribute) return Row(entity, double.NaN, null, null, false);
        return Judged(formula, entity, attribute.Value.Number, attribute.Value.Kind is ValueKind.Text or ValueKind.Bool ? attribute.Value.ToString() : null,
            attribute.ObservedAtUs != Attribute.NoTime ? attribute.ObservedAtUs : null, attribute.Doubts == 0, nowUs);
    }

    /// <summary>As it was at a moment, as far as is known now.</summary>
    public static LiveRow At(LiveFormula formula, Entity entity, TwinDesk twin, long atUs)
    {
        if (formula.Kind == LiveKind.Count) return Row(entity, 1, null, null, true);
        if (formula.Kind == LiveKind.Fresh) return Heard(formula, entity, entity.Attributes.Select(a => twin.History("", entity.Id, a.Name, a.DatasetId)?.At(atUs) is { Observed: true } s ? s.AtUs : (long?)null).Max(), atUs);
        if (twin.History("", entity.Id, Names.Default(formula.Attribute))?.At(atUs) is not { Kind: not SampleKind.Gone } sample) return Row(entity, double.NaN, null, null, false);
        var text = sample.Kind switch { SampleKind.Text => sample.Text, SampleKind.Bool => sample.Number != 0 ? "true" : "false", _ => null };
        return Judged(formula, entity, sample.Kind is SampleKind.Number or SampleKind.Bool ? sample.Number : double.NaN, text, sample.Observed ? sample.AtUs : null, sample.Quality == Quality.Good, atUs);
    }

    /// <summary>The history of a span [to - over, to), by the formula's own kind: its least for the least of all, its mean for a median.</summary>
    public static LiveRow Over(LiveFormula formula, Entity entity, TwinDesk twin, long toUs)
    {
        var fromUs = toUs - Evaluate.Us(formula.Over_h);
        if (twin.History("", entity.Id, Names.Default(formula.Attribute)) is not { } history) return Row(entity, double.NaN, null, null, false);
        var samples = history.Range(fromUs, toUs, MostSamples + 1);
        var sound = samples.Where(s => s.Kind == SampleKind.Number && s.Quality == Quality.Good).ToList();
        if (samples.Count is > 0 and <= MostSamples)
            return sound.Count == 0 ? Row(entity, double.NaN, null, samples[^1].AtUs, false) : Row(entity, formula.Kind switch
            {
                LiveKind.Sum => sound.Sum(s => s.Number),
                LiveKind.Least => sound.Min(s => s.Number),
                LiveKind.Most => sound.Max(s => s.Number),
                _ => sound.Average(s => s.Number),
            }, null, sound[^1].AtUs, true);
        if (history.Aggregate(fromUs, toUs, toUs - fromUs) is not [{ Count: > 0 } bucket, ..]) return Row(entity, double.NaN, null, null, false);
        return Row(entity, formula.Kind switch { LiveKind.Sum => bucket.Sum, LiveKind.Least => bucket.Min, LiveKind.Most => bucket.Max, _ => bucket.Mean }, null, bucket.Last.AtUs, true);
    }

    static LiveRow Heard(LiveFormula formula, Entity entity, long? newest, long nowUs)
    {
        var there = newest is { } at && at >= nowUs - Evaluate.Us(formula.Within_h);
        return Row(entity, there ? 1 : 0, null, newest, there);
    }

    static LiveRow Judged(LiveFormula formula, Entity entity, double value, string? text, long? atUs, bool sound, long nowUs)
    {
        // A reading that its instrument or the city doubts is shown and not counted.
        var usable = sound && (!double.IsNaN(value) || formula.Is is not null && text is not null);
        var age = atUs is { } at ? nowUs - at : long.MinValue;
        if (usable && (double.IsInfinity(formula.Within_h) || age <= Evaluate.Us(formula.Within_h))) return Row(entity, value, text, atUs, true);
        return Row(entity, value, text, atUs, false) with { Counted = usable && age <= Evaluate.Us(formula.Carry_h), Carried = usable && age <= Evaluate.Us(formula.Carry_h) };
    }

    static LiveRow Row(Entity entity, double value, string? text, long? atUs, bool counted) => new(entity.Id, value, text, atUs, counted) { Link = "/things/" + Uri.EscapeDataString(entity.Id) };
}
