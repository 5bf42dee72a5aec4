using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin.NgsiLd;

/// <summary>The history of one attribute instance as far as it was asked for.</summary>
/// <param name="Now">what the attribute is now; its kind and unit hold for the past too</param>
/// <param name="Cut">there is more than the answer may hold</param>
internal sealed record Track(Attribute Now, AttributeHistory History, IReadOnlyList<Sample> Samples, bool Cut)
{
    public static List<(Attribute Now, AttributeHistory History)> Of(LdCall call, Entity entity, Representation how)
    {
        var tracks = new List<(Attribute, AttributeHistory)>();
        foreach (var attribute in entity.Attributes)
            if (how.Shows(attribute) && call.Desk.History(call.Tenant, entity.Id, attribute.Name, attribute.DatasetId) is { } history) tracks.Add((attribute, history));
        return tracks;
    }

    public static Track Read(Attribute now, AttributeHistory history, TemporalQuery time, int most)
    {
        var newest = time.LastN > 0;
        var limit = newest ? Math.Min(time.LastN, most) : most;
        var read = history.Range(time.FromUs, time.ToUs, limit + 1, newest);
        var cut = read.Count > limit && !(newest && limit == time.LastN);
        var kept = new List<Sample>(Math.Min(read.Count, limit));
        var wantsGone = time.TimeProperty == "deletedAt";
        foreach (var sample in read)
        {
            if (kept.Count == limit) break;
            if (sample.Kind == SampleKind.Gone != wantsGone) continue;
            if (time.HasRange && time.TimeProperty == "observedAt" && !sample.Observed) continue;
            kept.Add(sample);
        }
        if (newest) kept.Reverse();
        return new Track(now, history, kept, cut);
    }

    /// <summary>The sample as an instance of the attribute.</summary>
    public Attribute Instance(Sample sample) => new()
    {
        Name = Now.Name,
        DatasetId = Now.DatasetId,
        Kind = Now.Kind,
        UnitCode = Now.UnitCode,
        Doubts = (byte)sample.Quality,
        Value = Twin.Samples.ValueOf(sample),
        ObservedAtUs = sample.Observed ? sample.AtUs : Attribute.NoTime,
        CreatedAtUs = sample.AtUs,
        ModifiedAtUs = sample.AtUs,
    };
}
