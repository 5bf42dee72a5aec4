using System.Globalization;
using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>
/// Series that stand beside another one, of the same entity and attribute, and are told from it by their instance's name:
/// summaries by period in five parts, and values that were corrected. They are logged, sealed, kept and forgotten as any.
/// </summary>
internal static class SideSeries
{
    /// <summary>Before the name of the instance: no name from outside begins with a control character.</summary>
    const char Summary = '\u0001';
    const char Before = '\u0002';

    /// <summary>What a summary is made of; the count is written last, so a period with a count is whole.</summary>
    public static readonly string[] Parts = ["min", "max", "sum", "squares", "count"];

    public static bool IsSide(in SeriesName name) => name.DatasetId is { Length: > 0 } dataset && dataset[0] is Summary or Before;

    public static bool IsSummary(in SeriesName side) => side.DatasetId[0] == Summary;

    public static SeriesName PartOf(in SeriesName of, long periodUs, string part) =>
        of with { DatasetId = string.Create(CultureInfo.InvariantCulture, $"{Summary}{periodUs / Instants.SecondUs}/{part}/{of.DatasetId}") };

    public static SeriesName BeforeOf(in SeriesName of) => of with { DatasetId = Before + of.DatasetId };

    /// <summary>The name of the series it stands beside.</summary>
    public static SeriesName BaseOf(in SeriesName side) => side.DatasetId[0] == Before
        ? side with { DatasetId = side.DatasetId[1..] }
        : side with { DatasetId = side.DatasetId.Split('/', 3)[2] };

    /// <summary>Ties a part to the series it summarizes, which was there before.</summary>
    public static void Attach(SeriesGroup group, SeriesHandle side)
    {
        if (side.Name.DatasetId is not { Length: > 0 } dataset || dataset[0] != Summary) return;
        var words = dataset.Split('/', 3);
        var part = Array.IndexOf(Parts, words[1]);
        if (part < 0 || group.Find(side.Name.Attribute, words[2]) is not { } of) return;
        of.Summaries ??= new SummaryParts(long.Parse(words[0].AsSpan(1), CultureInfo.InvariantCulture) * Instants.SecondUs);
        of.Summaries.Parts[part] = side;
    }
}
