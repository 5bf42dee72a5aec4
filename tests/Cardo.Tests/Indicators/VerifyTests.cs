using Cardo.Indicators;

namespace Cardo.Tests.Indicators;

/// <summary>What the command line proves in one go.</summary>
public class VerifyTests
{
    [Fact]
    public void Every_reference_set_is_reproduced()
    {
        var report = Asked.Told(new IndexDesk().Verify(Asked.Reference("")));
        report.Misses.ShouldBe(0, string.Join('\n', report.Notes) + string.Join('\n', report.Tables.Where(t => t.Name == "misses").SelectMany(t => t.Rows.Take(20)).Select(r => string.Join(" | ", r))));
        report.Table("worst").Rows.Select(r => r[0]).Distinct().Count().ShouldBe(14);
        report.Table("checks").Rows.Count.ShouldBeGreaterThan(20_000);
    }

    [Fact]
    public void A_folder_may_say_itself_what_must_come_out_and_a_miss_is_counted()
    {
        const string data = "unit,a,b\nx,1,2\ny,2,1\nz,3,5\n";
        var folder = Path.GetDirectoryName(Asked.Spec("data: data.csv\ntree: [{id: top, children: [a, b]}]\nnormalise: min-max\n", ("data.csv", data), ("right.csv", "unit,top\nx,0.125\ny,0.25\nz,1\n"), ("wrong.csv", "unit,top\nx,0.126\ny,0.25\nz,1\n")))!;
        IndexReport Verify(string file)
        {
            File.WriteAllText(Path.Combine(folder, "verify.yaml"), $"checks: [{{run: score, spec: spec.yaml, table: scores, key: unit, expect: {file}, columns: {{top: top}}, tolerance: 1.0e-9}}]\n");
            return Asked.Told(new IndexDesk().Verify(folder));
        }
        Verify("right.csv").Misses.ShouldBe(0);
        Verify("wrong.csv").Misses.ShouldBe(1);
    }

    [Theory]
    [InlineData("{run: score, spec: spec.yaml, table: score, key: unit, expect: e.csv, columns: {top: top}}", "there is no table \"score\"; there are: scores")]
    [InlineData("{run: score, spec: spec.yaml, table: scores, key: city, expect: e.csv, columns: {top: top}}", "\"city\" is no column of scores")]
    [InlineData("{run: score, spec: spec.yaml, table: scores, key: unit, expect: e.csv, columns: {top: index}}", "e.csv line 1: column \"index\" is missing")]
    [InlineData("{run: score, spec: none.yaml, table: scores, key: unit, expect: e.csv, columns: {top: top}}", "none.yaml: there is no such file")]
    [InlineData("{run: scores, spec: spec.yaml, table: scores, key: unit, expect: e.csv, columns: {top: top}}", "\"scores\" is not known here")]
    public void A_check_that_cannot_be_made_is_a_miss_with_its_reason(string check, string said)
    {
        var folder = Path.GetDirectoryName(Asked.Spec("data: data.csv\ntree: [{id: top, children: [a]}]\n", ("data.csv", "unit,a\nx,1\n"), ("e.csv", "unit,top\nx,1\n"), ("verify.yaml", $"checks: [{check}]\n")))!;
        var report = Asked.Told(new IndexDesk().Verify(folder));
        report.Misses.ShouldBeGreaterThan(0);
        report.Notes.ShouldContain(n => n.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_known_set_whose_files_are_others_is_a_miss()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "tobit_affairs");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "affairs.csv"), "affairs,age\n0,30\n");
        File.WriteAllText(Path.Combine(folder, "expected_left0.csv"), "name,value\na,1\n");
        Asked.Told(new IndexDesk().Verify(folder)).Misses.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_folder_without_sets_is_refused() => new IndexDesk().Verify(Directory.CreateTempSubdirectory().FullName).Refusal.Code.ShouldBe("no-reference-set");
}
