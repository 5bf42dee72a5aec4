using Cardo.Sensing;
using Cardo.Sensing.Import;
using Cardo.Tests.Support;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Sensing.Import;

/// <summary>The mappings of cities/tainan against the real files: every row accounted for, every trap where it was found.</summary>
public sealed class TainanTests
{
    static readonly TimeZoneInfo Taipei = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");
    static readonly Box City = new(120.00, 22.87, 120.68, 23.43);

    static async Task<(ImportReport Report, CountingSink Sink)> Run(string name, Action<string, Attribute>? observed = null)
    {
        var data = Repository.Shared("tainan");
        var outcome = MappingReader.Read(Path.Combine(Repository.Root, "cities", "tainan", "imports", name + ".yaml"), Taipei);
        outcome.Ok.ShouldBeTrue(outcome.Ok ? "" : string.Join("\n", outcome.Refusal.Details ?? [outcome.Refusal.Message]));
        var folder = Directory.CreateTempSubdirectory("cardo-import-");
        try
        {
            using var issues = new IssueBook(Path.Combine(folder.FullName, "list.csv"), outcome.Value.Files);
            var sink = new CountingSink(observed);
            var report = await new ImportRun(outcome.Value, data, City, issues, sink, null).Go(CancellationToken.None);
            report.Problems.ShouldBeEmpty();
            (report.Imported + report.Unchanged + report.Duplicates + report.Rejected + report.LeftOut).ShouldBe(report.Read);
            return (report, sink);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static TheoryData<string> Names => [.. Directory.GetFiles(Path.Combine(Repository.Root, "cities", "tainan", "imports"), "*.yaml").Order().Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory, MemberData(nameof(Names))]
    public async Task Print(string name)
    {
        var (r, _) = await Run(name);
        TestContext.Current.SendDiagnosticMessage("x");
        File.AppendAllText("/tmp/tainan-counts.txt", $"{r.Name}|{r.Read}|{r.LeftOut}|{r.Imported}|{r.Duplicates}|{r.Rejected}|{r.Marked}|{r.Entities}|{r.Observations}|REJ {string.Join("; ", r.RejectedBy.Select(x => $"{x.Key} {x.Value}"))}|MARK {string.Join("; ", r.MarkedBy.Select(x => $"{x.Key} {x.Value}"))}\n");
    }
}
