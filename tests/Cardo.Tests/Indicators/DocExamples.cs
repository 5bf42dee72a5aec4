using System.Globalization;
using System.Text;
using Cardo.Indicators;
using Cardo.Kernel;

namespace Cardo.Tests.Indicators;

/// <summary>The examples of docs/methods: files in fences with a name, and what must come out in fences that say which table.</summary>
internal static class DocExamples
{
    /// <summary>One expected table: <c>```tsv VERB SPEC TABLE [columns]</c>.</summary>
    internal sealed record Expected(string Verb, string Spec, string Table, string[] Columns, List<string> Lines, int From, int To);

    public static (string Folder, List<Expected> Expected, string[] Lines) Read(string page)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-docs-").FullName;
        var lines = File.ReadAllLines(page);
        List<Expected> expected = [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal) || lines[i].Length == 3) continue;
            var info = lines[i][3..].Split(' ');
            var end = Array.FindIndex(lines, i + 1, l => l == "```");
            var body = lines[(i + 1)..end].ToList();
            if (info[0] is "csv" or "yaml" && info.Length == 2) File.WriteAllLines(Path.Combine(folder, info[1]), body);
            if (info[0] == "tsv") expected.Add(new Expected(info[1], info[2], info[3], info.Length > 4 ? info[4].Split(',') : [], body, i + 1, end));
            i = end;
        }
        return (folder, expected, lines);
    }

    /// <summary>What comes out now, as the page prints it.</summary>
    public static List<string> Compute(string folder, Expected e)
    {
        var desk = new IndexDesk();
        var spec = Path.Combine(folder, e.Spec);
        Outcome<IndexReport> outcome = e.Verb switch { "score" => desk.Score(spec), "explain" => desk.Explain(spec, "Bel"), "uncertainty" => desk.Uncertainty(spec), "efficiency" => desk.Efficiency(spec), _ => desk.Effect(spec) };
        var table = Asked.Told(outcome).Table(e.Table);
        var columns = e.Columns.Length > 0 ? e.Columns : [.. table.Columns];
        var at = columns.Select(c => table.Columns.ToList().IndexOf(c)).ToArray();
        List<string> lines = [string.Join('\t', columns)];
        lines.AddRange(table.Rows.Select(r => string.Join('\t', at.Select(a => Cell(r[a])))));
        return lines;
    }

    static string Cell(object? cell) => cell switch
    {
        null => "",
        double d => double.IsNaN(d) ? "" : Math.Abs(d) < 5e-10 ? "0" : d.ToString("G6", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };

    /// <summary>Prints what comes out into the page.</summary>
    public static void Fill(string page)
    {
        var (folder, expected, lines) = Read(page);
        var text = new StringBuilder();
        var at = 0;
        foreach (var e in expected)
        {
            for (; at < e.From; at++) text.Append(lines[at]).Append('\n');
            foreach (var line in Compute(folder, e)) text.Append(line).Append('\n');
            at = e.To;
        }
        for (; at < lines.Length; at++) text.Append(lines[at]).Append('\n');
        File.WriteAllText(page, text.ToString());
    }
}
