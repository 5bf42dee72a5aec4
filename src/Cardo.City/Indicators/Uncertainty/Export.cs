using System.Globalization;
using Cardo.Indicators.Composite;
using Cardo.Kernel;

namespace Cardo.Indicators.Uncertainty;

/// <summary>Every replicate's choices, and what came of them, for whoever wants to count again.</summary>
internal static class Export
{
    public static ReportTable Choices(IReadOnlyList<Choice> choices, double[] design, int count) =>
        new("replicates", ["replicate", .. choices.Select(c => c.At)], [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<object?>)[i + 1, .. choices.Select((c, k) => (object?)c.Say(design[i * choices.Count + k]))])], false);

    /// <summary>As CSV: the choices, then each row's rank. Written beside and renamed.</summary>
    public static Refusal? Write(string path, CompositeModel model, IReadOnlyList<Choice> choices, double[] design, Replicates runs, int count)
    {
        var beside = path + ".part";
        try
        {
            using (var file = new StreamWriter(beside)) Rows(file, model, choices, design, runs, count);
            File.Move(beside, path, true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("file-not-written", $"{path} could not be written: {e.Message}");
        }
    }

    static void Rows(StreamWriter file, CompositeModel model, IReadOnlyList<Choice> choices, double[] design, Replicates runs, int count)
    {
        file.WriteLine(string.Join(',', (string[])["replicate", .. choices.Select(c => Cell(c.At)), .. Enumerable.Range(0, model.Rows).Select(r => Cell(model.Data.RowName(r)))]));
        for (var i = 0; i < count; i++)
        {
            file.Write((i + 1).ToString(CultureInfo.InvariantCulture));
            for (var c = 0; c < choices.Count; c++) { file.Write(','); file.Write(Cell(choices[c].Say(design[i * choices.Count + c]))); }
            for (var r = 0; r < model.Rows; r++) { file.Write(','); file.Write(runs.Ranks[i * model.Rows + r].ToString(CultureInfo.InvariantCulture)); }
            file.WriteLine();
        }
    }

    static string Cell(string text) => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
