using System.IO.Compression;
using Cardo.Cases.Learning;
using Cardo.Kernel;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases.Learning;

/// <summary>The shared file of Boston's cases and the pairs its staff named.</summary>
static class Boston
{
    public static string File => Repository.Shared("civic/boston311/handover.csv.gz");

    public static IEnumerable<IReadOnlyDictionary<string, string>> Rows()
    {
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(File), CompressionMode.Decompress));
        var records = new CsvRecords(reader);
        records.Next();
        var header = records.Fields.ToArray();
        while (records.Next()) yield return header.Zip(records.Fields).ToDictionary(p => p.First, p => p.Second);
    }

    public static List<MatterSketch> Matters() =>
        [.. Rows().Select(r => new MatterSketch(r["case_id"], Us(r["opened_utc"])!.Value, Degrees(r["lon"]), Degrees(r["lat"]), r["service"]) { Source = r["source"], ClosedUs = Us(r["closed_utc"]) }).OrderBy(m => m.AtUs)];

    public static List<(string A, string B)> Pairs() =>
        [.. System.IO.File.ReadLines(Repository.Shared("civic/boston311/named_duplicates.csv")).Skip(1).Select(l => l.Split(',')).Select(f => (f[0], f[1]))];

    static long? Us(string said) => Instants.TryParse(said, out var us) ? us : null;

    static double? Degrees(string said) => double.TryParse(said, System.Globalization.CultureInfo.InvariantCulture, out var d) ? d : null;
}
