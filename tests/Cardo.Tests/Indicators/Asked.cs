using Cardo.Indicators;
using Cardo.Kernel;
using Cardo.Tests.Support;

namespace Cardo.Tests.Indicators;

/// <summary>Runs a specification in a folder of its own, with the reference data beside it.</summary>
internal static class Asked
{
    public static string Reference(string path) => Repository.Shared($"index/reference/{path}");

    /// <summary>ASEM: 51 countries by 49 indicators, as COINr 1.1.14 treats them.</summary>
    public static string Asem(string more) => $$"""
        data: {file: {{Reference("asem_coinr/iData.csv")}}, unit: uCode, name: uName}
        tree:
          file: {{Reference("asem_coinr/iMeta.csv")}}
          columns: {id: iCode, parent: Parent, name: iName, weight: Weight, direction: Direction, unit: Unit, denominator: Denominator}
          where: {Type: [Indicator, Aggregate]}
        impute: {method: group-mean, by: EurAsia_group}
        treat: {method: winsorise, winmax: 5, skew: 2, kurtosis: 3.5, then: log}
        {{more}}
        """;

    /// <summary>Writes the files into a fresh folder and returns the specification's path.</summary>
    public static string Spec(string yaml, params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-index-").FullName;
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(folder, name), text);
        var spec = Path.Combine(folder, "spec.yaml");
        File.WriteAllText(spec, yaml);
        return spec;
    }

    public static IndexReport Score(string yaml, params (string Name, string Text)[] files) => Told(new IndexDesk().Score(Spec(yaml, files)));

    public static Refusal Refused(string yaml, params (string Name, string Text)[] files) => new IndexDesk().Score(Spec(yaml, files)).Refusal;

    public static IndexReport Told(Outcome<IndexReport> outcome) => outcome.Try(out var report, out var refusal) ? report : throw new Xunit.Sdk.XunitException($"{refusal}\n{string.Join('\n', refusal.Details ?? [])}");

    public static ReportTable Table(this IndexReport report, string name) => report.Tables.Single(t => t.Name == name);

    public static object? Cell(this ReportTable table, string column, params (string Column, object Value)[] where) =>
        table.Rows.Single(r => where.All(w => Equals(r[At(table, w.Column)], w.Value)))[At(table, column)];

    public static double Number(this ReportTable table, string column, params (string Column, object Value)[] where) => (double)table.Cell(column, where)!;

    static int At(ReportTable table, string column) => table.Columns.ToList().IndexOf(column) is var i and >= 0 ? i : throw new Xunit.Sdk.XunitException($"no column {column} in {table.Name}: {string.Join(", ", table.Columns)}");

    /// <summary>A reference CSV as rows of column to text.</summary>
    public static List<Dictionary<string, string>> Csv(string path) => CsvAt(Reference(path));

    public static List<Dictionary<string, string>> CsvAt(string path)
    {
        var faults = new Cardo.Indicators.Files.Faults();
        var table = Cardo.Indicators.Files.Table.Read(path, path, faults)!;
        return [.. Enumerable.Range(0, table.Count).Select(r => table.Columns.ToDictionary(c => c, c => table.Text(r, c)))];
    }

    public static double D(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
