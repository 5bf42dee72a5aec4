using System.Text;
using Cardo.Sensing;
using Cardo.Sensing.Import;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Sensing.Import;

/// <summary>A folder of source files and mappings, gone after the test.</summary>
internal sealed class Given : IDisposable
{
    public static readonly TimeZoneInfo Taipei = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");
    public static readonly Box City = new(120.00, 22.87, 120.68, 23.43);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cardo-import-");

    public string Folder => folder.FullName;

    public List<(string Id, Attribute Attribute)> Observed { get; } = [];

    public Given File(string name, string text, string encoding = "utf-8") => File(name, SourceFile.EncodingOf(encoding)!.GetBytes(text));

    public Given File(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, bytes);
        return this;
    }

    public static Mapping Mapping(string yaml)
    {
        var outcome = MappingReader.Parse(yaml, "test.yaml", Taipei);
        outcome.Ok.ShouldBeTrue(outcome.Ok ? "" : string.Join("\n", outcome.Refusal.Details ?? [outcome.Refusal.Message]));
        return outcome.Value;
    }

    public static IReadOnlyList<string> Errors(string yaml) => MappingReader.Parse(yaml, "test.yaml", Taipei).Refusal.Details!;

    /// <summary>Runs a mapping over the files; the counts must add up whatever they hold.</summary>
    public async Task<(ImportReport Report, Dictionary<string, Entity> Entities)> Import(string yaml)
    {
        var mapping = Mapping(yaml);
        using var issues = new IssueBook(Path.Combine(Folder, "list.csv"), mapping.Files);
        var sink = new CountingSink((id, a) => Observed.Add((id, a)));
        var report = await new ImportRun(mapping, Folder, City, issues, sink, null).Go(CancellationToken.None);
        (report.Imported + report.Unchanged + report.Duplicates + report.Rejected + report.LeftOut).ShouldBe(report.Read);
        return (report, sink.Entities);
    }

    public static string Value(Entity entity, string name) => entity.Find(Terms.Expand(name))!.Value.ToString();

    public static List<string?[]> Rows(IRowReader reader, int columns, List<string>? faults = null)
    {
        var row = new Row(columns);
        var rows = new List<string?[]>();
        while (reader.Next(row))
            if (row.Fault is not null) (faults ?? []).Add($"{row.Line}: {row.Fault}");
            else rows.Add([.. Enumerable.Range(0, columns).Select(c => row.Has(c) ? row[c].ToString() : null)]);
        reader.Dispose();
        return rows;
    }

    public static Stream Bytes(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    public void Dispose() => folder.Delete(recursive: true);
}
