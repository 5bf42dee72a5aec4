using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cardo.Indicators.Files;
using Cardo.Indicators.Live;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Indicators;

/// <summary>
/// The city's own score, from its file <c>indicators/score.yaml</c> and what the twin holds: as it stands now, and the
/// vintages that were published. It is computed when asked, at most once in <see cref="Rest"/>.
/// </summary>
public sealed class ScoreDesk
{
    /// <summary>The kind under which a published score stands in the journal.</summary>
    public const string Published = "score.published";

    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    readonly TwinDesk twin;
    readonly JournalDesk journal;
    readonly TimeProvider clock;
    readonly Lock gate = new();
    readonly (string Title, string TitleZh, double Coverage, IReadOnlyList<LiveItem> Items)? plan;
    readonly string planHash = "";
    LiveScore? last;

    public ScoreDesk(TwinDesk twin, JournalDesk journal, TimeProvider clock, Settings settings)
    {
        (this.twin, this.journal, this.clock) = (twin, journal, clock);
        var path = settings.CityDir is null ? null : Path.Combine(settings.CityDir, "indicators", ReadScore.File);
        if (path is null || !File.Exists(path)) return;
        var faults = new Faults();
        plan = ReadScore.Read(path, faults);
        Faults = faults.All;
        planHash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
    }

    /// <summary>What is wrong with the city's file; then there is no score.</summary>
    public IReadOnlyList<string> Faults { get; } = [];

    /// <summary>The score now; null where the city has no file for it.</summary>
    public LiveScore? Now()
    {
        if (plan is not { } p) return null;
        lock (gate)
        {
            var nowUs = clock.NowUs();
            if (last is { } fresh && nowUs - fresh.AtUs is >= 0 and var age && age < Rest.TotalMicroseconds) return fresh;
            var values = p.Items.Where(i => i.Formula is not null).ToDictionary(i => i.Id, i => Evaluate.Of(i.Formula!, twin.OfType("", Names.Default(i.Formula!.Type)), nowUs));
            return last = Assemble.Score(p.Title, p.TitleZh, p.Coverage, p.Items, values, nowUs);
        }
    }

    /// <summary>Freezes the score as it stands into the journal; later readings make a later vintage, never another one. Its number there.</summary>
    public async ValueTask<Outcome<long>> Publish()
    {
        if (Now() is not { } score) return Refusal.NotFound("no-score", "The city has no indicators/score.yaml, so there is nothing to publish.");
        if (double.IsNaN(score.Whole.Score)) return Refusal.Conflict("score-withheld", "Too little is measured for a score, so nothing was published.");
        var lines = new JsonObject();
        foreach (var line in score.Lines)
        {
            if (double.IsNaN(line.Score)) continue;
            var one = new JsonObject { ["score"] = Rounded(line.Score) };
            if (line.Value is { } value) (one["value"], one["there"], one["asked"]) = (Rounded(value.Value), value.There, value.Asked);
            lines[line.Item.Id.Length == 0 ? "index" : line.Item.Id] = one;
        }
        return await journal.Append(new JournalEntry(Published, new JsonObject { ["at"] = Instants.Format(score.AtUs), ["plan_sha256"] = planHash, ["scores"] = lines }));
    }

    static double Rounded(double v) => Math.Round(v, 6);

    /// <summary>Published scores, newest first.</summary>
    public IReadOnlyList<Vintage> Vintages(int limit = 24) => [.. journal.Newest(long.MaxValue, Math.Clamp(limit, 1, 200), Published).Select(Read).OfType<Vintage>()];

    static Vintage? Read(RecordedEntry entry)
    {
        if (JsonNode.Parse(entry.Json) is not JsonObject root || Scores(root) is not { } scores) return null;
        return new Vintage(entry.Index, entry.AtUs, scores.Where(s => s.Value is JsonObject).ToDictionary(s => s.Key == "index" ? "" : s.Key, s => s.Value!["score"]?.GetValue<double>() ?? double.NaN));
    }

    // The journal wraps what was said; wherever it stands, the scores are one object.
    static JsonObject? Scores(JsonObject at) =>
        at["scores"] as JsonObject ?? at.Select(m => m.Value).OfType<JsonObject>().Select(Scores).FirstOrDefault(s => s is not null);
}

/// <summary>A published score.</summary>
/// <param name="Entry">its number in the journal</param>
/// <param name="Scores">of each line by id; "" is the whole</param>
public sealed record Vintage(long Entry, long AtUs, IReadOnlyDictionary<string, double> Scores);
