using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Rules;

/// <summary>The observations of one thing that a rule has not heard, read from history in their order.</summary>
internal sealed class Missed(TwinDesk twin, Rule rule, Entity thing, GeoValue? area)
{
    /// <summary>A thing with more than this since the last checkpoint is heard from here on.</summary>
    const int Limit = 10_000;

    public IEnumerable<Observation> Since(long? lastUs)
    {
        if (rule.Attribute is null || thing.Find(rule.Attribute) is not { } now)
        {
            if (rule.Kind != RuleKind.Absence) return [];
            var aliveUs = rule.Attribute is not null || thing.Attributes.Length == 0 ? thing.CreatedAtUs : thing.Attributes.Max(a => a.AtUs);
            return aliveUs > lastUs.GetValueOrDefault(long.MinValue) ? [Look.At(rule, thing, new Attribute { Name = "", ObservedAtUs = aliveUs }, null, Now)] : [];
        }
        if (now.AtUs <= lastUs) return [];
        var last = Look.At(rule, thing, now, area, Now);
        // Seen for the first time: as far back as the rule's own waits and windows reach.
        var sinceUs = lastUs is null or long.MinValue ? now.AtUs - Reach : lastUs.Value + 1;
        if (sinceUs >= now.AtUs || twin.History(rule.Tenant, thing.Id, rule.Attribute) is not { } history) return [last];
        var past = history.Range(sinceUs, now.AtUs, Limit).Where(s => s.Kind != SampleKind.Gone);
        return [.. past.Select(sample => Look.At(rule, thing, At(now, sample), area, name => Then(name, sample.AtUs))), last];
    }

    long Reach => rule.ForUs + rule.ClearForUs + rule.WindowUs + (rule.Kind == RuleKind.Stuck ? rule.AfterUs : 0);

    static Attribute At(Attribute now, Sample sample) => new()
    {
        Name = now.Name,
        Kind = now.Kind,
        Value = now.Kind == AttributeKind.GeoProperty ? Place(sample) : ValueOf(sample),
        Doubts = (byte)sample.Quality,
        ObservedAtUs = sample.AtUs,
    };

    static Value ValueOf(in Sample sample) => sample.Kind switch
    {
        SampleKind.Number => Value.Of(sample.Number),
        SampleKind.Bool => Value.Of(sample.Number != 0),
        SampleKind.Text => Value.Of(sample.Text ?? ""),
        SampleKind.Json => Value.OfJson(System.Text.Encoding.UTF8.GetBytes(sample.Text ?? "null")),
        _ => default,
    };

    // What moves is a point; anything else keeps its present place.
    static Value Place(in Sample sample)
    {
        const string head = "{\"type\":\"Point\",\"coordinates\":[";
        var json = sample.Text ?? "";
        if (!json.StartsWith(head, StringComparison.Ordinal)) return default;
        var parts = json[head.Length..].TrimEnd('}', ']').Split(',');
        return parts.Length >= 2 && Number(parts[0], out var lon) && Number(parts[1], out var lat) ? Value.Of(GeoValue.Point(lon, lat)) : default;
    }

    static bool Number(string text, out double number) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out number);

    Value Now(string name) => thing.Find(name)?.Value ?? default;

    Value Then(string name, long atUs) =>
        twin.History(rule.Tenant, thing.Id, name) is { } history && history.At(atUs) is { } sample ? ValueOf(sample) : Now(name);
}
