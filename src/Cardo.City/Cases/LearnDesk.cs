using System.Text.Encodings.Web;
using System.Text.Json;
using Cardo.Cases.Learning;
using Cardo.Kernel;

namespace Cardo.Cases;

/// <summary>Learning from files, for commands: the same model and the same calls as the live desk.</summary>
public static class LearnDesk
{
    static readonly JsonSerializerOptions json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Learns the earlier rows of a file and predicts each later one before learning it.</summary>
    /// <returns>a refusal naming the file and the row or column when it can't be done</returns>
    public static Outcome<LearnReport> Rehearse(LearnTask task, TimeProvider clock, IProgress<LearnProgress>? progress = null, CancellationToken stop = default)
    {
        if (!new Rehearsal(task, clock, progress, stop).Run().Try(out var run, out var refusal)) return refusal;
        if (task.SaveModel is not { } where) return run.Report;
        try
        {
            using var file = File.Create(where);
            run.Model.Save(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("model-not-written", $"The model could not be written to {where}: {e.Message}");
        }
        return run.Report;
    }

    /// <summary>The report as JSON, names in snake_case.</summary>
    public static string Json(LearnReport report) => JsonSerializer.Serialize(report, json);
}
