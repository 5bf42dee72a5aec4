using System.Globalization;
using Cardo.Cases.Learning;
using Cardo.Cases.Store;
using Cardo.Storage;

namespace Cardo.Cases.Board;

/// <summary>Cases and reports as what is compared when duplicates are looked for.</summary>
internal static class Sketches
{
    const int AtOnce = 1000;

    public static MatterSketch Of(Report report, long nowUs) => new("", report.AtUs ?? nowUs, report.Lon, report.Lat, report.Service, report.Said.Words)
    {
        Asset = report.Asset ?? "",
        Source = report.Source.ToString(),
        Address = report.Said.Place ?? "",
    };

    public static MatterSketch Of(Case now, Matter? first, Said? said) =>
        new(now.Number.ToString(CultureInfo.InvariantCulture), now.OpenedUs, now.Lon, now.Lat, now.Service, said?.Words ?? "")
        {
            Asset = now.Asset ?? "",
            Source = first?.Source.ToString() ?? "",
            Address = said?.Place ?? "",
            ClosedUs = now.Status == CaseStatus.Closed ? now.ClosedUs : null,
        };

    public static IReadOnlyDictionary<long, MatterSketch> Read(Db db, IReadOnlyCollection<long> numbers)
    {
        var read = new Dictionary<long, MatterSketch>();
        foreach (var some in numbers.Chunk(AtOnce))
            foreach (var (number, sketch) in db.Read(tx => Of(tx, CaseStore.Find(tx, some)))) read[number] = sketch;
        return read;
    }

    static List<(long Number, MatterSketch Sketch)> Of(Tx tx, IReadOnlyCollection<Case> cases)
    {
        var ids = cases.Select(c => c.FirstMatter).ToArray();
        var matters = CaseStore.Matters(tx, ids).ToDictionary(m => m.Matter.Id, m => m.Matter);
        var said = ApartStore.SaidOf(tx, ids);
        return [.. cases.Select(c => (c.Number, Of(c, matters.GetValueOrDefault(c.FirstMatter), said.GetValueOrDefault(c.FirstMatter))))];
    }

    /// <summary>The latest cases in the order of their time, and which of them staff joined. Alarms are joined by machines and teach nothing.</summary>
    public static (IReadOnlyList<MatterSketch> Matters, IReadOnlyCollection<(string A, string B)> Pairs) Joined(Db db, int most, CancellationToken stop)
    {
        var (matters, pairs) = (new List<MatterSketch>(), new List<(string, string)>());
        for (var from = db.Read(CaseStore.LastNumber) + 1; from > 1 && matters.Count < most;)
        {
            stop.ThrowIfCancellationRequested();
            var (cases, sketches) = db.Read(tx => CaseStore.Before(tx, from, AtOnce) is var some ? (some, Of(tx, some)) : default);
            if (cases.Count == 0) break;
            matters.AddRange(sketches.Where(s => s.Sketch.Source != nameof(MatterSource.Alarm)).Select(s => s.Sketch));
            pairs.AddRange(cases.Where(c => c.JoinedInto is not null).Select(c => (c.Number.ToString(CultureInfo.InvariantCulture), c.JoinedInto!.Value.ToString(CultureInfo.InvariantCulture))));
            from = cases[^1].Number;
        }
        // Read from the latest on: of two at one moment the lower number came first.
        matters.Reverse();
        return ([.. matters.OrderBy(m => m.AtUs)], pairs);
    }
}
