using System.Text.Json;
using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Home.Things;

/// <summary>Gathers what is known of one thing: its values, their age and doubts, a day's line, its alarms.</summary>
internal sealed class LookAtThing(TwinDesk twin, CityBoard board, LayerShelf shelf)
{
    /// <summary>More samples than this in a day are drawn as periods with their least and most.</summary>
    const int MostPoints = 1500;

    const int MostLinks = 20;

    static readonly string[] NotFacts = ["location", "name", "dateObserved"];

    /// <param name="attribute">short name of the attribute to draw; null for the one its layer shows</param>
    /// <returns>null when there is no such thing</returns>
    public ThingLook? Look(string id, string? attribute, string lang, long nowUs)
    {
        if (twin.Find("", id) is not { } entity) return null;
        var layer = shelf.Of(entity);
        var readings = entity.Attributes.Where(a => a.Value.Geo is null).Select(a => Read(entity, a, lang)).ToList();
        var shown = layer is null ? null : MakePin.Shown(entity, layer);
        var drawn = (attribute is null ? shown : null) ?? Layer.Find(entity, attribute ?? "");
        return new ThingLook
        {
            Entity = entity,
            Name = Labels.Name(entity, layer?.Label ?? "name", lang),
            Kind = layer?.TitleIn(lang) ?? shelf.TitleOf(Names.Short(entity.Types[0]), lang),
            Pin = board.Find(id),
            Place = Layer.Find(entity, "location")?.Value.Geo,
            Readings = [.. readings.Where(r => r.Observed).OrderByDescending(r => shown is not null && Layer.Is(shown.Name, r.Name)).Take(60)],
            Facts = [.. readings.Where(r => !r.Observed && !NotFacts.Contains(r.Name)).Take(60)],
            Alarms = [.. board.AlarmsOf(id).Take(20)],
            Chart = drawn is { Kind: AttributeKind.Property } ? Draw(id, drawn, layer, nowUs) : null,
        };
    }

    Reading Read(Entity entity, Attribute a, string lang) => new(
        Names.Short(a.Name) + (a.DatasetId.Length > 0 ? " · " + Labels.Tail(a.DatasetId) : ""), Said(a, lang), a.UnitCode, a.AtUs,
        a.ObservedAtUs != Attribute.NoTime, (Quality)a.Doubts, a.Kind == AttributeKind.Relationship ? [.. Targets(a.Value).Take(MostLinks).Select(id => new ThingLink(id, twin.Find("", id) is { } target ? Labels.Name(target, "name", lang) : Labels.Tail(id)))] : [],
        a.Value.Kind == ValueKind.Number && twin.History("", entity.Id, a.Name, a.DatasetId) is not null);

    static Value Said(Attribute a, string lang) => a.Kind == AttributeKind.LanguageProperty && Labels.InLanguage(a.Value.Json, lang) is { } text ? Value.Of(text) : a.Value;

    // A relationship leads to one thing, or to several.
    static IReadOnlyList<string> Targets(Value value)
    {
        if (value.Text is { } one) return [one];
        try
        {
            return value.Kind == ValueKind.Json ? JsonSerializer.Deserialize<string[]>(value.Json.Span) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    DayChart? Draw(string id, Attribute attribute, Layer? layer, long nowUs)
    {
        if (twin.History("", id, attribute.Name) is not { Newest: { } newest } series) return null;
        // The last day; where the thing has been silent for longer, the last day it spoke.
        var toUs = nowUs - newest.AtUs > Instants.DayUs ? newest.AtUs + 1 : nowUs + 1;
        var fromUs = toUs - Instants.DayUs;
        var hours = series.Aggregate(fromUs, toUs, Instants.HourUs);
        var samples = hours.Sum(h => h.Count);
        if (samples == 0) return null;
        var short_ = Names.Short(attribute.Name);
        var lines = layer?.States.Where(s => s.Attribute == short_).Select(s => (s.Tone, Value: s.Than ?? Than(id, s.ThanAttribute)))
            .Where(l => double.IsFinite(l.Value)).ToList() ?? [];
        return new DayChart(short_, attribute.UnitCode, fromUs, toUs, samples, hours.Min(h => h.Min), hours.Max(h => h.Max), Points(series, fromUs, toUs, samples), hours, lines);
    }

    double Than(string id, string? attribute) =>
        attribute is not null && twin.Find("", id) is { } entity && Layer.Find(entity, attribute) is { } than ? than.Value.Number : double.NaN;

    static List<ChartPoint> Points(AttributeHistory series, long fromUs, long toUs, long samples)
    {
        var points = new List<ChartPoint>();
        if (samples <= MostPoints)
            foreach (var s in series.Range(fromUs, toUs, MostPoints))
            {
                if (s.Kind == SampleKind.Number) points.Add(new ChartPoint(s.AtUs / 1e6, s.Number, null, null));
            }
        else
            foreach (var b in series.Aggregate(fromUs, toUs, 5 * Instants.MinuteUs))
                points.Add(new ChartPoint(b.StartUs / 1e6 + 150, b.Mean, b.Min, b.Max));
        return Gaps(points);
    }

    /// <summary>Where nothing was heard for much longer than usual the line is broken: a gap is drawn as a gap.</summary>
    internal static List<ChartPoint> Gaps(List<ChartPoint> points)
    {
        if (points.Count < 4) return points;
        var steps = points.Zip(points.Skip(1), (a, b) => b.At_s - a.At_s).Order().ToList();
        var usual = Math.Max(steps[steps.Count / 2], 1);
        var with = new List<ChartPoint>(points.Count + 8);
        for (var i = 0; i < points.Count; i++)
        {
            if (i > 0 && points[i].At_s - points[i - 1].At_s > 4 * usual) with.Add(new ChartPoint(points[i - 1].At_s + usual, null, null, null));
            with.Add(points[i]);
        }
        return with;
    }
}
