using System.Text;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>
/// Attributes as samples of history and back. An instance with more to say than a value (another kind, sub-attributes)
/// keeps its value in history; what is said about it stays with the current instance.
/// </summary>
internal static class Samples
{
    public static Sample Of(Attribute a)
    {
        var observed = a.ObservedAtUs != Attribute.NoTime;
        var quality = (Quality)a.Doubts;
        return a.Value.Kind switch
        {
            ValueKind.Number => new Sample(a.AtUs, SampleKind.Number, a.Value.Number, null, quality, observed),
            ValueKind.Bool => new Sample(a.AtUs, SampleKind.Bool, a.Value.Number, null, quality, observed),
            ValueKind.Text => new Sample(a.AtUs, SampleKind.Text, 0, a.Value.Text, quality, observed),
            _ => new Sample(a.AtUs, SampleKind.Json, 0, a.Value.ToString(), quality, observed),
        };
    }

    /// <summary>
    /// The sample of an instance that was never anything else: unless somebody said when it was observed, it holds since
    /// it was created, however often it was said again.
    /// </summary>
    public static Sample Only(Attribute a) => a.ObservedAtUs != Attribute.NoTime ? Of(a) : Of(a) with { AtUs = a.CreatedAtUs };

    public static Sample Gone(long atUs) => new(atUs, SampleKind.Gone, 0, null, Quality.Good, false);

    /// <summary>Whether the sample alone can put this instance back at replay: nothing but value, time and doubts is new.</summary>
    public static bool Suffice(Attribute there, Attribute after) =>
        after.Sub.Length == 0 && there.Sub.Length == 0 && after.Value.Kind is ValueKind.Number or ValueKind.Bool or ValueKind.Text
        && there.Kind == after.Kind && there.UnitCode == after.UnitCode && there.CreatedAtUs == after.CreatedAtUs
        && after.ObservedAtUs != Attribute.NoTime && after.ObservedAtUs >= there.AtUs;

    public static Value ValueOf(Sample sample) => sample.Kind switch
    {
        SampleKind.Number => Value.Of(sample.Number),
        SampleKind.Bool => Value.Of(sample.Number != 0),
        SampleKind.Text => Value.Of(sample.Text ?? ""),
        SampleKind.Json => Value.OfJson(Encoding.UTF8.GetBytes(sample.Text ?? "null")),
        _ => default,
    };

    /// <summary>The instance with the sample's value in place of its own; geometries and JSON stay as the log's entity record has them.</summary>
    public static Attribute Back(Attribute there, Sample sample, long modifiedAtUs) => there.With(
        value: sample.Kind == SampleKind.Json ? null : ValueOf(sample),
        doubts: (byte)sample.Quality,
        observedAtUs: sample.Observed ? sample.AtUs : null,
        modifiedAtUs: modifiedAtUs);
}
