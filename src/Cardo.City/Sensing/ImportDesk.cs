using Cardo.Kernel;
using Cardo.Sensing.Import;
using Cardo.Twin;

namespace Cardo.Sensing;

/// <summary>
/// Reads a city's files into the twin as its mappings say (<c>CITY/imports/*.yaml</c>). A mapping whose files haven't
/// changed since its last run is skipped; run again by force, it writes only what differs.
/// </summary>
public sealed class ImportDesk(TwinDesk twin, Settings settings, TimeProvider clock)
{
    readonly ImportShelf shelf = new(settings);
    readonly Receipts receipts = new(twin);

    /// <summary>Where files are looked for unless a run says otherwise: city.yaml's <c>data</c>, relative to the city's folder.</summary>
    public string DataFolder => shelf.DataFolder;

    /// <summary>The city's mappings in the order in which they are imported: things before observations, then by name.</summary>
    /// <returns>a refusal with every error of every mapping when one of them can't be used</returns>
    public Outcome<IReadOnlyList<ImportSource>> Sources(string? dataFolder = null) =>
        shelf.Read([]).Then(mappings => (Outcome<IReadOnlyList<ImportSource>>)mappings.Select(m => shelf.Describe(m, dataFolder ?? DataFolder)).ToArray());

    /// <summary>Imports the mappings of these names (all of them for none) one after the other.</summary>
    /// <param name="names">as file names without .yaml</param>
    /// <param name="dataFolder">where the files are; null for <see cref="DataFolder"/></param>
    /// <param name="force">also when nothing changed since the last run</param>
    /// <returns>a report for each; a refusal when a mapping can't be used or isn't there (nothing was read then)</returns>
    public async ValueTask<Outcome<IReadOnlyList<ImportReport>>> Run(
        IReadOnlyCollection<string> names, string? dataFolder = null, bool force = false, IProgress<ImportProgress>? progress = null, CancellationToken stop = default)
    {
        if (!shelf.Read(names).Try(out var mappings, out var refusal)) return refusal;
        var reports = new List<ImportReport>();
        foreach (var mapping in mappings) reports.Add(await Run(mapping, dataFolder ?? DataFolder, force, progress, stop));
        return reports;
    }

    async ValueTask<ImportReport> Run(Mapping mapping, string dataFolder, bool force, IProgress<ImportProgress>? progress, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        var fingerprint = Receipts.Fingerprint(mapping, dataFolder);
        if (!force && receipts.Find(mapping, fingerprint) is { } before) return before;
        using var issues = new IssueBook(shelf.ListFile(mapping.Name), mapping.Files);
        var run = new ImportRun(mapping, dataFolder, shelf.City, issues, new TwinSink(twin, "", mapping), progress);
        var report = await run.Go(stop);
        report = report with { Seconds = clock.GetElapsedTime(began).TotalSeconds };
        await receipts.Write(mapping, report, fingerprint);
        return report;
    }
}
