using System.Globalization;
using Cardo.Tests.Support;

namespace Cardo.Tests.Indicators;

/// <summary>What the pages of docs/methods print is what comes out.</summary>
public class DocExamplesTests
{
    [Theory]
    [InlineData("composite.md")]
    [InlineData("uncertainty.md")]
    [InlineData("efficiency.md")]
    [InlineData("effects.md")]
    public void Every_example_prints_what_comes_out(string page)
    {
        var path = Path.Combine(Repository.Root, "docs/methods", page);
        // CARDO_FILL_DOCS=1 prints the figures anew after a method was changed on purpose.
        if (Environment.GetEnvironmentVariable("CARDO_FILL_DOCS") == "1") DocExamples.Fill(path);
        var (folder, expected, _) = DocExamples.Read(path);
        expected.ShouldNotBeEmpty();
        foreach (var e in expected)
        {
            var ours = DocExamples.Compute(folder, e);
            ours.Count.ShouldBe(e.Lines.Count, $"{page} {e.Spec} {e.Table}");
            for (var i = 0; i < ours.Count; i++) Same(e.Lines[i].Split('\t'), ours[i].Split('\t'), $"{page} {e.Spec} {e.Table} line {i + 1}");
        }
    }

    static void Same(string[] printed, string[] computed, string where)
    {
        computed.Length.ShouldBe(printed.Length, where);
        for (var c = 0; c < printed.Length; c++)
            if (double.TryParse(printed[c], CultureInfo.InvariantCulture, out var a) && double.TryParse(computed[c], CultureInfo.InvariantCulture, out var b)) b.ShouldBe(a, 1e-5 * Math.Max(1, Math.Abs(a)), where);
            else computed[c].ShouldBe(printed[c], where);
    }
}
